#pragma once

#include "mockorg/soql/condition_parser.hpp"
#include "mockorg/soql/object_aliases.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace rowlock::soql {

/// Whole queries.
class QueryParser final : public ConditionParser {
public:
    using ConditionParser::ConditionParser;

    Result<Query> run_query();

private:
    bool parse_semi_join(std::shared_ptr<const Query>& query) override;

    /// All clauses of a query or subquery, up to its end or closing parenthesis.
    bool parse_clauses(Query& query);

    bool parse_select(Query& query);
    bool parse_item(SelectItem& item);
    bool parse_value_item(SelectItem& item);
    bool parse_presented(SelectItem& item, Presentation shown);
    bool parse_field_group(SelectItem& item);
    bool parse_type_of(SelectItem& item);
    bool parse_branch(TypeBranch& branch);
    bool parse_child_query(SelectItem& item);

    bool parse_from(Query& query, std::vector<ObjectAlias>& aliases);
    bool parse_object(Query& query, std::vector<ObjectAlias>& aliases);
    bool parse_further_object(const Query& query, std::vector<ObjectAlias>& aliases);
    bool check_parents(const Query& query, const std::vector<ObjectAlias>& aliases);
    bool parse_scope(Query& query);
    bool parse_where(Query& query);
    bool parse_with();
    bool parse_group_by(Query& query);
    bool parse_group_fields(Query& query);
    bool parse_order_by(Query& query);
    bool parse_order_field(OrderBy& order);
    bool parse_limits(Query& query);
    bool parse_trailing(Query& query);

    bool begins_clause(const Token& token) const;

    /// Subqueries around the current place.
    std::size_t depth_ = 0;
};

}  // namespace rowlock::soql
