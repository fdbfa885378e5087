#include "mockorg/engine/shown_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>

namespace rowlock {
namespace {

std::string shown_date(std::int64_t days) {
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
    return fmt::format(
        "{}/{}/{}",
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        static_cast<int>(date.year())
    );
}

std::string shown_datetime(std::int64_t milliseconds) {
    const std::chrono::milliseconds time{milliseconds};
    const auto days = std::chrono::floor<std::chrono::days>(time);
    const std::int64_t of_day = std::chrono::floor<std::chrono::minutes>(time - days).count();
    const std::int64_t hour = of_day / 60;
    return fmt::format(
        "{}, {}:{:02} {}",
        shown_date(days.count()),
        hour % 12 == 0 ? 12 : hour % 12,
        of_day % 60,
        hour < 12 ? "AM" : "PM"
    );
}

/// Without its sign; digits in groups of three before the point.
std::string shown_number(double number, int digits) {
    const std::string text = fmt::format("{:.{}f}", std::fabs(number), std::clamp(digits, 0, 18));
    const std::size_t point = std::min(text.find('.'), text.size());
    std::string grouped;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i > 0 && i < point && (point - i) % 3 == 0) grouped.push_back(',');
        grouped.push_back(text[i]);
    }
    return grouped;
}

}  // namespace

std::string shown_value(
    const RecordReader& records, const Value& value, FieldType type, int digits
) {
    switch (value.kind) {
        case Value::Kind::null:
            return {};
        case Value::Kind::boolean:
            return value.boolean ? "true" : "false";
        case Value::Kind::number: {
            const std::string text = shown_number(value.number, digits);
            const std::string sign = value.number < 0 ? "-" : "";
            if (type == FieldType::currency) return sign + "$" + text;
            return sign + text + (type == FieldType::percent ? "%" : "");
        }
        case Value::Kind::text:
            return std::string{value.text};
        case Value::Kind::date:
            return shown_date(value.date);
        case Value::Kind::datetime:
            return shown_datetime(value.datetime);
        case Value::Kind::reference:
            return records.id_of(value.record).text();
    }
    return {};
}

std::string shown_value(
    const RecordReader& records, const Value& value, const soql::BoundPath& path
) {
    return shown_value(records, value, path.type, path.field == nullptr ? 0 : path.field->scale);
}

}  // namespace rowlock
