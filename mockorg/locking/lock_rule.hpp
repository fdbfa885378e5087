#pragma once

#include "mockorg/base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// What a transaction does to a row, as lock rules see it (an upsert is an insert or an update).
enum class WriteKind : std::uint8_t { insert, update, remove };

/// always: taken on every matching write; may: sources disagree or it depends on the org.
enum class LockStrength : std::uint8_t { always, may };

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
        lookup_clear
    };

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
    /// Relation rules only: fields left out, as `Object.Field` where either part may be `*`.
    std::vector<std::string> except;
    LockStrength strength = LockStrength::always;
    Evidence evidence = Evidence::inferred;
    std::string source;
    std::string note;
};

/// The words of rule files: `insert`, `update`, `delete`; `master_detail`, ...; `always`, `may`;
/// `documented`, ...
std::string_view text_of(WriteKind kind);
std::string_view text_of(LockRule::Relation relation);
std::string_view text_of(LockStrength strength);
std::string_view text_of(Evidence evidence);

/// What makes no sense about the rule, whatever the schema; nothing if it is sound.
std::optional<std::string> fault_of(const LockRule& rule);

/// Reads a rule file (JSON with comments; docs/lock-rules.md has the format). Errors name line and
/// column, or the rule's id and what is wrong with it.
Result<std::vector<LockRule>> parse_lock_rules(std::string_view json, std::string_view file_name);

/// The shipped rules (mockorg/locking/rules.json).
const std::vector<LockRule>& standard_lock_rules();

/// The shipped rules and behind them those of a rule file, which replace shipped ones of the same
/// id; without a path, the shipped ones alone.
Result<std::vector<LockRule>> read_lock_rules_file(const std::string& path);

}  // namespace rowlock
