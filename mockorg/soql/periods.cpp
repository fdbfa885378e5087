#include "mockorg/soql/periods.hpp"

#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>

namespace rowlock::soql {

namespace {

enum class Unit : std::uint8_t { day, week, month, quarter, year };

/// A date literal: units from the `first`th up to, not including, the `end`th, counted from the
/// current one.
struct Literal {
    std::string_view name;
    Unit unit;
    std::int64_t first;
    std::int64_t end;
    /// What N adds to each of the two.
    std::int64_t first_per_count = 0;
    std::int64_t end_per_count = 0;

    constexpr bool takes_count() const { return first_per_count != 0 || end_per_count != 0; }
};

constexpr std::array<Literal, 44> k_literals{{
    {"yesterday", Unit::day, -1, 0},
    {"today", Unit::day, 0, 1},
    {"tomorrow", Unit::day, 1, 2},
    {"last_90_days", Unit::day, -90, 1},
    {"next_90_days", Unit::day, 1, 91},
    {"last_n_days", Unit::day, 0, 1, -1, 0},
    {"next_n_days", Unit::day, 1, 1, 0, 1},
    {"n_days_ago", Unit::day, 0, 1, -1, -1},
    {"last_week", Unit::week, -1, 0},
    {"this_week", Unit::week, 0, 1},
    {"next_week", Unit::week, 1, 2},
    {"last_n_weeks", Unit::week, 0, 0, -1, 0},
    {"next_n_weeks", Unit::week, 1, 1, 0, 1},
    {"n_weeks_ago", Unit::week, 0, 1, -1, -1},
    {"last_month", Unit::month, -1, 0},
    {"this_month", Unit::month, 0, 1},
    {"next_month", Unit::month, 1, 2},
    {"last_n_months", Unit::month, 0, 0, -1, 0},
    {"next_n_months", Unit::month, 1, 1, 0, 1},
    {"n_months_ago", Unit::month, 0, 1, -1, -1},
    {"last_quarter", Unit::quarter, -1, 0},
    {"this_quarter", Unit::quarter, 0, 1},
    {"next_quarter", Unit::quarter, 1, 2},
    {"last_n_quarters", Unit::quarter, 0, 0, -1, 0},
    {"next_n_quarters", Unit::quarter, 1, 1, 0, 1},
    {"n_quarters_ago", Unit::quarter, 0, 1, -1, -1},
    {"last_year", Unit::year, -1, 0},
    {"this_year", Unit::year, 0, 1},
    {"next_year", Unit::year, 1, 2},
    {"last_n_years", Unit::year, 0, 0, -1, 0},
    {"next_n_years", Unit::year, 1, 1, 0, 1},
    {"n_years_ago", Unit::year, 0, 1, -1, -1},
    {"last_fiscal_quarter", Unit::quarter, -1, 0},
    {"this_fiscal_quarter", Unit::quarter, 0, 1},
    {"next_fiscal_quarter", Unit::quarter, 1, 2},
    {"last_n_fiscal_quarters", Unit::quarter, 0, 0, -1, 0},
    {"next_n_fiscal_quarters", Unit::quarter, 1, 1, 0, 1},
    {"n_fiscal_quarters_ago", Unit::quarter, 0, 1, -1, -1},
    {"last_fiscal_year", Unit::year, -1, 0},
    {"this_fiscal_year", Unit::year, 0, 1},
    {"next_fiscal_year", Unit::year, 1, 2},
    {"last_n_fiscal_years", Unit::year, 0, 0, -1, 0},
    {"next_n_fiscal_years", Unit::year, 1, 1, 0, 1},
    {"n_fiscal_years_ago", Unit::year, 0, 1, -1, -1},
}};

const Literal* find_literal(std::string_view name) {
    const auto* const found =
        std::find_if(k_literals.begin(), k_literals.end(), [&](const Literal& literal) {
            return equal_ignoring_case(literal.name, name);
        });
    return found == k_literals.end() ? nullptr : found;
}

/// First day of a month counted from January of the year 0.
std::int64_t first_of_month(std::int64_t month_number) {
    // Far beyond the dates an org stores, and within those the calendar knows.
    constexpr std::int64_t k_farthest = 30'000 * 12;
    const std::int64_t month = std::clamp<std::int64_t>(month_number, -k_farthest, k_farthest);
    const std::int64_t year = month >= 0 ? month / 12 : -((11 - month) / 12);
    const std::chrono::year_month_day date{
        std::chrono::year{static_cast<int>(year)},
        std::chrono::month{static_cast<unsigned>(month - year * 12 + 1)},
        std::chrono::day{1}};
    return std::chrono::sys_days{date}.time_since_epoch().count();
}

/// First day of the unit `offset` units after the one `today` is in.
std::int64_t unit_start(Unit unit, std::int64_t today, std::int64_t offset) {
    const std::chrono::sys_days days{std::chrono::days{today}};
    if (unit == Unit::day) return today + offset;
    if (unit == Unit::week) {
        return today - static_cast<int>(std::chrono::weekday{days}.c_encoding()) + offset * 7;
    }
    const std::chrono::year_month_day date{days};
    const std::int64_t year = static_cast<int>(date.year());
    const std::int64_t month = static_cast<int>(static_cast<unsigned>(date.month())) - 1;
    if (unit == Unit::month) return first_of_month(year * 12 + month + offset);
    if (unit == Unit::quarter) return first_of_month(year * 12 + month / 3 * 3 + offset * 3);
    return first_of_month((year + offset) * 12);
}

}  // namespace

std::optional<bool> period_takes_count(std::string_view name) {
    const Literal* literal = find_literal(name);
    if (literal == nullptr) return std::nullopt;
    return literal->takes_count();
}

std::optional<Period> period_of(std::string_view name, std::int64_t count, std::int64_t today) {
    const Literal* literal = find_literal(name);
    if (literal == nullptr || count < 0 || count > k_most_periods) return std::nullopt;
    const std::int64_t first = literal->first + literal->first_per_count * count;
    const std::int64_t end = literal->end + literal->end_per_count * count;
    return Period{unit_start(literal->unit, today, first), unit_start(literal->unit, today, end)};
}

}  // namespace rowlock::soql
