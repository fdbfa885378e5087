#include "harness/load/object_reader.hpp"

#include "harness/load/closest_word.hpp"
#include "harness/load/shown_text.hpp"
#include "mockorg/codec/duration_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowlock {

std::string describe(const LocatedJson& value) {
    switch (value.kind) {
        case LocatedJson::Kind::null:
            return "null";
        case LocatedJson::Kind::boolean:
            return value.boolean ? "true" : "false";
        case LocatedJson::Kind::number:
            return fmt::format("{}", value.number);
        case LocatedJson::Kind::text:
            return shown_text(value.text);
        case LocatedJson::Kind::array:
            return "an array";
        case LocatedJson::Kind::object:
            return "an object";
    }
    return "something else";
}

void report_wrong_value(
    Mistakes& mistakes, const LocatedJson& value, std::string_view what, std::string_view expected
) {
    mistakes.add(
        value.offset, fmt::format("{} is {}, expected {}", what, describe(value), expected)
    );
}

ObjectReader::ObjectReader(const LocatedJson& value, std::string what, Mistakes& mistakes)
    : value_(value),
      what_(std::move(what)),
      mistakes_(mistakes),
      is_object_(value.kind == LocatedJson::Kind::object) {
    if (!is_object_) report_wrong_value(mistakes_, value, what_, "an object");
}

const LocatedJson* ObjectReader::find(std::string_view name) {
    if (std::find(known_.begin(), known_.end(), name) == known_.end()) known_.push_back(name);
    return find_member(value_, name);
}

const LocatedJson* ObjectReader::need(std::string_view name) {
    const LocatedJson* value = find(name);
    if (value == nullptr && is_object_) {
        mistakes_.add(value_.offset, fmt::format("{} lacks the member \"{}\"", what_, name));
    }
    return value;
}

void ObjectReader::mistake(
    const LocatedJson& value, std::string_view name, std::string_view expected
) {
    report_wrong_value(mistakes_, value, fmt::format("\"{}\" of {}", name, what_), expected);
}

std::optional<std::string> ObjectReader::text(std::string_view name) {
    const LocatedJson* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (value->kind == LocatedJson::Kind::text) return value->text;
    mistake(*value, name, "a text");
    return std::nullopt;
}

std::optional<std::string> ObjectReader::needed_text(std::string_view name) {
    const LocatedJson* value = need(name);
    if (value == nullptr) return std::nullopt;
    if (value->kind == LocatedJson::Kind::text && !value->text.empty()) return value->text;
    mistake(*value, name, "a text that is not empty");
    return std::nullopt;
}

std::optional<bool> ObjectReader::flag(std::string_view name) {
    const LocatedJson* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (value->kind == LocatedJson::Kind::boolean) return value->boolean;
    mistake(*value, name, "true or false");
    return std::nullopt;
}

std::optional<std::uint64_t> ObjectReader::whole_number(
    std::string_view name, std::uint64_t low, std::uint64_t high
) {
    const LocatedJson* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (value->natural && *value->natural >= low && *value->natural <= high) return value->natural;
    const bool bounded = high != std::numeric_limits<std::uint64_t>::max();
    mistake(
        *value,
        name,
        bounded ? fmt::format("a whole number from {} to {}", low, high)
                : fmt::format("a whole number from {} up", low)
    );
    return std::nullopt;
}

std::optional<double> ObjectReader::number(std::string_view name, double low, double high) {
    const LocatedJson* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (value->kind == LocatedJson::Kind::number && value->number >= low && value->number <= high) {
        return value->number;
    }
    mistake(*value, name, fmt::format("a number from {} to {}", low, high));
    return std::nullopt;
}

std::optional<Duration> ObjectReader::duration(std::string_view name) {
    const LocatedJson* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (value->kind == LocatedJson::Kind::text) {
        if (const auto parsed = parse_duration(value->text)) return parsed;
    }
    mistake(
        *value, name, R"(a duration such as "500ms", "4.05s", "15m" or "1h30m" (at most 365d))"
    );
    return std::nullopt;
}

std::optional<std::size_t> ObjectReader::word(
    std::string_view name, std::span<const std::string_view> words
) {
    const LocatedJson* value = find(name);
    if (value == nullptr) return std::nullopt;
    const auto found = std::find(words.begin(), words.end(), value->text);
    if (value->kind == LocatedJson::Kind::text && found != words.end()) {
        return static_cast<std::size_t>(found - words.begin());
    }
    mistakes_.add(
        value->offset,
        fmt::format(
            "\"{}\" of {} is {}{}", name, what_, describe(*value), word_hint(value->text, words)
        )
    );
    return std::nullopt;
}

void ObjectReader::reject_unknown() {
    for (const LocatedMember& member : value_.members) {
        if (std::find(known_.begin(), known_.end(), member.name) != known_.end()) continue;
        mistakes_.add(
            member.offset,
            fmt::format(
                "unknown member {} in {}{}",
                shown_text(member.name),
                what_,
                word_hint(member.name, known_)
            )
        );
    }
}

}  // namespace rowlock
