#include "mockorg/locking/lock_rule.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/locking/rule_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowlock {

namespace embedded {
extern const std::string_view lock_rules_json;
}

namespace {

bool applies_to(const LockRule& rule, WriteKind kind) {
    return std::find(rule.operations.begin(), rule.operations.end(), kind) != rule.operations.end();
}

bool is_field_pattern(std::string_view text) {
    const std::size_t dot = text.find('.');
    return dot != std::string_view::npos && dot > 0 && dot + 1 < text.size() &&
           text.find('.', dot + 1) == std::string_view::npos;
}

/// As in SOQL.
constexpr std::ptrdiff_t k_longest_path = 5;

bool has_empty_step(std::string_view path) {
    return path.front() == '.' || path.back() == '.' || path.find("..") != std::string_view::npos ||
           path.back() == '^' || path.find("^.") != std::string_view::npos;
}

/// What is wrong with a rule about group memberships that would be right about a row.
std::optional<std::string> fault_of_group_rule(const LockRule& rule) {
    if (rule.object.empty()) return R"(it has neither "object" nor "relation")";
    if (!rule.path.empty()) return R"("path" leads to a row, which group memberships are not)";
    if (rule.only_if_changed) return R"("only_if_changed" needs a path; see "if_changed")";
    if (!rule.except.empty()) return R"("except" is for rules with "relation")";
    if (!rule.if_changed.empty() && !applies_to(rule, WriteKind::update)) {
        return R"("if_changed" is about updates, which "operations" leaves out)";
    }
    return std::nullopt;
}

std::optional<std::string> fault_of_object_rule(const LockRule& rule) {
    if (rule.lock == LockRule::Thing::group_membership) return fault_of_group_rule(rule);
    if (rule.object.empty()) return R"(it has neither "object" nor "relation")";
    if (!rule.if_changed.empty())
        return R"("if_changed" is for "lock": "group_membership"; a path has "only_if_changed")";
    if (rule.path.empty())
        return R"("path" is missing: which relationship leads to the locked row?)";
    if (has_empty_step(rule.path)) {
        return fmt::format(R"("path" has an empty step: "{}")", rule.path);
    }
    if (std::count(rule.path.begin(), rule.path.end(), '.') >= k_longest_path) {
        return fmt::format(R"("path" has more than {} steps)", k_longest_path);
    }
    if (!rule.via.empty() && rule.path.find('.') == std::string::npos)
        return R"("via" needs a path of several steps)";
    if (!rule.except.empty()) return R"("except" is for rules with "relation")";
    return std::nullopt;
}

std::optional<std::string> fault_of_relation_rule(const LockRule& rule) {
    if (!rule.object.empty()) return R"("object" and "relation" exclude each other)";
    if (!rule.path.empty()) return R"("path" and "relation" exclude each other)";
    if (!rule.condition.empty())
        return R"("condition" needs "object": its fields belong to one object)";
    if (!rule.via.empty()) return R"("via" is for rules with "path")";
    if (!rule.if_changed.empty()) return R"("if_changed" is for rules with "object")";
    if (rule.lock != LockRule::Thing::row && rule.relation != LockRule::Relation::owner)
        return R"(only "owner" and rules with "object" can lock group memberships)";
    for (const std::string& pattern : rule.except) {
        if (is_field_pattern(pattern)) continue;
        return fmt::format(
            R"("except" takes Object.Field, where either may be *, not "{}")", pattern
        );
    }
    if (rule.relation != LockRule::Relation::self) return std::nullopt;
    if (applies_to(rule, WriteKind::insert))
        return "a row that is being inserted has nobody to lock it from";
    if (rule.only_if_changed)
        return R"("only_if_changed" needs a reference, and "self" follows none)";
    return std::nullopt;
}

}  // namespace

std::string_view text_of(WriteKind kind) {
    return rule_word(kind);
}

std::string_view text_of(LockRule::Relation relation) {
    return rule_word(relation);
}

std::string_view text_of(LockRule::Thing thing) {
    return rule_word(thing);
}

std::string_view text_of(LockStrength strength) {
    return rule_word(strength);
}

std::string_view text_of(Evidence evidence) {
    return rule_word(evidence);
}

std::optional<std::string> fault_of(const LockRule& rule) {
    if (rule.id.empty()) return R"("id" is missing)";
    if (rule.strength == LockStrength::off && rule.setting.empty())
        return R"("strength": "off" needs a "setting" that can switch it on)";
    if (rule.only_if_changed && !rule.operations.empty() && !applies_to(rule, WriteKind::update)) {
        return R"("only_if_changed" is about updates, which "operations" leaves out)";
    }
    return rule.relation == LockRule::Relation::none ? fault_of_object_rule(rule)
                                                     : fault_of_relation_rule(rule);
}

const std::vector<LockRule>& standard_lock_rules() {
    static const std::vector<LockRule> rules = [] {
        auto parsed = parse_lock_rules(embedded::lock_rules_json, "rules.json");
        ROWLOCK_ASSERT(parsed.has_value());
        for (LockRule& rule : *parsed) rule.place.clear();
        return *std::move(parsed);
    }();
    return rules;
}

}  // namespace rowlock
