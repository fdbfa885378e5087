#pragma once

#include "mockorg/engine/event_queue.hpp"
#include "mockorg/engine/foreign_report.hpp"
#include "mockorg/locking/lock_table.hpp"
#include "mockorg/soql/path.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// Something a foreign writer has to do: records to update, in one or several transactions, one
/// after the other.
struct ForeignRun {
    /// Key of ForeignState::writers.
    std::uint32_t writer = 0;
    /// Counts the writer's runs.
    std::uint64_t number = 0;
    std::vector<RecordHandle> records;
    /// Records of the transactions before the current one.
    std::uint32_t done = 0;
    /// Of the current transaction.
    std::uint32_t attempt = 0;
    std::optional<TransactionNo> transaction;
};

/// A foreign writer that is set.
struct ActiveForeignWriter {
    ForeignWriter writer;
    ObjectNo object{};
    /// TimePoint::max(): never.
    TimePoint ends = TimePoint::max();
    /// When it comes next by itself; TimePoint::max(): not any more.
    TimePoint next = TimePoint::max();
    std::uint64_t runs = 0;
    std::uint32_t runs_open = 0;
    /// Of automation: the way to the record it updates; nothing for the row itself.
    std::optional<soql::BoundPath> updates;
    /// Whom it chooses from, and when they were looked for.
    std::shared_ptr<const std::vector<std::uint32_t>> found;
    TimePoint found_at{};
    ForeignStatistics statistics;
};

/// All that foreign writers are and do. Part of the org's state: snapshots keep it, restore brings
/// it back.
struct ForeignState {
    /// By TransactionOrigin::job of foreign writers, those of faults among them; only grows,
    /// because the ledger refers to it.
    std::vector<std::string> names;
    /// By number in `names`.
    std::map<std::uint32_t, ActiveForeignWriter> writers;
    std::map<std::uint32_t, ForeignRun> runs;
    std::uint32_t next_run = 0;
    /// What those do who come by themselves: nothing that anybody waits for.
    EventQueue events;
    /// How many of the writers are automation, and how many lock in an order of chance.
    std::uint32_t automations = 0;
    std::uint32_t unordered = 0;
};

}  // namespace rowlock
