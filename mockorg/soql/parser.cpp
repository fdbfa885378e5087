#include "mockorg/soql/parser.hpp"

#include "mockorg/soql/query_parser.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace rowlock::soql {

namespace {

constexpr std::size_t k_longest_query = 100'000;

Result<std::vector<Token>> tokens_of(std::string_view text) {
    if (auto checked = check_query_text(text); !checked) return Failure{checked.error()};
    return tokenize(text);
}

}  // namespace

Result<void> check_query_text(std::string_view text) {
    if (text.find_first_not_of(" \t\r\n\f") == std::string_view::npos) {
        return fail(ErrorCode::malformed_query, "SOQL statements cannot be empty or null");
    }
    if (text.size() > k_longest_query) {
        return fail(
            ErrorCode::malformed_query,
            fmt::format("SOQL statements cannot be longer than {} characters", k_longest_query)
        );
    }
    return {};
}

Result<Query> parse_query(std::string_view text) {
    Result<std::vector<Token>> tokens = tokens_of(text);
    if (!tokens) return Failure{tokens.error()};
    return QueryParser{text, *std::move(tokens)}.run_query();
}

Result<Condition> parse_condition(std::string_view text) {
    Result<std::vector<Token>> tokens = tokens_of(text);
    if (!tokens) return Failure{tokens.error()};
    return ConditionParser{text, *std::move(tokens)}.run_condition();
}

}  // namespace rowlock::soql
