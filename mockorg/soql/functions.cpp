#include "mockorg/soql/functions.hpp"

#include "mockorg/base/case_insensitive.hpp"

#include <array>
#include <chrono>
#include <cstddef>

namespace rowlock::soql {

namespace {

constexpr std::int64_t k_ms_per_day = 86'400'000;
constexpr std::int64_t k_ms_per_hour = 3'600'000;

constexpr std::array<std::string_view, 14> k_date_functions{
    "",
    "CALENDAR_MONTH",
    "CALENDAR_QUARTER",
    "CALENDAR_YEAR",
    "DAY_IN_MONTH",
    "DAY_IN_WEEK",
    "DAY_IN_YEAR",
    "DAY_ONLY",
    "FISCAL_MONTH",
    "FISCAL_QUARTER",
    "FISCAL_YEAR",
    "HOUR_IN_DAY",
    "WEEK_IN_MONTH",
    "WEEK_IN_YEAR",
};

constexpr std::array<std::string_view, 8> k_aggregates{
    "", "COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX", "GROUPING"};

constexpr std::array<std::string_view, 4> k_presentations{
    "", "toLabel", "FORMAT", "convertCurrency"};

constexpr std::array<std::string_view, 3> k_field_groups{"ALL", "STANDARD", "CUSTOM"};

template <class Word, std::size_t count>
std::optional<Word> find_word(
    const std::array<std::string_view, count>& words, std::string_view name
) {
    for (std::size_t i = 0; i < count; ++i) {
        if (!name.empty() && equal_ignoring_case(words[i], name)) return static_cast<Word>(i);
    }
    return std::nullopt;
}

std::int64_t floor_divide(std::int64_t value, std::int64_t unit) {
    const std::int64_t quotient = value / unit;
    return quotient * unit > value ? quotient - 1 : quotient;
}

int day_of_year(const std::chrono::year_month_day& date) {
    const std::chrono::sys_days first{date.year() / std::chrono::January / 1};
    return static_cast<int>((std::chrono::sys_days{date} - first).count()) + 1;
}

int part_of_day(DateFunction function, std::int64_t day) {
    const std::chrono::sys_days days{std::chrono::days{day}};
    const std::chrono::year_month_day date{days};
    const int month = static_cast<int>(static_cast<unsigned>(date.month()));
    const int day_of_month = static_cast<int>(static_cast<unsigned>(date.day()));
    switch (function) {
        case DateFunction::calendar_month:
        case DateFunction::fiscal_month:
            return month;
        case DateFunction::calendar_quarter:
        case DateFunction::fiscal_quarter:
            return (month - 1) / 3 + 1;
        case DateFunction::calendar_year:
        case DateFunction::fiscal_year:
            return static_cast<int>(date.year());
        case DateFunction::day_in_month:
            return day_of_month;
        case DateFunction::day_in_week:
            return static_cast<int>(std::chrono::weekday{days}.c_encoding()) + 1;
        case DateFunction::day_in_year:
            return day_of_year(date);
        case DateFunction::week_in_month:
            return (day_of_month - 1) / 7 + 1;
        case DateFunction::week_in_year:
            return (day_of_year(date) - 1) / 7 + 1;
        default:
            return 0;
    }
}

}  // namespace

std::optional<DateFunction> date_function_of(std::string_view name) {
    return find_word<DateFunction>(k_date_functions, name);
}

std::optional<Aggregate> aggregate_of(std::string_view name) {
    return find_word<Aggregate>(k_aggregates, name);
}

std::optional<Presentation> presentation_of(std::string_view name) {
    return find_word<Presentation>(k_presentations, name);
}

std::optional<FieldGroup> field_group_of(std::string_view name) {
    return find_word<FieldGroup>(k_field_groups, name);
}

std::string_view name_of(DateFunction function) {
    return k_date_functions[static_cast<std::size_t>(function)];
}

std::string_view name_of(Aggregate aggregate) {
    return k_aggregates[static_cast<std::size_t>(aggregate)];
}

bool takes(DateFunction function, FieldType type) {
    if (type == FieldType::datetime) return true;
    const bool needs_time =
        function == DateFunction::hour_in_day || function == DateFunction::day_only;
    return type == FieldType::date && !needs_time;
}

FieldType type_of(DateFunction function) {
    return function == DateFunction::day_only ? FieldType::date : FieldType::int_;
}

Value apply(DateFunction function, const Value& value) {
    if (function == DateFunction::none || value.is_null()) return value;
    const bool has_time = value.kind == Value::Kind::datetime;
    if (!has_time && value.kind != Value::Kind::date) return Value::of_null();
    const std::int64_t day = has_time ? floor_divide(value.datetime, k_ms_per_day) : value.date;
    if (function == DateFunction::day_only) return Value::of_date(static_cast<std::int32_t>(day));
    if (function == DateFunction::hour_in_day) {
        if (!has_time) return Value::of_null();
        const std::int64_t time_of_day = value.datetime - day * k_ms_per_day;
        return Value::of_number(static_cast<double>(time_of_day / k_ms_per_hour));
    }
    return Value::of_number(part_of_day(function, day));
}

}  // namespace rowlock::soql
