#pragma once

#include "checks/model/number_range.hpp"
#include "checks/model/ordered_rows.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace rowlock {

/// How a batch is sent. parallel: in a job the platform runs in parallel; serial: in a Bulk API 1.0
/// Serial job, of whose batches the whole org runs one at a time, beside the parallel ones; feed:
/// the client holds the batch back until no running batch of its feed group shares a key with it,
/// as far as the client knows (Batching::held_apart).
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
    /// All that the client of a feed knows of shared keys: per batch the others, by position, that
    /// it never sends to the same feed group while this one runs. Said on both sides; batches
    /// behind the last entry have none. Empty: the client knows every key.
    std::vector<std::vector<NumberRange>> held_apart;
    /// By batch, the position of the job among those sent; empty if each batch is one. Ascending.
    std::vector<std::uint32_t> job_of_batch;

    OrderedRows rows_of(const PlannedBatch& batch) const {
        if (order.empty()) return {batch.first, batch.rows};
        return {order.data() + batch.first, batch.rows};
    }
};

/// Whether both are fed by one feed group at one time.
constexpr bool in_one_feed(const PlannedBatch& a, const PlannedBatch& b) {
    return a.lane == BatchLane::feed && b.lane == BatchLane::feed && a.load == b.load &&
           a.phase == b.phase && a.feed_group == b.feed_group;
}

/// Whether the two may run at the same time, whatever they contain: durations are unknown, so all
/// that is not excluded by phase, serial lane or feed group may. [planning facts, section 1]
/// Two batches of one feed group do not share keys while both run: that is what the feed is for.
constexpr bool may_overlap(const PlannedBatch& a, const PlannedBatch& b) {
    if (a.lane == BatchLane::serial && b.lane == BatchLane::serial) return false;
    if (a.load != b.load) return true;
    return a.phase == b.phase && !in_one_feed(a, b);
}

/// The batches, by position, that the client holds back while `batch` runs, if it goes by a list.
const std::vector<NumberRange>& held_apart(const Batching& batching, std::uint32_t batch);

/// The same of two batches by their positions. A feed that goes by a list lets all others run.
bool may_overlap(const Batching& batching, std::uint32_t a, std::uint32_t b);

}  // namespace rowlock
