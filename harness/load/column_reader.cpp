#include "harness/load/column_reader.hpp"

#include "harness/load/object_reader.hpp"
#include "harness/load/parent_pick_reader.hpp"
#include "harness/load/shown_text.hpp"
#include "harness/load/text_pattern.hpp"
#include "mockorg/codec/dates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace rowlock {
namespace {

constexpr std::uint32_t k_span_days_max = 366 * 1000;
constexpr double k_number_max = 1e12;

/// What makes a column of that kind; each kind has exactly one of these members.
constexpr std::array<std::string_view, 4> k_kinds{"date", "number", "oneOf", "parent"};

constexpr std::string_view k_expected_column =
    "a text such as \"EXT-{n}\" or an object with one of \"date\", \"number\", \"oneOf\", "
    "\"parent\"";

using Content = decltype(ColumnSpec::content);

std::optional<Content> read_text(
    const LocatedJson& value, const std::string& what, Mistakes& mistakes
) {
    if (TextPattern::compile(value.text)) return TextColumn{value.text};
    report_wrong_value(mistakes, value, what, TextPattern::k_accepted);
    return std::nullopt;
}

std::optional<Content> read_date(ObjectReader& object) {
    DateColumn column;
    const auto text = object.needed_text("date");
    const auto span = object.whole<std::uint32_t>("spanDays", 1, k_span_days_max);
    if (span) column.span_days = *span;
    if (!text) return std::nullopt;
    const auto first = parse_date(*text);
    std::string last;
    if (first) {
        column.first_day = *first;
        append_date(last, *first + static_cast<std::int32_t>(column.span_days) - 1);
    }
    if (first && parse_date(last)) return column;
    object.mistake(
        *object.find("date"), "date", "a day such as \"2026-01-31\", not too far in the future"
    );
    return std::nullopt;
}

/// The number in units of its last decimal place; nothing if it has more decimals.
std::optional<std::int64_t> scaled(const LocatedJson& value, unsigned decimals) {
    if (value.kind != LocatedJson::Kind::number || std::abs(value.number) > k_number_max) {
        return std::nullopt;
    }
    const double exact = value.number * std::pow(10.0, decimals);
    const double rounded = std::round(exact);
    if (std::abs(exact - rounded) > 1e-3) return std::nullopt;
    return static_cast<std::int64_t>(rounded);
}

std::optional<Content> read_number(ObjectReader& object) {
    NumberColumn column;
    const LocatedJson& range = *object.find("number");
    if (const auto decimals = object.whole<unsigned>("decimals", 0, 6)) column.decimals = *decimals;
    std::optional<std::int64_t> low;
    std::optional<std::int64_t> high;
    if (range.items.size() == 2) {
        low = scaled(range.items[0], column.decimals);
        high = scaled(range.items[1], column.decimals);
    }
    if (!low || !high || *low > *high) {
        object.mistake(
            range,
            "number",
            fmt::format(
                "two numbers [LOW, HIGH] from -1e12 to 1e12 with at most {} decimals "
                "(\"decimals\"), the lower one first",
                column.decimals
            )
        );
        return std::nullopt;
    }
    column.low = *low;
    column.high = *high;
    return column;
}

std::optional<Content> read_choice(ObjectReader& object) {
    const LocatedJson& list = *object.find("oneOf");
    ChoiceColumn column;
    for (const LocatedJson& item : list.items) {
        if (item.kind != LocatedJson::Kind::text) {
            object.mistake(item, "oneOf", "only texts in the list");
            return std::nullopt;
        }
        column.choices.push_back(item.text);
    }
    if (!column.choices.empty()) return column;
    object.mistake(list, "oneOf", "a list of at least one text");
    return std::nullopt;
}

std::optional<Content> read_parent(
    ObjectReader& object, std::span<const std::string_view> source_names
) {
    ParentColumn column;
    const LocatedJson& parent = *object.find("parent");
    column.where = object.mistakes().where(parent.offset);
    const auto source = object.word("parent", source_names);
    const LocatedJson* pick = object.find("pick");
    if (pick != nullptr) {
        const auto law = read_parent_pick(*pick, object.mistakes());
        if (!law) return std::nullopt;
        column.pick = *law;
    }
    if (!source) return std::nullopt;
    column.source = *source;
    return column;
}

std::optional<Content> read_kind(
    std::string_view kind, ObjectReader& object, std::span<const std::string_view> source_names
) {
    if (kind == "date") return read_date(object);
    if (kind == "number") return read_number(object);
    if (kind == "oneOf") return read_choice(object);
    return read_parent(object, source_names);
}

std::optional<Content> read_object(
    const LocatedJson& value,
    const std::string& what,
    std::span<const std::string_view> source_names,
    Mistakes& mistakes
) {
    std::string_view kind;
    for (const LocatedMember& member : value.members) {
        const auto known = std::find(k_kinds.begin(), k_kinds.end(), member.name);
        if (known == k_kinds.end()) continue;
        if (!kind.empty()) {
            mistakes.add(
                member.offset,
                fmt::format(R"({} has both "{}" and "{}", expected one)", what, kind, *known)
            );
            return std::nullopt;
        }
        kind = *known;
    }
    if (kind.empty()) {
        report_wrong_value(mistakes, value, what, k_expected_column);
        return std::nullopt;
    }
    ObjectReader object(value, what, mistakes);
    auto content = read_kind(kind, object, source_names);
    object.reject_unknown();
    return content;
}

}  // namespace

std::optional<ColumnSpec> read_column(
    const LocatedMember& column, std::span<const std::string_view> source_names, Mistakes& mistakes
) {
    const std::string what = "column " + shown_text(column.name);
    std::optional<Content> content;
    if (column.value.kind == LocatedJson::Kind::text) {
        content = read_text(column.value, what, mistakes);
    } else if (column.value.kind == LocatedJson::Kind::object) {
        content = read_object(column.value, what, source_names, mistakes);
    } else {
        report_wrong_value(mistakes, column.value, what, k_expected_column);
    }
    if (!content) return std::nullopt;
    return ColumnSpec{column.name, std::move(*content), mistakes.where(column.offset)};
}

}  // namespace rowlock
