#pragma once

#include "checks/input/load_columns.hpp"
#include "checks/input/unresolved.hpp"
#include "mockorg/locking/lock_rules.hpp"
#include "mockorg/soql/predicate.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rowlock {

/// Counts the rows of one file that lock rules pass over because a condition does not hold: a load
/// of open tasks locks nothing, and a verdict about it should say why. Rules with the same
/// condition count as one. Left out are rows that these rules would lock nothing for anyway, and
/// rows about which nobody can say, because what the org holds is in no file.
class UnmetConditions {
public:
    /// All of it must outlive the counter. `first_row`: the number of the file's first row.
    UnmetConditions(
        const Schema& schema,
        const LockRules& rules,
        const LoadColumns& columns,
        const UnresolvedCounts& open,
        RowNo first_row
    );

    /// Said before the writes of each row, which are one, or two that exclude each other.
    void begin_row() { row_ = next_row_++; }

    void check(const RowWrite& write, const RecordReader& records);

    /// Adds what was counted, with reason `unmet_condition`.
    void list(std::vector<Unresolved>& out) const;

private:
    struct Reference {
        FieldNo field{};
        bool only_if_changed = false;
    };

    /// Rules of one kind of write that share a condition.
    struct Group {
        WriteKind kind{};
        std::string text;
        soql::Predicate condition;
        std::vector<std::string> rules;
        /// References of which one must be given for the rules to lock anything.
        std::vector<Reference> references;
        /// Fields of which one must change for a rule to lock the group memberships; none: always.
        std::vector<FieldNo> changed;
        bool locks_groups = false;
        std::uint64_t rows = 0;
        RowNo first_row = 0;
    };

    void add_rules(WriteKind kind, const Schema& schema, const LockRules& rules);
    Group& group_of(WriteKind kind, const LockRule& rule, const Schema& schema);
    static bool wants_locks(const Group& group, const RowWrite& write);
    std::string describe_rules(const Group& group) const;
    std::string describe_missing_columns(const Group& group) const;

    const LoadColumns& columns_;
    const UnresolvedCounts& open_;
    std::vector<Group> groups_;
    RowNo next_row_;
    RowNo row_ = 0;
};

}  // namespace rowlock
