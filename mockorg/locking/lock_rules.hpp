#pragma once

#include "mockorg/base/lock_cause.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/locking/lock_key.hpp"
#include "mockorg/locking/lock_rule.hpp"
#include "mockorg/schema/record_reader.hpp"
#include "mockorg/schema/schema.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace rowlock {

struct LockTarget;

/// One row about to be written.
struct RowWrite {
    ObjectNo object;
    WriteKind kind;
    /// The stored row: not of an insert. Null if it is not known (a file alone says nothing
    /// about it): every reference of an update then counts as changed.
    const RowView* before = nullptr;
    /// The row as it will be: insert and update only. Holds the values not being written, too.
    const RowView* after = nullptr;
    /// Not of an insert.
    RecordHandle self{};
};

/// One key a chunk takes, with the first row and the rule that made it necessary.
struct WantedLock {
    LockKey key;
    /// Position of the row in its chunk.
    std::uint16_t row;
    /// Index into LockRules::rules().
    std::uint16_t rule;
    /// The rules know the row's own write alone; who asks them about others says so.
    LockCause cause = LockCause::own;
};

/// Something every write of a kind locks, whatever else the row holds: the row itself, or what one
/// of its references leads to.
struct PlainTarget {
    /// The reference; nothing for the row itself.
    std::optional<FieldNo> field;
    /// Wanted by a `may` rule only.
    bool may = false;
    /// Index into LockRules::rules().
    std::uint16_t rule = 0;

    bool operator==(const PlainTarget&) const = default;
};

/// Lock rules compiled for a schema: the one place that decides what a write locks, for the org and
/// for pre-flight checks alike. Immutable; any thread.
class LockRules {
public:
    /// Rules with an id already seen replace the earlier one (a user's file after the shipped
    /// rules). Rules about objects the schema lacks are left out. Fails on unknown fields, bad
    /// conditions and paths that are no references, naming the rule.
    static Result<LockRules> compile(
        std::shared_ptr<const Schema> schema, std::span<const LockRule> rules
    );

    /// Appends the keys of one row, unsorted; the same key may come more than once.
    /// `may` rules count only if `include_may`. Keys of unique values tell values apart as the
    /// index does: texts in any letter case are the same unless the field is case-sensitive.
    void collect(
        const RowWrite& write,
        std::uint16_t row_in_chunk,
        const RecordReader& records,
        bool include_may,
        std::vector<WantedLock>& out
    ) const;

    /// The key's depth is the longest chain of references that rules follow up from the record's
    /// object, so that parents come before children. Objects that refer to each other in a circle
    /// share a depth.
    LockKey key_of(RecordHandle record) const;

    const std::vector<LockRule>& rules() const;

    /// What collect would find for an insert, or for a write whose row before is not known, if that
    /// is no more than plain targets; nothing if a condition or a path of several steps has a say.
    /// In the order of collect. For who has millions of rows and no time to ask about each.
    std::optional<std::vector<PlainTarget>> plain_targets(ObjectNo object, WriteKind kind) const;

    /// One thing that a write of an object may lock, for those who explain.
    struct ObjectTarget {
        ObjectNo object;
        WriteKind kind;
        /// The reference it begins with, or the unique field; nothing for the row itself and group
        /// memberships.
        std::optional<FieldNo> field;
        /// Index into rules().
        std::uint16_t rule;
    };

    /// Everything that writes of this kind may lock, conditions and all; `may` rules at the end.
    std::vector<ObjectTarget> targets_of(ObjectNo object, WriteKind kind) const;

    /// False if writes of this kind to the object lock nothing, whatever the row.
    bool locks_anything(ObjectNo object, WriteKind kind) const;

    LockRules(LockRules&&) noexcept;
    LockRules& operator=(LockRules&&) noexcept;
    ~LockRules();

private:
    struct Compiled;
    explicit LockRules(std::unique_ptr<const Compiled> compiled);
    void add_unique_keys(
        const RowWrite& write,
        const LockTarget& target,
        std::uint16_t row_in_chunk,
        std::vector<WantedLock>& out
    ) const;

    std::unique_ptr<const Compiled> compiled_;
};

/// Sorts into lock order and drops doubles, keeping each key's lowest row (and that row's first
/// rule).
void make_lock_set(std::vector<WantedLock>& wanted);

}  // namespace rowlock
