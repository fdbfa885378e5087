#pragma once

#include "mockorg/engine/field_tree.hpp"
#include "mockorg/engine/query_scope.hpp"
#include "mockorg/engine/result_order.hpp"
#include "mockorg/soql/ast.hpp"
#include "mockorg/soql/predicate.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace rowlock {

/// A subquery of a SELECT list: the children of each record found, with their own conditions, order
/// and limit. Lives as long as the schema. Immutable.
class ChildQuery {
public:
    /// Fails with what a query fails with, and invalid_type for an unknown relationship.
    static Result<std::shared_ptr<const ChildQuery>> bind(
        const QueryScope& scope, const ObjectType& parent, const soql::Query& query
    );

    ObjectNo object() const { return object_; }

    const std::vector<FieldNode>& fields() const { return fields_; }

    /// The children of one record in their order.
    std::vector<std::uint32_t> rows(const Store& store, RecordHandle parent) const;

private:
    ChildQuery() = default;

    bool shows(const Store& store, std::uint32_t row) const;

    ObjectNo object_{};
    FieldNo reference_{};
    bool include_deleted_ = false;
    std::optional<soql::Predicate> where_;
    ResultOrder order_;
    /// OFFSET and LIMIT.
    soql::Query limits_;
    std::vector<FieldNode> fields_;
};

}  // namespace rowlock
