#pragma once

#include "harness/count/record_key.hpp"
#include "harness/load/load.hpp"
#include "harness/load/row_source.hpp"
#include "harness/query/record_query.hpp"
#include "mockorg/base/result.hpp"

#include <string>

namespace rowlock {

/// The step's identity_column() with what the org tells of it; empty if there is none. Errors: the
/// org's.
Result<RecordKey> read_identity(const AskFn& ask, const std::string& object, const LoadStep& step);

/// The column by which the records of the step's rows are told apart: its identity_column(), or of
/// an insert, whose rows need none, the first external id by the load's schema that no row leaves
/// empty. Empty if the rows have no such column of their own: what refers to parents is not known
/// beforehand.
std::string key_column(const Load& load, const LoadStep& step, const RowSource& source);

}  // namespace rowlock
