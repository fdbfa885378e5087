#pragma once

#include "harness/schedule/shared_org.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// A record that a row of each of two loads locks.
struct LockWitness {
    std::string object;
    /// Its id, or `FIELD = value`.
    std::string record;
    /// Of the loads' sources, from 1: the data rows of a CSV file as people count them.
    std::uint64_t first_row = 0;
    std::uint64_t second_row = 0;
    /// One of the two only may lock it.
    bool soft = false;

    bool operator==(const LockWitness&) const = default;
};

/// What two loads both lock.
struct SharedLocks {
    /// Positions of the loads.
    std::size_t first = 0;
    std::size_t second = 0;
    /// Records that both lock under every reading of the rules, and those that both lock or may.
    std::uint64_t certain = 0;
    std::uint64_t possible = 0;
    std::vector<LockWitness> witnesses;
};

struct SharedLocksOptions {
    /// At most this many rows of each load.
    std::optional<RowNumber> rows;
    std::size_t witnesses_max = 5;
    /// At least 1; changes no result.
    unsigned threads = 1;
};

/// What each two of the loads both lock, by the same rules and the same exact check as `rowlock
/// check`: whatever batches their rows come to be in. Every pair once. Rows go through files in the
/// folder for temporary files. The org gives the setups ids; nothing depends on which. Errors:
/// bad_file, those of lock rules.
Result<std::vector<SharedLocks>> find_shared_locks(
    std::span<const ScheduledLoad> loads, const SharedOrg& org, const SharedLocksOptions& options
);

}  // namespace rowlock
