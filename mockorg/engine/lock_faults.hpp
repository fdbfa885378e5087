#pragma once

#include "mockorg/engine/world.hpp"

#include <optional>
#include <string_view>

namespace rowlock {

/// How far a fault of kind `lock` has come.
enum class LockFaultState : std::uint8_t {
    /// Its time has not come.
    early,
    /// There is no such record (yet).
    no_record,
    /// Others hold what it wants.
    waiting,
    holding,
    over,
};

std::string_view name_of(LockFaultState state);

/// The foreign writers of lock faults: each is one transaction that takes its records in lock
/// order, waits for others as long as it takes, and lets go at its end. Works on a World it does
/// not own.
class LockFaults {
public:
    explicit LockFaults(World& world) : world_(world) {}

    /// Whether the object and the condition of a lock fault fit the schema.
    Result<void> check(const Fault& fault) const;

    /// Begins to hold the records of a fault that is in the book.
    void add(const FaultBook::Entry& entry);

    /// Lets go at once.
    void remove(std::string_view name);

    /// When one of them does something next; nothing if none will by itself.
    std::optional<TimePoint> next_due() const;

    /// Does what is due first.
    void perform_next();

    /// Records may have come into being since; looks once a second of the org's time.
    void look_for_records();

    LockFaultState state_of(const FaultBook::Entry& entry) const;

private:
    const std::string& name_of_holder(const LockFaultHolder& holder) const {
        return world_.foreign.names[holder.number];
    }

    void search(LockFaultHolder& holder);
    void let_go(const LockFaultHolder& holder);
    Result<std::vector<RecordHandle>> records_of(const Fault& fault) const;

    World& world_;
};

}  // namespace rowlock
