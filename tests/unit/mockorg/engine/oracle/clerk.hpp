#pragma once

#include "tests/unit/mockorg/engine/oracle/lock_rules_reading.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace rowlock::oracle {

/// Keeps a story's records and saves rows, one at a time, looking through all of them each time.
class Clerk {
public:
    explicit Clerk(const Story& story);

    struct Saved {
        RecordName record;
        bool created = false;
        /// Nothing else counts then.
        std::optional<ErrorCode> error;
    };

    /// What the row does to its record; nothing if that is not there.
    std::optional<Change> change(Thing thing, Operation operation, const Row& row) const;

    /// What the row locks; nothing if its record is not there. A delete: what each record that goes
    /// would lock if it went alone, and whoever loses a reference.
    std::vector<RecordName> keys(Thing thing, Operation operation, const Row& row, bool may) const;

    /// What an update that changes nothing locks.
    std::vector<RecordName> keys(RecordName record, bool may) const;

    /// `written`: what the transaction has saved so far, each record once.
    Saved save(Thing thing, Operation operation, const Row& row, std::vector<RecordName>& written);

    /// An update that changes nothing.
    void touch(RecordName record);

    bool is_alive(RecordName record) const { return at(records_, record).alive; }

    const Records& records() const { return records_; }

    void restore(Records records) { records_ = std::move(records); }

private:
    std::optional<RecordName> find_key(Thing thing, const std::string& key) const;
    std::optional<RecordName> target(Thing thing, Operation operation, const Row& row) const;
    Record pending(const std::optional<RecordName>& self, Operation operation, const Row& row)
        const;
    std::optional<ErrorCode> fault(const Row& row) const;
    std::optional<ErrorCode> remove(RecordName record);
    std::vector<RecordName> doomed_with(RecordName record) const;
    std::vector<RecordName> losing(RecordName doomed) const;
    std::vector<RecordName> removal_keys(RecordName record, bool may) const;
    std::vector<RecordName> children(RecordName parent, OnDelete behaviour) const;
    void note_account(RecordName record);
    void take_account(RecordName record);

    Records records_;
};

}  // namespace rowlock::oracle
