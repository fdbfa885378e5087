#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/engine/query_scope.hpp"
#include "mockorg/engine/result_order.hpp"
#include "mockorg/engine/row_list.hpp"
#include "mockorg/engine/row_search.hpp"
#include "mockorg/soql/ast.hpp"
#include "mockorg/soql/path.hpp"

#include <cstdint>
#include <vector>

namespace rowlock {

/// The plain fields a query selects, parents' ones included, FIELDS() written out. Fails with
/// invalid_field, also for a field that is selected twice.
Result<std::vector<soql::BoundPath>> bind_selected(
    const Schema& schema,
    const ObjectType& object,
    const soql::Query& query,
    std::string_view source
);

/// Runs WHERE, ORDER BY, OFFSET and LIMIT. Without ORDER BY rows come by id.
Result<std::vector<std::uint32_t>> select_rows(
    const QueryScope& scope, const ObjectType& object, const soql::Query& query
);

/// How many rows COUNT() counts.
Result<std::uint64_t> count_rows(
    const QueryScope& scope, const ObjectType& object, const soql::Query& query
);

/// select_rows for results of any size: the rows of a part of the table, in a small list.
Result<RowList> select_row_list(
    const QueryScope& scope, const ObjectType& object, const soql::Query& query, RowRange range = {}
);

/// What OFFSET and LIMIT leave of rows that are in order.
void cut_rows(std::vector<std::uint32_t>& rows, const soql::Query& query);

/// Rows from the first one on that OFFSET and LIMIT look at.
std::uint64_t rows_needed(const soql::Query& query);

}  // namespace rowlock
