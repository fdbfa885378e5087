#include "mockorg/soql/condition_parser.hpp"

#include "mockorg/base/ascii.hpp"
#include "mockorg/codec/numbers.hpp"
#include "mockorg/soql/periods.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rowlock::soql {

namespace {

/// Parentheses and NOTs inside each other; keeps every walk over a condition off the stack's end.
constexpr std::size_t k_deepest_nesting = 200;

/// `EUR100`
bool is_currency_amount(std::string_view word) {
    constexpr std::size_t k_code_length = 3;
    return word.size() > k_code_length &&
           std::none_of(word.begin(), word.begin() + k_code_length, is_digit) &&
           std::all_of(word.begin() + k_code_length, word.end(), is_digit);
}

}  // namespace

Result<Condition> ConditionParser::run_condition() {
    Condition condition;
    if (!(parse_condition(condition, false) && parse_end())) return Failure{error()};
    return condition;
}

bool ConditionParser::parse_semi_join(std::shared_ptr<const Query>&) {
    return refuse(peek(), "a subquery in this condition");
}

bool ConditionParser::parse_end() {
    return peek().kind == Token::Kind::end || unexpected();
}

bool ConditionParser::parse_condition(Condition& condition, bool aggregates) {
    const bool outer = std::exchange(aggregates_, aggregates);
    const bool parsed = parse_level(condition, 0);
    aggregates_ = outer;
    return parsed;
}

/// As in an org, one level joins its parts by AND or by OR, never by both, and NOT stands alone.
bool ConditionParser::parse_level(Condition& condition, std::size_t depth) {
    if (depth > k_deepest_nesting) {
        return complain(peek(), ErrorCode::malformed_query, "the condition is nested too deeply");
    }
    if (accept_word("not")) {
        condition.kind = Condition::Kind::none_of;
        return parse_operand(condition.parts.emplace_back(), depth);
    }
    Condition first;
    if (!parse_operand(first, depth)) return false;
    const bool all_of = is_word(peek(), "and");
    if (!all_of && !is_word(peek(), "or")) {
        condition = std::move(first);
        return true;
    }
    condition.kind = all_of ? Condition::Kind::all_of : Condition::Kind::any_of;
    condition.parts.push_back(std::move(first));
    while (accept_word(all_of ? "and" : "or")) {
        if (!parse_operand(condition.parts.emplace_back(), depth)) return false;
    }
    return true;
}

bool ConditionParser::parse_operand(Condition& condition, std::size_t depth) {
    if (!accept_symbol("(")) return parse_comparison(condition);
    return parse_level(condition, depth + 1) && expect_symbol(")");
}

bool ConditionParser::parse_comparison(Condition& condition) {
    condition.kind = Condition::Kind::compare;
    if (!parse_expression(condition.operand, aggregates_)) return false;
    if (!parse_sign(condition.comparison)) return false;
    if (takes_list(condition.comparison)) return parse_list(condition);
    return parse_literal(condition.literals.emplace_back(), condition.comparison);
}

bool ConditionParser::parse_sign(Comparison& comparison) {
    if (is_word(peek(), "not") && is_word(peek(1), "in")) {
        skip(2);
        comparison = Comparison::not_in;
        return true;
    }

    struct Sign {
        std::string_view text;
        Comparison comparison;
    };

    constexpr std::array<Sign, 11> k_signs{{
        {"=", Comparison::eq},
        {"!=", Comparison::ne},
        {"<>", Comparison::ne},
        {"<", Comparison::lt},
        {"<=", Comparison::le},
        {">", Comparison::gt},
        {">=", Comparison::ge},
        {"like", Comparison::like},
        {"in", Comparison::in},
        {"includes", Comparison::includes},
        {"excludes", Comparison::excludes},
    }};
    for (const Sign& sign : k_signs) {
        if (!is_symbol(peek(), sign.text) && !is_word(peek(), sign.text)) continue;
        skip(1);
        comparison = sign.comparison;
        return true;
    }
    return unexpected();
}

bool ConditionParser::parse_list(Condition& condition) {
    if (is_symbol(peek(), ":")) return refuse_bind_variable();
    if (!expect_symbol("(")) return false;
    const bool may_join =
        condition.comparison == Comparison::in || condition.comparison == Comparison::not_in;
    if (may_join && is_word(peek(), "select")) {
        return parse_semi_join(condition.subquery) && expect_symbol(")");
    }
    do {
        if (!parse_literal(condition.literals.emplace_back(), condition.comparison)) return false;
    } while (accept_symbol(","));
    return expect_symbol(")");
}

bool ConditionParser::parse_literal(Literal& literal, Comparison comparison) {
    const Token& token = peek();
    literal.position = token.position;
    literal.text = token.text;
    switch (token.kind) {
        case Token::Kind::text:
            return parse_text(literal, comparison);
        case Token::Kind::number:
            literal.kind = Literal::Kind::number;
            break;
        case Token::Kind::time:
            return refuse(token, "a time of day");
        case Token::Kind::date:
            literal.kind = Literal::Kind::date;
            break;
        case Token::Kind::datetime:
            literal.kind = Literal::Kind::datetime;
            break;
        case Token::Kind::name:
            return parse_word(literal);
        default:
            return is_symbol(token, ":") ? refuse_bind_variable() : unexpected();
    }
    skip(1);
    return true;
}

bool ConditionParser::parse_text(Literal& literal, Comparison comparison) {
    const auto escapes =
        comparison == Comparison::like ? WildcardEscapes::keep : WildcardEscapes::resolve;
    Result<std::string> text = unescape(source(), peek(), escapes);
    if (!text) return complain(std::move(text.error()));
    literal.kind = Literal::Kind::text;
    literal.text = *std::move(text);
    skip(1);
    return true;
}

/// null, true, false, a date literal or an amount with its currency.
bool ConditionParser::parse_word(Literal& literal) {
    const Token& token = peek();
    if (is_word(token, "null")) {
        literal.kind = Literal::Kind::null;
    } else if (is_word(token, "true") || is_word(token, "false")) {
        literal.kind = Literal::Kind::boolean;
    } else if (const auto takes_count = period_takes_count(token.text)) {
        return parse_period(literal, *takes_count);
    } else if (is_currency_amount(token.text)) {
        literal.kind = Literal::Kind::number;
        literal.text = token.text.substr(3);
    } else {
        return unexpected();
    }
    skip(1);
    return true;
}

bool ConditionParser::parse_period(Literal& literal, bool takes_count) {
    literal.kind = Literal::Kind::period;
    skip(1);
    if (!takes_count) return true;
    if (!expect_symbol(":")) return false;
    const auto count =
        peek().kind == Token::Kind::number ? parse_integer(peek().text) : std::nullopt;
    if (!count || *count < 0 || *count > k_most_periods) return unexpected();
    literal.count = *count;
    skip(1);
    return true;
}

}  // namespace rowlock::soql
