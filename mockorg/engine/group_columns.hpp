#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/engine/query_scope.hpp"
#include "mockorg/soql/ast.hpp"
#include "mockorg/soql/operand.hpp"
#include "mockorg/soql/predicate.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// One value that a group of records has.
struct GroupColumn {
    soql::Aggregate aggregate = soql::Aggregate::none;
    /// What it is made of, read from each record.
    soql::BoundOperand operand;
    /// Of the group's value.
    FieldType type = FieldType::string;
    /// none and grouping: which of the GROUP BY fields it is about.
    std::size_t key = 0;
};

/// Everything the clauses of an aggregate query ask of its groups, each thing once. For conditions
/// an expression becomes the number of its column.
class GroupColumns final : public soql::OperandBinder {
public:
    GroupColumns(const QueryScope& scope, const ObjectType& object)
        : scope_(scope), object_(object) {}

    /// The GROUP BY fields, which become the first columns. Fails with malformed_query for a field
    /// that cannot be grouped.
    Result<void> add_keys(const soql::Query& query);

    /// The column of an expression in any clause. Fails with malformed_query for a field that is
    /// neither grouped nor aggregated, and for an aggregate its field does not take.
    Result<std::size_t> column_of(const soql::Expression& expression);

    /// column_of for everything a condition speaks of.
    Result<void> add_all(const soql::Condition& condition);

    /// The column of an expression that has one, as a field of the group.
    Result<soql::BoundOperand> bind(const soql::Expression& expression) const override;

    std::size_t keys() const { return keys_; }

    const std::vector<GroupColumn>& all() const { return columns_; }

private:
    Result<GroupColumn> bind_column(const soql::Expression& expression) const;
    Result<GroupColumn> bind_aggregate(
        const soql::Expression& expression, soql::BoundOperand operand
    ) const;
    std::optional<std::size_t> find(const GroupColumn& column) const;
    Failure fail_about(const soql::Expression& expression, std::string_view message) const;

    const QueryScope& scope_;
    const ObjectType& object_;
    std::vector<GroupColumn> columns_;
    std::size_t keys_ = 0;
    soql::Grouping grouping_ = soql::Grouping::plain;
};

}  // namespace rowlock
