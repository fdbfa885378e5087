#pragma once

#include "checks/model/batching.hpp"
#include "checks/model/row_keys.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace rowlock {

/// One row in one batch, by its position in Batching::batches.
struct RowPlace {
    std::uint32_t batch = 0;
    RowNo row = 0;

    bool operator==(const RowPlace&) const = default;
};

/// A proof that two batches can meet: a key and the two rows that want it.
struct Witness {
    KeyNo key = 0;
    RowPlace first;
    RowPlace second;
    /// One of the two only may want the key: nothing of this is certain.
    bool soft = false;

    bool operator==(const Witness&) const = default;
};

/// How the batches of a load can be apart when they are sent in the order of the plan to a number
/// of slots and no batch takes longer than another by more than a ratio.
struct Window {
    /// Batches in flight at once, at least 1.
    std::uint32_t in_flight = 10;
    /// Longest over shortest time of a batch, at least 1.
    double duration_ratio = 1.0;

    /// Batches further apart than this never run at the same time:
    /// (in_flight - 1) * ceil(duration_ratio). [planning facts, section 4.2: tight]
    std::uint64_t reach() const;
};

/// What a window leaves of the contention. Not valid where the server takes batches in another
/// order, or puts the remainder of a batch back into its queue after more than 100 lock failures.
struct WindowVerdict {
    Window window;
    std::uint64_t conflicting_keys = 0;

    bool safe() const { return conflicting_keys == 0; }
};

/// The verdict on one reading of the lock rules: with the keys that are certain, or with all.
struct Contention {
    /// Keys that two batches which may run at the same time both want. 0 = safe, and that is exact.
    std::uint64_t conflicting_keys = 0;
    /// Pairs of batches that may run at the same time and share a key; nothing if not asked for.
    std::optional<std::uint64_t> conflicting_pairs;
    /// Pairs that may run at the same time, whatever they hold.
    std::uint64_t overlapping_pairs = 0;
    /// At most as many as asked for, no two of the same key.
    std::vector<Witness> witnesses;
    /// In the order asked for. Batches that are not both in the parallel lane of one load, or both
    /// in a feed that holds nothing back, have no order to rely on: what they share counts in every
    /// window.
    std::vector<WindowVerdict> windows;

    bool safe() const { return conflicting_keys == 0; }
};

struct ContentionReport {
    /// With the keys that rows lock under every reading of the rules.
    Contention hard;
    /// With those that rows may lock as well. The same as `hard` where there are none.
    Contention all;
};

struct ContentionOptions {
    std::size_t witnesses_max = 20;
    /// Counting pairs takes longer than the verdict where many keys conflict.
    bool count_pairs = true;
    std::vector<Window> windows;
    /// Bytes that counting pairs may use for its bit matrix, at least one row of it.
    std::size_t matrix_bytes_max = std::size_t{64} << 20;
    /// At least 1; changes no result.
    unsigned threads = 1;
};

/// Which batches can meet on which keys: exact, in one pass over the rows. Memory: 8 bytes a key if
/// all batches are parallel ones of one load and phase (12 for each thread,
/// if there are several), 48 otherwise; more for keys that conflict.
ContentionReport check_contention(
    const RowKeys& keys, const Batching& batching, const ContentionOptions& options = {}
);

}  // namespace rowlock
