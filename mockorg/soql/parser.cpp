#include "mockorg/soql/parser.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/numbers.hpp"
#include "mockorg/soql/lexer.hpp"
#include "mockorg/soql/token_cursor.hpp"
#include "mockorg/soql/unsupported.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rowlock::soql {

namespace {

constexpr std::size_t k_longest_query = 100'000;
constexpr std::uint64_t k_largest_offset = 2'000;
constexpr std::size_t k_most_order_fields = 32;
/// Parentheses and NOTs inside each other; keeps every walk over a condition off the stack's end.
constexpr std::size_t k_deepest_nesting = 200;

/// Words that cannot be part of a field path or name an object. GROUP and ORDER can: there are
/// objects of these names.
constexpr std::array<std::string_view, 20> k_reserved{
    "and",  "asc",   "desc", "excludes", "first", "from", "having", "in",    "includes", "last",
    "like", "limit", "not",  "null",     "nulls", "or",   "select", "using", "where",    "with",
};

bool is_reserved(std::string_view word) {
    return std::any_of(k_reserved.begin(), k_reserved.end(), [&](std::string_view reserved) {
        return equal_ignoring_case(reserved, word);
    });
}

/// Recursive descent over the tokens. Every step returns whether it succeeded; the first failure is
/// kept and ends the parsing.
class Parser : private TokenCursor {
public:
    using TokenCursor::TokenCursor;

    Result<Query> run_query() {
        Query query;
        const bool parsed = parse_select(query) && parse_from(query) && parse_where(query) &&
                            parse_order_by(query) && parse_limits(query) && parse_end();
        if (!parsed) return Failure{error()};
        return query;
    }

    Result<Condition> run_condition() {
        Condition condition;
        if (!(parse_condition(condition, 0) && parse_end())) return Failure{error()};
        return condition;
    }

private:
    bool refuse_function(const Token& name) {
        return refuse(name, fmt::format("the function {}()", name.text));
    }

    bool parse_select(Query& query) {
        if (!expect_word("select")) return false;
        if (is_word(peek(), "count") && is_symbol(peek(1), "(") && is_symbol(peek(2), ")")) {
            skip(3);
            query.count_only = true;
            return true;
        }
        do {
            if (!parse_select_item(query)) return false;
        } while (accept_symbol(","));
        return true;
    }

    bool parse_select_item(Query& query) {
        if (is_symbol(peek(), "(") && is_word(peek(1), "select")) {
            return refuse(peek(), "a subquery in the SELECT list");
        }
        if (is_word(peek(), "typeof")) return refuse(peek(), "TYPEOF");
        FieldPath path;
        if (!parse_path(path)) return false;
        query.fields.push_back(std::move(path));
        return true;
    }

    bool parse_path(FieldPath& path) {
        path.position = peek().position;
        if (peek().kind == Token::Kind::name && is_symbol(peek(1), "(")) {
            return refuse_function(peek());
        }
        do {
            if (peek().kind != Token::Kind::name || is_reserved(peek().text)) return unexpected();
            path.steps.emplace_back(take().text);
        } while (accept_symbol("."));
        return true;
    }

    bool parse_from(Query& query) {
        if (!expect_word("from")) return false;
        if (peek().kind != Token::Kind::name || is_reserved(peek().text)) return unexpected();
        query.object_position = peek().position;
        query.object = take().text;
        if (is_symbol(peek(), ",")) return refuse(peek(), "more than one object in FROM");
        if (peek().kind != Token::Kind::name || begins_clause(peek())) return true;
        const Token& behind = is_word(peek(), "as") ? peek(2) : peek(1);
        const bool is_alias =
            behind.kind == Token::Kind::end || begins_clause(behind) || is_symbol(behind, ",");
        return is_alias ? refuse(peek(), "an alias for the object in FROM") : unexpected();
    }

    bool begins_clause(const Token& token) const {
        constexpr std::array<std::string_view, 5> k_clauses{
            "where", "order", "limit", "offset", "all"};
        if (token.kind != Token::Kind::name) return false;
        return unsupported_clause(token.text) ||
               std::any_of(k_clauses.begin(), k_clauses.end(), [&](auto word) {
                   return is_word(token, word);
               });
    }

    bool parse_where(Query& query) {
        if (!accept_word("where")) return true;
        return parse_condition(query.where.emplace(), 0);
    }

