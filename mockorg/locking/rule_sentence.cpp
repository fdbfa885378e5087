#include "mockorg/locking/rule_sentence.hpp"

#include <fmt/format.h>

namespace rowlock {
namespace {

std::string_view gerund(WriteKind kind) {
    switch (kind) {
        case WriteKind::insert:
            return "inserting";
        case WriteKind::update:
            return "updating";
        case WriteKind::clear:
            return "clearing a reference of";
        case WriteKind::remove:
            break;
    }
    return "deleting";
}

std::string operations(const LockRule& rule) {
    std::string text;
    for (std::size_t i = 0; i < rule.operations.size(); ++i) {
        const bool last = i + 1 == rule.operations.size();
        if (i > 0) text += last ? " or " : ", ";
        text += gerund(rule.operations[i]);
    }
    if (!text.empty()) text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

/// What is written and what is locked, by the kind of reference that leads there.
std::pair<std::string_view, std::string_view> words_of(LockRule::Relation relation) {
    using Relation = LockRule::Relation;
    switch (relation) {
        case Relation::self:
            return {"any row", "that row"};
        case Relation::master_detail:
            return {"a detail", "its master (both masters if there are two)"};
        case Relation::lookup_restrict:
            return {"a row", "what a lookup refers to that forbids deleting its target"};
        case Relation::lookup_cascade:
            return {"a row", "what a lookup refers to that is deleted along with its target"};
        case Relation::lookup_clear:
            return {"a row", "what a lookup refers to that is cleared when its target is deleted"};
        case Relation::roll_up:
            return {"a detail of a roll-up summary", "the master that summarizes it"};
        case Relation::roll_up_above:
            return {"a detail of a roll-up summary", "the masters that summarize its master"};
        case Relation::owner:
            return {"a row", "its owner"};
        case Relation::unique_value:
            return {"a row", "the values of its unique fields and external ids"};
        case Relation::none:
            break;
    }
    return {};
}

std::string joined(const std::vector<std::string>& texts) {
    std::string text;
    for (const std::string& each : texts) text += text.empty() ? each : " or " + each;
    return text;
}

}  // namespace

std::string rule_sentence(const LockRule& rule) {
    const auto [written, locked] = words_of(rule.relation);
    std::string text = operations(rule);
    if (text.empty()) text = "Switched off: writing";
    text += rule.object.empty() ? fmt::format(" {}", written) : fmt::format(" {}", rule.object);
    if (rule.lock == LockRule::Thing::group_membership) {
        text += " locks the org's table of group memberships";
    } else if (rule.object.empty()) {
        text += fmt::format(" locks {}", locked);
    } else {
        text += fmt::format(" locks the row behind {}", rule.path);
    }
    if (!rule.via.empty()) text += " where it leads through " + joined(rule.via);
    if (!rule.condition.empty()) text += fmt::format(", if {}", rule.condition);
    if (!rule.if_changed.empty())
        text += fmt::format(", an update only if it changes {}", joined(rule.if_changed));
    if (rule.only_if_changed) text += ", an update only if it changes the reference";
    return text + ".";
}

std::string rule_standing(const LockRule& rule) {
    std::string text{text_of(rule.evidence)};
    if (!rule.source.empty()) text += fmt::format(" ({})", rule.source);
    if (rule.strength == LockStrength::may) text += "; counts only if the profile says so";
    if (rule.strength == LockStrength::off) text += "; off";
    if (!rule.setting.empty()) text += fmt::format("; setting {}", rule.setting);
    return text;
}

}  // namespace rowlock
