#pragma once

#include "mockorg/engine/field_tree.hpp"
#include "mockorg/engine/query_scope.hpp"
#include "mockorg/soql/ast.hpp"

#include <vector>

namespace rowlock {

/// What a query about records shows of each, subqueries and TYPEOF included. Not for aggregates.
/// Fails with invalid_field, invalid_type, malformed_query.
Result<std::vector<FieldNode>> select_tree(
    const QueryScope& scope, const ObjectType& object, const soql::Query& query
);

}  // namespace rowlock
