#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/engine/requests.hpp"
#include "mockorg/engine/row_list.hpp"
#include "mockorg/soql/ast.hpp"
#include "mockorg/soql/path.hpp"
#include "mockorg/store/store.hpp"

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace rowlock {

/// The rows a query finds.
struct SelectedRows {
    /// In the order asked for; empty for a COUNT() query.
    std::vector<std::uint32_t> rows;
    std::uint64_t count = 0;
};

/// The fields a query selects, parents' ones included. Fails with invalid_field.
Result<std::vector<soql::BoundPath>> bind_selected(
    const Schema& schema,
    const ObjectType& object,
    const soql::Query& query,
    std::string_view source
);

/// Runs WHERE, ORDER BY, OFFSET and LIMIT. Looks only at the rows an index offers if the condition
/// demands one value of an external id or of Id. Without ORDER BY rows come by id. `query` is what
/// `request.soql` says.
Result<SelectedRows> select_rows(
    const Store& store, const ObjectType& object, const soql::Query& query, const RunQuery& request
);

/// Rows of a table from `first` up to, not including, `end`.
struct RowRange {
    std::uint32_t first = 0;
    std::uint32_t end = std::numeric_limits<std::uint32_t>::max();
};

/// The same for results of any size: the rows of a part of the table, in a small list. Not for
/// COUNT() queries. `source` is what was parsed.
Result<RowList> select_row_list(
    const Store& store,
    const ObjectType& object,
    const soql::Query& query,
    std::string_view source,
    bool include_deleted,
    RowRange range = {}
);

}  // namespace rowlock
