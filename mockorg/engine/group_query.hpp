#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/engine/query_scope.hpp"
#include "mockorg/engine/requests.hpp"
#include "mockorg/soql/ast.hpp"

namespace rowlock {

/// Runs an aggregate query: WHERE, GROUP BY with its subtotals, HAVING, ORDER BY, OFFSET and LIMIT.
/// Without ORDER BY groups come by their fields, a subtotal behind what it sums up. More than 2,000
/// groups are refused with exceeded_id_limit: their answer has one page only.
Result<RunQuery::Reply> run_group_query(
    const QueryScope& scope, const ObjectType& object, const soql::Query& query
);

}  // namespace rowlock
