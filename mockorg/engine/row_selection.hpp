#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/engine/requests.hpp"
#include "mockorg/soql/ast.hpp"
#include "mockorg/store/store.hpp"

#include <cstdint>
#include <vector>

namespace rowlock {

/// The rows a query finds.
struct SelectedRows {
    /// In the order asked for; empty for a COUNT() query.
    std::vector<std::uint32_t> rows;
    std::uint64_t count = 0;
};

/// Runs WHERE, ORDER BY, OFFSET and LIMIT. Looks only at the rows an index offers if the condition
/// demands one value of an external id or of Id. Without ORDER BY rows come by id. `query` is what
/// `request.soql` says.
Result<SelectedRows> select_rows(
    const Store& store, const ObjectType& object, const soql::Query& query, const RunQuery& request
);

}  // namespace rowlock
