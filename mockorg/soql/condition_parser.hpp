#pragma once

#include "mockorg/soql/expression_parser.hpp"

#include <cstddef>
#include <memory>

namespace rowlock::soql {

/// Conditions, as behind WHERE and HAVING.
class ConditionParser : protected ExpressionParser {
public:
    using ExpressionParser::ExpressionParser;
    virtual ~ConditionParser() = default;

    /// The whole text is one condition, as lock rules write it: without subqueries.
    Result<Condition> run_condition();

protected:
    /// `aggregates`: whether it stands behind HAVING.
    bool parse_condition(Condition& condition, bool aggregates);

    bool parse_end();

private:
    /// Reads `SELECT ...` up to its closing parenthesis; only queries know how.
    virtual bool parse_semi_join(std::shared_ptr<const Query>& query);

    bool parse_level(Condition& condition, std::size_t depth);
    bool parse_operand(Condition& condition, std::size_t depth);
    bool parse_comparison(Condition& condition);
    bool parse_sign(Comparison& comparison);
    bool parse_list(Condition& condition);
    bool parse_literal(Literal& literal, Comparison comparison);
    bool parse_text(Literal& literal, Comparison comparison);
    bool parse_word(Literal& literal);
    bool parse_period(Literal& literal, bool takes_count);

    bool aggregates_ = false;
};

}  // namespace rowlock::soql
