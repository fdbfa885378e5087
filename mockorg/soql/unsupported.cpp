#include "mockorg/soql/unsupported.hpp"

#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>
#include <array>

namespace rowlock::soql {

namespace {

struct ClauseWord {
    std::string_view word;
    std::string_view clause;
};

constexpr std::array<ClauseWord, 6> k_clause_words{{
    {"using", "USING SCOPE"},
    {"with", "WITH"},
    {"group", "GROUP BY"},
    {"having", "HAVING"},
    {"for", "FOR VIEW, FOR REFERENCE and FOR UPDATE"},
    {"update", "UPDATE TRACKING and UPDATE VIEWSTAT"},
}};

constexpr std::array<std::string_view, 3> k_single_days{"today", "yesterday", "tomorrow"};
/// LAST_WEEK, NEXT_N_DAYS:3, THIS_YEAR, N_DAYS_AGO:3, ...
constexpr std::array<std::string_view, 4> k_period_beginnings{"last_", "next_", "this_", "n_"};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_currency_amount(std::string_view word) {
    constexpr std::size_t k_code_length = 3;
    return word.size() > k_code_length &&
           std::none_of(word.begin(), word.begin() + k_code_length, is_digit) &&
           std::all_of(word.begin() + k_code_length, word.end(), is_digit);
}

}  // namespace

std::optional<std::string_view> unsupported_clause(std::string_view word) {
    for (const ClauseWord& entry : k_clause_words) {
        if (equal_ignoring_case(entry.word, word)) return entry.clause;
    }
    return std::nullopt;
}

std::optional<std::string_view> unsupported_literal(std::string_view word) {
    const std::string lower = to_lower(word);
    const bool is_day = std::count(k_single_days.begin(), k_single_days.end(), lower) > 0;
    const bool is_period = std::any_of(
        k_period_beginnings.begin(),
        k_period_beginnings.end(),
        [&](std::string_view beginning) {
            return std::string_view{lower}.substr(0, beginning.size()) == beginning;
        }
    );
    if (is_day || is_period) return "a date literal (TODAY, LAST_N_DAYS:n, ...)";
    if (is_currency_amount(word)) return "an amount with a currency code";
    return std::nullopt;
}

}  // namespace rowlock::soql