    /// As in an org, one level joins its parts by AND or by OR, never by both, and NOT stands
    /// alone.
    bool parse_condition(Condition& condition, std::size_t depth) {
        if (depth > k_deepest_nesting) {
            return complain(
                peek(), ErrorCode::malformed_query, "the condition is nested too deeply"
            );
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

    bool parse_operand(Condition& condition, std::size_t depth) {
        if (!accept_symbol("(")) return parse_comparison(condition);
        return parse_condition(condition, depth + 1) && expect_symbol(")");
    }

    bool parse_comparison(Condition& condition) {
        condition.kind = Condition::Kind::compare;
        if (!parse_path(condition.field) || !parse_comparison_sign(condition.comparison)) {
            return false;
        }
        const bool is_list =
            condition.comparison == Comparison::in || condition.comparison == Comparison::not_in;
        if (is_list) return parse_list(condition.literals);
        return parse_literal(condition.literals.emplace_back(), condition.comparison);
    }

    bool parse_comparison_sign(Comparison& comparison) {
        if (is_word(peek(), "includes") || is_word(peek(), "excludes")) {
            return refuse(peek(), "INCLUDES and EXCLUDES");
        }
        if (is_word(peek(), "not") && is_word(peek(1), "in")) {
            skip(2);
            comparison = Comparison::not_in;
            return true;
        }

        struct Sign {
            std::string_view text;
            Comparison comparison;
        };

        constexpr std::array<Sign, 9> k_signs{{
            {"=", Comparison::eq},
            {"!=", Comparison::ne},
            {"<>", Comparison::ne},
            {"<", Comparison::lt},
            {"<=", Comparison::le},
            {">", Comparison::gt},
            {">=", Comparison::ge},
            {"like", Comparison::like},
            {"in", Comparison::in},
        }};
        for (const Sign& sign : k_signs) {
            if (!is_symbol(peek(), sign.text) && !is_word(peek(), sign.text)) continue;
            take();
            comparison = sign.comparison;
            return true;
        }
        return unexpected();
    }

    bool parse_list(std::vector<Literal>& literals) {
        if (is_symbol(peek(), ":")) return refuse(peek(), "a bind variable");
        if (!expect_symbol("(")) return false;
        if (is_word(peek(), "select")) return refuse(peek(), "a subquery in a condition");
        do {
            if (!parse_literal(literals.emplace_back(), Comparison::in)) return false;
        } while (accept_symbol(","));
        return expect_symbol(")");
    }

    bool parse_literal(Literal& literal, Comparison comparison) {
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
                return is_symbol(token, ":") ? refuse(token, "a bind variable") : unexpected();
        }
        take();
        return true;
    }

    bool parse_text(Literal& literal, Comparison comparison) {
        const auto escapes =
            comparison == Comparison::like ? WildcardEscapes::keep : WildcardEscapes::resolve;
        Result<std::string> text = unescape(source(), peek(), escapes);
        if (!text) return complain(std::move(text.error()));
        literal.kind = Literal::Kind::text;
        literal.text = *std::move(text);
        take();
        return true;
    }

    /// null, true, false, or something refused.
    bool parse_word(Literal& literal) {
        const Token& token = peek();
        if (is_symbol(peek(1), "(")) return refuse_function(token);
        if (is_word(token, "null")) {
            literal.kind = Literal::Kind::null;
        } else if (is_word(token, "true") || is_word(token, "false")) {
            literal.kind = Literal::Kind::boolean;
        } else if (const auto name = unsupported_literal(token.text)) {
            return refuse(token, *name);
        } else {
            return unexpected();
        }
        take();
        return true;
    }

    bool parse_order_by(Query& query) {
        if (!accept_word("order")) return true;
        if (!expect_word("by")) return false;
        do {
            if (query.order_by.size() == k_most_order_fields) {
                return complain(
                    peek(), ErrorCode::malformed_query, "more than 32 fields in ORDER BY"
                );
            }
            if (!parse_order_field(query.order_by.emplace_back())) return false;
        } while (accept_symbol(","));
        return true;
    }

    bool parse_order_field(OrderBy& order) {
        if (!parse_path(order.field)) return false;
        if (!accept_word("asc")) order.descending = accept_word("desc");
        if (!accept_word("nulls")) return true;
        if (accept_word("first")) return true;
        order.nulls_last = true;
        return expect_word("last");
    }

    bool parse_limits(Query& query) {
        if (accept_word("limit") && !parse_count(query.limit.emplace())) return false;
        if (is_word(peek(), "offset")) {
            const Token place = take();
            if (!parse_count(query.offset.emplace())) return false;
            if (*query.offset > k_largest_offset) {
                return complain(
                    place,
                    ErrorCode::number_outside_valid_range,
                    "Maximum SOQL offset allowed is 2000"
                );
            }
        }
        if (!accept_word("all")) return true;
        query.all_rows = true;
        return expect_word("rows");
    }

    bool parse_count(std::uint64_t& count) {
        if (is_symbol(peek(), ":")) return refuse(peek(), "a bind variable");
        const std::optional<std::int64_t> number =
            peek().kind == Token::Kind::number ? parse_integer(peek().text) : std::nullopt;
        if (!number || *number < 0) return unexpected();
        count = static_cast<std::uint64_t>(*number);
        take();
        return true;
    }

    bool parse_end() {
        if (peek().kind == Token::Kind::end) return true;
        if (peek().kind == Token::Kind::name) {
            if (const auto clause = unsupported_clause(peek().text)) return refuse(peek(), *clause);
        }
        return unexpected();
    }
};

Result<Parser> open(std::string_view text) {
    if (text.find_first_not_of(" \t\r\n\f") == std::string_view::npos) {
        return fail(ErrorCode::malformed_query, "SOQL statements cannot be empty or null");
    }
    if (text.size() > k_longest_query) {
        return fail(
            ErrorCode::malformed_query,
            fmt::format("SOQL statements cannot be longer than {} characters", k_longest_query)
        );
    }
    Result<std::vector<Token>> tokens = tokenize(text);
    if (!tokens) return Failure{tokens.error()};
    return Parser{text, *std::move(tokens)};
}

}  // namespace

Result<Query> parse_query(std::string_view text) {
    Result<Parser> parser = open(text);
    if (!parser) return Failure{parser.error()};
    return parser->run_query();
}

Result<Condition> parse_condition(std::string_view text) {
    Result<Parser> parser = open(text);
    if (!parser) return Failure{parser.error()};
    return parser->run_condition();
}

}  // namespace rowlock::soql
