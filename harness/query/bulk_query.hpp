#pragma once

#include "harness/query/record_query.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/base/time.hpp"

#include <functional>
#include <string>
#include <vector>

namespace rowlock {

/// Waits so long, on whatever clock counts.
using PauseFn = std::function<Result<void>(Duration)>;

/// Hears the cells of one record, in the order of the query's fields; false stops there.
using RecordFn = std::function<bool(const std::vector<std::string>&)>;

/// Reads all records that a query finds, by Bulk API 2.0: page after page, so that memory does not
/// grow with their number. `operation`: `query`, or `queryAll` for deleted ones, too. Errors: those
/// of the org's refusals, protocol_broken.
Result<void> query_in_bulk(
    const AskFn& ask,
    const PauseFn& pause,
    const std::string& soql,
    const RecordFn& on_record,
    const std::string& operation = "query"
);

}  // namespace rowlock
