#pragma once

#include "mockorg/base/record_id.hpp"
#include "mockorg/base/time.hpp"
#include "mockorg/locking/lock_key.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// Who a transaction belongs to.
struct TransactionOrigin {
    /// `foreign`: no client of the org, but a foreign writer or the holder of a lock fault.
    enum class Kind : std::uint8_t { bulk_chunk, rest, foreign };

    Kind kind = Kind::rest;
    /// Order of creation among the org's jobs; of a foreign writer the number of its name.
    std::uint32_t job = 0;
    /// Of a foreign writer the number of its run.
    std::uint32_t batch = 0;
    /// Rows of the upload: the chunk holds first_row .. first_row + rows - 1 (the first data row is
    /// 0). Of a foreign writer records of the run.
    std::uint32_t first_row = 0;
    std::uint32_t rows = 0;
};

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
};

/// One parent's share of the trouble.
struct KeyContention {
    LockKey key;
    std::uint64_t waits = 0;
    std::uint64_t timeouts = 0;
    std::uint64_t rows_failed = 0;
    Duration waited{};
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

/// Who held what when a row failed. Bounded: failures beyond the capacity are counted, not kept.
class Ledger {
public:
    explicit Ledger(std::size_t capacity) : capacity_(capacity) {}

    void record(const LockFailure& failure);

    std::span<const LockFailure> failures() const { return failures_; }

    /// Failures not kept because the ledger was full or off.
    std::uint64_t dropped() const { return dropped_; }

private:
    std::size_t capacity_;
    std::vector<LockFailure> failures_;
    std::uint64_t dropped_ = 0;
};

}  // namespace rowlock
