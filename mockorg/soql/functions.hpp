#pragma once

#include "mockorg/base/value.hpp"
#include "mockorg/schema/field.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace rowlock::soql {

/// What SOQL makes of a date or time, in UTC: the zone of every user of this org.
enum class DateFunction : std::uint8_t {
    none,
    calendar_month,
    calendar_quarter,
    calendar_year,
    day_in_month,
    day_in_week,
    day_in_year,
    day_only,
    fiscal_month,
    fiscal_quarter,
    fiscal_year,
    hour_in_day,
    week_in_month,
    week_in_year,
};

/// What is made of a group of records. `grouping` tells subtotal rows from others.
enum class Aggregate : std::uint8_t { none, count, count_distinct, sum, avg, min, max, grouping };

/// How a selected value is shown.
enum class Presentation : std::uint8_t { as_stored, label, formatted, converted };

/// FIELDS(ALL), FIELDS(STANDARD), FIELDS(CUSTOM)
enum class FieldGroup : std::uint8_t { all, standard, custom };

// By name, in any letter case; nothing for other words.

std::optional<DateFunction> date_function_of(std::string_view name);
std::optional<Aggregate> aggregate_of(std::string_view name);
std::optional<Presentation> presentation_of(std::string_view name);
std::optional<FieldGroup> field_group_of(std::string_view name);

/// In capitals, as documented: CALENDAR_YEAR, COUNT_DISTINCT. Empty for none.
std::string_view name_of(DateFunction function);
std::string_view name_of(Aggregate aggregate);

/// Whether the function takes fields of this type: dates and times; HOUR_IN_DAY and DAY_ONLY times
/// only.
bool takes(DateFunction function, FieldType type);

/// int_, or date for DAY_ONLY.
FieldType type_of(DateFunction function);

/// Null for null. Fiscal years are calendar years. The first week of a month or year begins with
/// its first day; days of the week count from Sunday = 1.
Value apply(DateFunction function, const Value& value);

}  // namespace rowlock::soql
