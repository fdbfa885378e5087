#pragma once

#include "mockorg/engine/query_scope.hpp"
#include "mockorg/soql/condition_context.hpp"

namespace rowlock {

/// Runs the subqueries of conditions on the records of a scope.
class StoreSemiJoins final : public soql::SemiJoins {
public:
    explicit StoreSemiJoins(const QueryScope& scope) : scope_(scope) {}

    /// Fails with what the subquery fails with, or malformed_query if what it selects is no id.
    Result<std::shared_ptr<const soql::RecordSet>> find(const soql::Query& subquery) const override;

private:
    const QueryScope& scope_;
};

/// Looks only whether the subqueries could be run: finds nothing.
class CheckedSemiJoins final : public soql::SemiJoins {
public:
    CheckedSemiJoins(const Schema& schema, std::string_view source)
        : schema_(schema), source_(source) {}

    Result<std::shared_ptr<const soql::RecordSet>> find(const soql::Query& subquery) const override;

private:
    const Schema& schema_;
    std::string_view source_;
};

}  // namespace rowlock
