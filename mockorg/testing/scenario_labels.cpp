#include "mockorg/testing/scenario_labels.hpp"

#include "mockorg/base/ascii.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/numbers.hpp"

#include <algorithm>

namespace rowlock {
namespace {

bool is_letter(char c) {
    return to_lower(c) >= 'a' && to_lower(c) <= 'z';
}

/// `A12` -> `A`, 12; nothing if the text does not end in a number counted from 1.
struct Numbered {
    std::string_view label;
    std::uint64_t number;
};

std::optional<Numbered> split_number(std::string_view text) {
    std::size_t digits = 0;
    while (digits < text.size() && is_digit(text[text.size() - 1 - digits])) ++digits;
    const std::string_view number = text.substr(text.size() - digits);
    const auto value = parse_integer(number);
    if (!value || number.front() == '0') return std::nullopt;
    return Numbered{text.substr(0, text.size() - digits), static_cast<std::uint64_t>(*value)};
}

}  // namespace

bool ScenarioLabels::is_label(std::string_view text) {
    return !text.empty() && is_letter(text.front()) &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return is_letter(c) || is_digit(c) || c == '_';
           });
}

std::optional<LabelRef> ScenarioLabels::find_any(std::string_view text, LabelKind& kind) const {
    if (const auto entry = entries_.find(text); entry != entries_.end()) {
        kind = entry->second.kind;
        return LabelRef{entry->first, std::nullopt};
    }
    const auto numbered = split_number(text);
    if (!numbered) return std::nullopt;
    const auto group = entries_.find(numbered->label);
    if (group == entries_.end() || numbered->number > group->second.count.value_or(0))
        return std::nullopt;
    kind = group->second.kind;
    return LabelRef{group->first, static_cast<std::uint32_t>(numbered->number - 1)};
}

bool ScenarioLabels::add(
    std::string_view label, LabelKind kind, std::optional<std::uint32_t> count
) {
    LabelKind other{};
    if (find_any(label, other)) return false;
    const bool hides_one = std::any_of(entries_.begin(), entries_.end(), [&](const auto& entry) {
        const auto numbered = split_number(entry.first);
        return numbered && numbered->label == label && numbered->number <= count.value_or(0);
    });
    if (hides_one) return false;
    entries_.emplace(label, Entry{kind, count});
    return true;
}

std::optional<LabelRef> ScenarioLabels::find(std::string_view text, LabelKind kind) const {
    LabelKind found{};
    auto ref = find_any(text, found);
    return ref && found == kind ? ref : std::nullopt;
}

bool ScenarioLabels::is_group(const LabelRef& ref) const {
    const auto entry = entries_.find(ref.label);
    return entry != entries_.end() && entry->second.count && !ref.index;
}

std::string ScenarioLabels::names(LabelKind kind) const {
    std::string names;
    for (const auto& [label, entry] : entries_) {
        if (entry.kind == kind) names.append(names.empty() ? "" : ", ").append(label);
    }
    return names.empty() ? "none" : names;
}

}  // namespace rowlock
