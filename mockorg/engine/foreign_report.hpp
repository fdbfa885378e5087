#pragma once

#include "mockorg/engine/ledger.hpp"
#include "mockorg/foreign/foreign_writer.hpp"

#include <cstdint>

namespace rowlock {

/// What a foreign writer has done so far. Of automation in the writer's own transaction only `runs`
/// and `records` count: the rest is the writer's.
struct ForeignStatistics {
    /// How often it had something to do.
    std::uint64_t runs = 0;
    /// Times at which there was no record to write.
    std::uint64_t idle = 0;
    /// Runs that were not begun because too many others had not ended.
    std::uint64_t skipped = 0;
    std::uint64_t committed = 0;
    std::uint64_t records = 0;
    /// Transactions that were tried once more.
    std::uint64_t retries = 0;
    /// Transactions that failed and were not tried any more.
    std::uint64_t given_up = 0;
    /// Of all its transactions; batch_time means nothing.
    LockStatistics locks;
};

/// A foreign writer with what it did and does, for people and the control API.
struct ForeignWriterReport {
    ForeignWriter writer;
    ForeignStatistics statistics;
    /// Runs that have not ended; transactions of them that wait or hold.
    std::uint32_t open = 0;
    std::uint32_t waiting = 0;
    std::uint32_t holding = 0;
};

}  // namespace rowlock
