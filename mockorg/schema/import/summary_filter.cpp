#include "mockorg/schema/import/summary_filter.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace rowlock {
namespace {

/// Metadata's words for comparisons and what they are in SOQL. [metadata API: FilterOperation]
struct Comparison {
    std::string_view word;
    std::string_view soql;
};

constexpr std::array<Comparison, 6> k_comparisons{{
    {"equals", "="},
    {"notEqual", "!="},
    {"lessThan", "<"},
    {"lessOrEqual", "<="},
    {"greaterThan", ">"},
    {"greaterOrEqual", ">="},
}};

std::string quoted(std::string_view text) {
    std::string result = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') result.push_back('\\');
        result.push_back(c);
    }
    return result + "'";
}

/// The parts of `Open, Closed`: several values mean any of them.
std::vector<std::string> split_values(std::string_view text) {
    std::vector<std::string> values;
    for (;;) {
        const std::size_t comma = text.find(',');
        std::string_view part = text.substr(0, comma);
        while (part.starts_with(' ')) part.remove_prefix(1);
        while (part.ends_with(' ')) part.remove_suffix(1);
        values.emplace_back(part);
        if (comma == std::string_view::npos) return values;
        text.remove_prefix(comma + 1);
    }
}

/// The value as a SOQL literal; nothing if it is none of the type.
std::optional<std::string> literal(FieldType type, const std::string& value) {
    if (value.empty()) return "null";
    if (type == FieldType::boolean) {
        const std::string word = to_lower(value);
        if (word == "true" || word == "1") return "true";
        if (word == "false" || word == "0") return "false";
        return std::nullopt;
    }
    if (holds_number(type)) {
        return parse_number(value) ? std::optional{value} : std::nullopt;
    }
    if (type == FieldType::date) return parse_date(value) ? std::optional{value} : std::nullopt;
    if (type == FieldType::datetime) {
        return parse_datetime(value) ? std::optional{value} : std::nullopt;
    }
    if (holds_text(type)) return quoted(value);
    return std::nullopt;
}

std::string without_object(const std::string& name) {
    const std::size_t dot = name.rfind('.');
    return dot == std::string::npos ? name : name.substr(dot + 1);
}

/// `LIKE` patterns take the value as it stands.
std::optional<std::string> pattern_condition(
    const std::string& field, const std::string& operation, const std::string& value
) {
    std::string escaped;
    for (const char c : value) {
        if (c == '%' || c == '_') escaped.push_back('\\');
        escaped.push_back(c);
    }
    if (value.empty() || escaped != value) return std::nullopt;
    if (operation == "contains") return fmt::format("{} LIKE {}", field, quoted("%" + value + "%"));
    if (operation == "startsWith") return fmt::format("{} LIKE {}", field, quoted(value + "%"));
    if (operation == "notContain")
        return fmt::format("(NOT {} LIKE {})", field, quoted("%" + value + "%"));
    return std::nullopt;
}

std::optional<std::string> comparison_condition(
    const std::string& field, FieldType type, std::string_view comparison, const std::string& value
) {
    const std::vector<std::string> parts = split_values(value);
    std::vector<std::string> literals;
    for (const std::string& part : parts) {
        const auto one = literal(type, part);
        if (!one) return std::nullopt;
        literals.push_back(*one);
    }
    if (literals.size() == 1) return fmt::format("{} {} {}", field, comparison, literals.front());
    if (comparison != "=" && comparison != "!=") return std::nullopt;
    std::string list;
    for (const std::string& one : literals) list += list.empty() ? one : ", " + one;
    return fmt::format("{} {} ({})", field, comparison == "=" ? "IN" : "NOT IN", list);
}

std::optional<std::string> condition(const MetadataFilter& filter, const TypeOfField& type_of) {
    const std::string field = without_object(filter.field);
    const auto type = type_of(field);
    if (!type || filter.with_field) return std::nullopt;
    const auto known =
        std::find_if(k_comparisons.begin(), k_comparisons.end(), [&](const Comparison& comparison) {
            return comparison.word == filter.operation;
        });
    if (known != k_comparisons.end()) {
        return comparison_condition(field, *type, known->soql, filter.value);
    }
    return holds_text(*type) ? pattern_condition(field, filter.operation, filter.value)
                             : std::nullopt;
}

}  // namespace

Result<std::string> filter_condition(
    std::span<const MetadataFilter> filters, const TypeOfField& type_of
) {
    std::string result;
    for (const MetadataFilter& filter : filters) {
        const auto one = condition(filter, type_of);
        if (!one) {
            constexpr auto* k_message = "the filter '{} {} {}' has no counterpart here";
            return fail(
                ErrorCode::bad_file,
                fmt::format(k_message, filter.field, filter.operation, filter.value)
            );
        }
        result += result.empty() ? *one : " AND " + *one;
    }
    return result;
}

}  // namespace rowlock
