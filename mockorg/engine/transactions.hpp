#pragma once

#include "mockorg/engine/world.hpp"

#include <optional>
#include <span>

namespace rowlock {

/// Takes transactions from their lock set to their commit: acquires in lock order, arms the wait
/// timer, draws the hold time, and keeps the books of who waited for whom. Works on a World it does
/// not own.
class Transactions {
public:
    explicit Transactions(World& world) : world_(world) {}

    /// A free slot for a transaction of this origin; `terms` are those of a foreign writer.
    TransactionNo open(
        const TransactionOrigin& origin, std::optional<ForeignTerms> terms = std::nullopt
    );

    Transaction& at(TransactionNo transaction) {
        return world_.transactions[static_cast<std::size_t>(transaction)];
    }

    /// Starts acquiring `wanted` (any order, doubles allowed). A commit or a lock_timeout event
    /// follows.
    void acquire(TransactionNo transaction, std::vector<WantedLock> wanted);

    /// The wait that ran out, if the transaction is still in it.
    struct Timeout {
        LockKey key;
        WantedLock wanted;
    };

    std::optional<Timeout> timed_out(TransactionNo transaction, std::uint32_t wait_number);

    /// Books a failed wait: `rows` rows fail because of it.
    void record_failure(TransactionNo transaction, const Timeout& timeout, std::uint32_t rows);

    /// `UNABLE_TO_LOCK_ROW` with the keys the transaction wanted.
    Error lock_error(TransactionNo transaction);

    /// Gives back all locks; the slot stays open, for another acquire.
    void release(TransactionNo transaction);

    /// Gives back all locks and the slot.
    void close(TransactionNo transaction);

private:
    /// Whoever holds records because of a fault waits with patience and ends when his fault does.
    bool is_patient(TransactionNo transaction) {
        const Transaction& asked = at(transaction);
        return asked.origin.kind == TransactionOrigin::Kind::foreign && !asked.foreign;
    }

    LockStatistics& books_of(const Transaction& transaction);
    EventQueue& events_of(const Transaction& transaction);
    void go_on(std::span<const LockProgress> went_on, std::optional<TransactionNo> let_go);
    void end_deadlock(std::span<const LockProgress> went_on);
    void progressed(const LockProgress& progress);
    void started_waiting(TransactionNo transaction, LockKey key);
    void got_all(TransactionNo transaction);
    void tell_wanted(TransactionNo transaction, const std::vector<LockKey>& keys);
    void end_wait(TransactionNo transaction, std::optional<TransactionNo> let_go);
    void write_down_wait(const Transaction& waiter, std::optional<TransactionNo> let_go);
    void write_down_end(const Transaction& transaction);
    Random hold_random(const TransactionOrigin& origin, std::uint64_t rest_write) const;

    World& world_;
};

/// The entry of a transaction's lock set for a key it wants.
const WantedLock& wanted_entry(const Transaction& transaction, LockKey key);

}  // namespace rowlock
