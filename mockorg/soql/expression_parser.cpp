#include "mockorg/soql/expression_parser.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/numbers.hpp"

#include <algorithm>
#include <array>

namespace rowlock::soql {

namespace {

/// GROUP and ORDER are not among them: there are objects of these names.
constexpr std::array<std::string_view, 20> k_reserved{
    "and",  "asc",   "desc", "excludes", "first", "from", "having", "in",    "includes", "last",
    "like", "limit", "not",  "null",     "nulls", "or",   "select", "using", "where",    "with",
};

}  // namespace

bool ExpressionParser::is_reserved(std::string_view word) {
    return std::any_of(k_reserved.begin(), k_reserved.end(), [&](std::string_view reserved) {
        return equal_ignoring_case(reserved, word);
    });
}

bool ExpressionParser::at_name() const {
    return peek().kind == Token::Kind::name && !is_reserved(peek().text);
}

bool ExpressionParser::at_call(std::string_view function) const {
    return is_word(peek(), function) && is_symbol(peek(1), "(");
}

bool ExpressionParser::parse_path(FieldPath& path) {
    path.position = peek().position;
    do {
        if (!at_name()) return unexpected();
        path.steps.emplace_back(take().text);
    } while (accept_symbol("."));
    // A function that is none: the parenthesis is what stands in the way.
    return !is_symbol(peek(), "(") || unexpected();
}

bool ExpressionParser::parse_expression(Expression& expression, bool aggregates) {
    expression.position = peek().position;
    const bool is_call = peek().kind == Token::Kind::name && is_symbol(peek(1), "(");
    if (!is_call) return parse_path(expression.field);
    // Every user reads the same language: the label is the value.
    if (at_call("toLabel")) {
        skip(2);
        return parse_path(expression.field) && expect_symbol(")");
    }
    if (const auto aggregate = aggregate_of(peek().text); aggregate && aggregates) {
        expression.aggregate = *aggregate;
        skip(2);
        return parse_amount(expression.field) && expect_symbol(")");
    }
    const auto function = date_function_of(peek().text);
    if (!function) return parse_path(expression.field);
    expression.function = *function;
    skip(2);
    return parse_date_argument(expression.field) && expect_symbol(")");
}

bool ExpressionParser::parse_amount(FieldPath& path) {
    if (!at_call("convertCurrency")) return parse_path(path);
    skip(2);
    return parse_path(path) && expect_symbol(")");
}

/// Every user's zone is UTC, so that convertTimezone() changes nothing.
bool ExpressionParser::parse_date_argument(FieldPath& path) {
    if (!at_call("convertTimezone")) return parse_path(path);
    skip(2);
    return parse_path(path) && expect_symbol(")");
}

bool ExpressionParser::parse_count(std::uint64_t& count) {
    if (is_symbol(peek(), ":")) return refuse_bind_variable();
    const std::optional<std::int64_t> number =
        peek().kind == Token::Kind::number ? parse_integer(peek().text) : std::nullopt;
    if (!number || *number < 0) return unexpected();
    count = static_cast<std::uint64_t>(*number);
    skip(1);
    return true;
}

bool ExpressionParser::refuse_bind_variable() {
    return complain(peek(), ErrorCode::malformed_query, "Bind variables only allowed in Apex code");
}

}  // namespace rowlock::soql
