#pragma once

#include "mockorg/base/result.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// What a transaction does to a row, as lock rules see it (an upsert is an insert or an update).
/// clear: a reference of the row is emptied because its target is deleted, or filled again because
/// that comes back.
enum class WriteKind : std::uint8_t { insert, update, remove, clear };

/// always: taken on every matching write; may: sources disagree or it depends on the org; off: only
/// if the rule's setting is switched on.
enum class LockStrength : std::uint8_t { always, may, off };

enum class Evidence : std::uint8_t { documented, reported, inferred };

/// One rule as written in a rule file. Either object-specific (`object` is a name) or one for every
/// field of a kind (`object` is empty and `relation` is set).
struct LockRule {
    enum class Relation : std::uint8_t {
        none,
        self,
        master_detail,
        lookup_restrict,
        lookup_cascade,
        lookup_clear,
        /// A reference that some roll-up summary follows.
        roll_up,
        /// The same, from the summary's master on: grandparents that summarize their details.
        roll_up_above,
        /// Every OwnerId.
        owner,
        /// Every field that is unique or an external id.
        unique_value
    };

    /// What is locked: a row, or the org's one table of group memberships.
    enum class Thing : std::uint8_t { row, group_membership };

    std::string id;
    std::string object;
    Relation relation = Relation::none;
    /// None: the rule is switched off.
    std::vector<WriteKind> operations;
    /// SOQL condition on the row being written; empty = always.
    std::string condition;
    /// What is locked: one to five relationship names joined by dots (`Account`, `Who.Account`).
    /// Empty for `self` and relation rules, which lock the row itself or the relation's target.
    std::string path;
    /// On update: only when the first step's reference changes (both its ends are then locked).
    bool only_if_changed = false;
    /// With `path` of several steps: objects through which it may lead after its first step; none =
    /// all.
    std::vector<std::string> via;
    Thing lock = Thing::row;
    /// Group memberships only: an update locks them only if one of these fields changes; none =
    /// always.
    std::vector<std::string> if_changed;
    /// Relation rules only: fields left out, as `Object.Field` where either part may be `*`.
    std::vector<std::string> except;
    LockStrength strength = LockStrength::always;
    /// Name of the choice that a rule file's `settings` make for this rule; empty: there is none.
    std::string setting;
    Evidence evidence = Evidence::inferred;
    std::string source;
    std::string note;
    /// `file:line` of a rule that was read from a file, for errors; empty for the shipped ones.
    std::string place;
};

/// The words of rule files: `insert`, `update`, `delete`, `clear`; `master_detail`, ...; `always`,
/// `may`; `documented`, ...
std::string_view text_of(WriteKind kind);
std::string_view text_of(LockRule::Relation relation);
std::string_view text_of(LockRule::Thing thing);
std::string_view text_of(LockStrength strength);
std::string_view text_of(Evidence evidence);

/// What makes no sense about the rule, whatever the schema; nothing if it is sound.
std::optional<std::string> fault_of(const LockRule& rule);

/// A rule file: rules, and choices between what sources say (`"settings": {"private-sharing":
/// true}`).
struct LockRuleFile {
    std::vector<LockRule> rules;
    /// By name: whether the rules of that setting lock.
    std::map<std::string, bool> settings;
};

/// Reads a rule file (JSON with comments; docs/lock-rules.md has the format). Errors name line and
/// column, the rule's id where it has one, and what is wrong.
Result<LockRuleFile> parse_lock_rule_file(std::string_view json, std::string_view file_name);

/// The rules of such a file, for one without settings.
Result<std::vector<LockRule>> parse_lock_rules(std::string_view json, std::string_view file_name);

/// Switches rules on (strength `always`) or off (no operations) by their settings. Fails on a
/// setting that no rule has, naming those there are.
Result<void> apply_settings(
    const std::map<std::string, bool>& settings, std::vector<LockRule>& rules
);

/// The shipped rules (mockorg/locking/rules.json).
const std::vector<LockRule>& standard_lock_rules();

/// The shipped rules and behind them those of a rule file, which replace shipped ones of the same
/// id, with the file's settings applied to all; without a path, the shipped ones alone.
Result<std::vector<LockRule>> read_lock_rules_file(const std::string& path);

}  // namespace rowlock
