#pragma once

#include "mockorg/locking/lock_rule.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

/// One word of a rule file and what it stands for.
template <class Enum>
struct RuleWord {
    std::string_view text;
    Enum value;
};

template <class Enum>
struct RuleWords;

template <>
struct RuleWords<WriteKind> {
    static constexpr std::array list{
        RuleWord<WriteKind>{"insert", WriteKind::insert},
        RuleWord<WriteKind>{"update", WriteKind::update},
        RuleWord<WriteKind>{"delete", WriteKind::remove},
        RuleWord<WriteKind>{"clear", WriteKind::clear},
    };
};

/// Relation::none has no word: it is a rule that names its object.
template <>
struct RuleWords<LockRule::Relation> {
    static constexpr std::array list{
        RuleWord<LockRule::Relation>{"self", LockRule::Relation::self},
        RuleWord<LockRule::Relation>{"master_detail", LockRule::Relation::master_detail},
        RuleWord<LockRule::Relation>{"lookup_restrict", LockRule::Relation::lookup_restrict},
        RuleWord<LockRule::Relation>{"lookup_cascade", LockRule::Relation::lookup_cascade},
        RuleWord<LockRule::Relation>{"lookup_clear", LockRule::Relation::lookup_clear},
        RuleWord<LockRule::Relation>{"roll_up", LockRule::Relation::roll_up},
        RuleWord<LockRule::Relation>{"roll_up_above", LockRule::Relation::roll_up_above},
        RuleWord<LockRule::Relation>{"owner", LockRule::Relation::owner},
        RuleWord<LockRule::Relation>{"unique_value", LockRule::Relation::unique_value},
    };
};

template <>
struct RuleWords<LockRule::Thing> {
    static constexpr std::array list{
        RuleWord<LockRule::Thing>{"row", LockRule::Thing::row},
        RuleWord<LockRule::Thing>{"group_membership", LockRule::Thing::group_membership},
    };
};

template <>
struct RuleWords<LockStrength> {
    static constexpr std::array list{
        RuleWord<LockStrength>{"always", LockStrength::always},
        RuleWord<LockStrength>{"may", LockStrength::may},
        RuleWord<LockStrength>{"off", LockStrength::off},
    };
};

template <>
struct RuleWords<Evidence> {
    static constexpr std::array list{
        RuleWord<Evidence>{"documented", Evidence::documented},
        RuleWord<Evidence>{"reported", Evidence::reported},
        RuleWord<Evidence>{"inferred", Evidence::inferred},
    };
};

template <class Enum>
std::optional<Enum> find_rule_word(std::string_view text) {
    const auto& list = RuleWords<Enum>::list;
    const auto found = std::find_if(list.begin(), list.end(), [&](const RuleWord<Enum>& word) {
        return word.text == text;
    });
    if (found == list.end()) return std::nullopt;
    return found->value;
}

/// Empty for a value without a word.
template <class Enum>
std::string_view rule_word(Enum value) {
    const auto& list = RuleWords<Enum>::list;
    const auto found = std::find_if(list.begin(), list.end(), [&](const RuleWord<Enum>& word) {
        return word.value == value;
    });
    return found == list.end() ? std::string_view{} : found->text;
}

/// All words, for messages: `always, may`.
template <class Enum>
std::string accepted_rule_words() {
    std::string result;
    for (const RuleWord<Enum>& word : RuleWords<Enum>::list) {
        if (!result.empty()) result += ", ";
        result += word.text;
    }
    return result;
}

}  // namespace rowlock
