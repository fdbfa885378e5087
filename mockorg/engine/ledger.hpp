#pragma once

#include "mockorg/base/lock_cause.hpp"
#include "mockorg/base/record_id.hpp"
#include "mockorg/base/time.hpp"
#include "mockorg/engine/lock_books.hpp"
#include "mockorg/engine/lock_wait.hpp"
#include "mockorg/engine/transaction_origin.hpp"
#include "mockorg/locking/lock_key.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// Why a transaction failed: the key it waited for in vain, and who held it.
struct LockFailure {
    TimePoint time;
    TimePoint waiting_since;
    LockKey key;
    /// Index into LockRules::rules(): what made the waiter want the key.
    std::uint16_t rule = 0;
    TransactionOrigin waiter;
    /// Upload row of the waiter that wants the key.
    std::uint32_t waiter_row = 0;
    TransactionOrigin holder;
    /// Upload row of the holder that made it take the key.
    std::uint32_t holder_row = 0;
    /// Records, if the waiter is a foreign writer.
    std::uint32_t rows_failed = 0;
    /// It did not wait to the end: each would have waited for the other.
    bool deadlock = false;
    /// What made the holder take the key, and since when it had it.
    std::uint16_t holder_rule = 0;
    TimePoint holder_since{};
    /// Who stood before the waiter in the key's queue when it came.
    std::uint32_t queued_before = 0;
    /// Keys that waiter and holder both wanted, this one among them; 0 where nobody counted.
    std::uint32_t shared_keys = 0;
    /// What the holder itself waited for; nothing if it had all its locks.
    std::optional<LockKey> holder_waits_for;
    /// Whose write on each side wants the key.
    LockCause waiter_cause = LockCause::own;
    LockCause holder_cause = LockCause::own;
};

/// One parent's share of the trouble.
struct KeyContention {
    LockKey key;
    std::uint64_t waits = 0;
    std::uint64_t timeouts = 0;
    /// Those of them that were the victim of a deadlock.
    std::uint64_t deadlocks = 0;
    /// Rows of clients.
    std::uint64_t rows_failed = 0;
    Duration waited{};
    /// Records that foreign writers could not write.
    std::uint64_t records_failed = 0;
};

/// Counters over the org's whole life, never cut. Foreign writers have books of their own.
struct LockStatistics {
    std::uint64_t transactions = 0;
    std::uint64_t lock_waits = 0;
    /// Transactions that failed because of a lock.
    std::uint64_t lock_timeouts = 0;
    /// Those of them that were the victim of a deadlock.
    std::uint64_t deadlocks = 0;
    std::uint64_t rows_failed = 0;
    Duration waited{};
    /// Sum over batches of the time a worker was busy with them.
    Duration batch_time{};
    Duration hold_time{};
};

/// How much a ledger keeps.
struct LedgerLimits {
    /// Failures kept in full; 0 switches the whole ledger off.
    std::size_t failures = 1'000'000;
    /// Transactions, and as many waits, of the timeline; 0: no timeline is kept.
    std::size_t timeline = 200'000;
    /// Pairs of parties and pairs of rules in the books.
    std::size_t pairs = 10'000;
};

/// Who held what when a row failed, who waited for whom how long, and when each transaction ran.
/// Bounded: what is beyond the limits is counted, not kept. The first of everything are kept.
class Ledger {
public:
    explicit Ledger(LedgerLimits limits);

    bool is_on() const { return limits_.failures > 0; }

    void record(const LockFailure& failure);
    void wait_ended(const LockWait& wait);
    void transaction_ended(const TransactionSpan& span);

    std::span<const LockFailure> failures() const { return failures_; }

    /// Failures not kept because the ledger was full or off.
    std::uint64_t dropped() const { return dropped_; }

    const LockBooks& books() const { return books_; }

    /// In the order in which they ended.
    std::span<const TransactionSpan> transactions() const { return transactions_; }

    std::span<const LockWait> waits() const { return waits_; }

    /// Transactions and waits that the timeline had no room for.
    std::uint64_t timeline_dropped() const { return timeline_dropped_; }

private:
    LedgerLimits limits_;
    std::vector<LockFailure> failures_;
    std::uint64_t dropped_ = 0;
    LockBooks books_;
    std::vector<TransactionSpan> transactions_;
    std::vector<LockWait> waits_;
    std::uint64_t timeline_dropped_ = 0;
};

}  // namespace rowlock
