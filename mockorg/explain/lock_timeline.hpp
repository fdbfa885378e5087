#pragma once

#include "mockorg/explain/ledger_report.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rowlock {

/// A transaction on the timeline.
struct TimelineTransaction {
    /// No other has it.
    std::uint64_t number = 0;
    ConflictSide side;
    TimePoint asked{};
    /// When it had all its locks; its end, if it never did.
    TimePoint granted{};
    TimePoint ended{};
    bool got_all = false;
};

/// A wait on the timeline, however it ended.
struct TimelineWait {
    TimePoint since{};
    TimePoint until{};
    std::uint32_t key = 0;
    ConflictSide waiter;
    ConflictSide holder;
    /// Of their transactions.
    std::uint64_t waiter_number = 0;
    std::uint64_t holder_number = 0;
    /// `granted`, `timeout`, `deadlock` or `withdrawn`.
    std::string_view end;
    std::uint32_t rows_failed = 0;
};

/// When each transaction asked for its locks, had them and let go, and the waits in between.
/// Numbers are places in its lists.
struct LockTimeline : LedgerNames {
    std::vector<TimelineTransaction> transactions;
    std::vector<TimelineWait> waits;
    /// What there was no room for.
    std::uint64_t left_out = 0;
};

/// The timeline in the Trace Event Format, which Perfetto and chrome://tracing open: a process for
/// each party, a thread for each batch, chunks as slices, their waits inside, and arrows from a
/// waiter to who held the key.
std::string chrome_trace(const LockTimeline& timeline);

}  // namespace rowlock
