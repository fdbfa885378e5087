#pragma once

#include "checks/input/chunk_reader.hpp"
#include "checks/input/file_records.hpp"
#include "checks/input/load_columns.hpp"
#include "checks/input/possible_states.hpp"
#include "checks/input/record_numbers.hpp"
#include "checks/input/unmet_conditions.hpp"
#include "checks/input/unresolved.hpp"
#include "mockorg/locking/lock_rules.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace rowlock {

/// A record that a row locks or may lock.
struct CollectedKey {
    std::uint32_t number = 0;
    bool soft = false;
    /// Position in LockRules::rules(), or k_own_key_rule.
    std::uint16_t rule = 0;

    bool operator==(const CollectedKey&) const = default;
};

/// The rule of an upsert's external id: two rows with the same one race for the same record.
inline constexpr std::uint16_t k_own_key_rule = 0xffff;

/// Adds a key unless it is there; hard wins over soft.
void add_key(std::vector<CollectedKey>& keys, CollectedKey key);

/// Asks the lock rules about one row of a file, as the org does about one row of an upload.
class RowCollector {
public:
    RowCollector(
        const LockRules& rules,
        RecordNumbers& numbers,
        const FileRecords& records,
        UnresolvedCounts& counts
    )
        : rules_(rules),
          numbers_(numbers),
          records_(records),
          counts_(counts),
          states_(records, counts) {}

    /// Notes from now on which rows do not meet the conditions of rules.
    void note_unmet_in(UnmetConditions* unmet) { unmet_ = unmet; }

    /// Replaces `out` by the row's keys, each once: all that it locks in any state that the records
    /// it depends on may be in when it is written. An upsert whose record is in no reference file
    /// may insert or update: what either takes is a key, a soft one unless both are sure to.
    void collect(
        const LoadColumns& columns,
        const CsvChunk& chunk,
        const CsvIndex::Row& row,
        std::vector<CollectedKey>& out
    );

private:
    std::uint32_t number_of(LockKey key);
    std::optional<FieldNo> reference_led_through(const ObjectType& object, std::uint16_t rule);
    void collect_write(
        WriteKind kind,
        const LoadColumns& columns,
        const RowView& after,
        const RowView& before,
        std::uint32_t own,
        std::vector<CollectedKey>& out
    );

    const LockRules& rules_;
    RecordNumbers& numbers_;
    const FileRecords& records_;
    UnresolvedCounts& counts_;
    PossibleStates states_;
    UnmetConditions* unmet_ = nullptr;
    /// By rule, as far as was asked: what reference_led_through said.
    std::map<std::uint16_t, std::optional<FieldNo>> led_through_;
    std::vector<WantedLock> wanted_;
    std::vector<CollectedKey> other_;
};

}  // namespace rowlock
