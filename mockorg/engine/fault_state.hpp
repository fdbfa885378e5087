#pragma once

#include "mockorg/base/time.hpp"
#include "mockorg/engine/kept_requests.hpp"
#include "mockorg/faults/fault_book.hpp"
#include "mockorg/locking/lock_table.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// Somebody outside who holds records because of a fault of kind `lock`.
struct LockFaultHolder {
    /// Index into ForeignState::names.
    std::uint32_t number = 0;
    TimePoint begins{};
    TimePoint ends{};
    /// Its time has come.
    bool begun = false;
    /// When to look for the records again if they were not there.
    TimePoint next_search{};
    /// Once its records were found.
    std::optional<TransactionNo> transaction;

    /// When it does something by itself; TimePoint::max(): never.
    TimePoint due() const { return begun ? ends : begins; }
};

/// A batch, or a query job of Bulk API 2.0, that was taken up and does not go on.
struct StuckWork {
    std::string fault;
    /// Of a query job only the job counts.
    bool query_job = false;
    BatchRef ref{};
};

/// A batch that will fail.
struct DoomedBatch {
    BatchRef ref{};
    std::uint32_t chunks = 0;
    std::string message;
};

/// All that faults are and do. Part of the org's state: snapshots keep it, restore brings it back.
struct FaultState {
    explicit FaultState(std::uint64_t seed) : book(seed) {}

    FaultBook book;
    /// In the order in which they were set.
    std::vector<LockFaultHolder> holders;
    std::vector<StuckWork> stuck;
    std::vector<DoomedBatch> doomed;
};

}  // namespace rowlock
