#pragma once

#include "mockorg/base/time.hpp"
#include "mockorg/engine/transaction_origin.hpp"
#include "mockorg/locking/lock_key.hpp"

#include <cstdint>

namespace rowlock {

/// A wait for a busy key that is over, with both sides.
struct LockWait {
    enum class End : std::uint8_t {
        granted,
        timeout,
        /// The waiter was the victim of a deadlock.
        deadlock,
        /// The waiter went away: a foreign writer or a fault that was removed.
        withdrawn,
    };

    TimePoint since;
    TimePoint until;
    LockKey key;
    TransactionOrigin waiter;
    /// Who had the key when the wait ended: let go of it at last, or held it still.
    TransactionOrigin holder;
    /// TransactionSpan::number of both.
    std::uint64_t waiter_number = 0;
    std::uint64_t holder_number = 0;
    /// Upload rows that made each side want the key.
    std::uint32_t waiter_row = 0;
    std::uint32_t holder_row = 0;
    /// Indexes into LockRules::rules(): why each side wanted it.
    std::uint16_t waiter_rule = 0;
    std::uint16_t holder_rule = 0;
    End end = End::granted;
    /// Rows (of a foreign writer, records) that failed with it.
    std::uint32_t rows_failed = 0;
};

/// A transaction from its first request for locks until it let go of all.
struct TransactionSpan {
    TransactionOrigin origin;
    /// Counts all that ever asked.
    std::uint64_t number = 0;
    TimePoint asked;
    /// When it had all its locks; the end, if it never did.
    TimePoint granted;
    TimePoint ended;
    bool got_all = false;
};

}  // namespace rowlock
