#pragma once

#include "checks/model/ordered_rows.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace rowlock {

/// How a batch is sent. parallel: in a job the platform runs in parallel; serial: in a Bulk API 1.0
/// Serial job, of whose batches the whole org runs one at a time, beside the parallel ones; feed:
/// the client holds the batch back until no running batch of its feed group shares a key with it.
enum class BatchLane : std::uint8_t { parallel, serial, feed };

/// `parallel`, `serial`, `feed`.
std::string_view name_of(BatchLane lane);

/// One batch: a run of the rows in the order of Batching.
struct PlannedBatch {
    std::uint32_t first = 0;
    std::uint32_t rows = 0;
    BatchLane lane = BatchLane::parallel;
    /// Loads run independently of each other; phases and feed groups count within one load.
    std::uint16_t load = 0;
    /// The client starts a phase only when everything of the one before is done.
    std::uint32_t phase = 0;
    /// lane feed only.
    std::uint32_t feed_group = 0;

    bool operator==(const PlannedBatch&) const = default;
};

/// Which rows go in which batch, in which order, how. Every row of the load in at most one batch.
struct Batching {
    /// Rows in the order in which they are sent; empty if that is the order of their numbers.
    std::vector<RowNo> order;
    std::vector<PlannedBatch> batches;

    OrderedRows rows_of(const PlannedBatch& batch) const {
        if (order.empty()) return {batch.first, batch.rows};
        return {order.data() + batch.first, batch.rows};
    }
};

/// Whether the two may run at the same time, whatever they contain: durations are unknown, so all
/// that is not excluded by phase, serial lane or feed group may. [planning facts, section 1]
/// Two batches of one feed group do not share keys while both run: that is what the feed is for.
constexpr bool may_overlap(const PlannedBatch& a, const PlannedBatch& b) {
    if (a.lane == BatchLane::serial && b.lane == BatchLane::serial) return false;
    if (a.load != b.load) return true;
    if (a.phase != b.phase) return false;
    const bool same_feed =
        a.lane == BatchLane::feed && b.lane == BatchLane::feed && a.feed_group == b.feed_group;
    return !same_feed;
}

}  // namespace rowlock
