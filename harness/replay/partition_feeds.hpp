#pragma once

#include "harness/replay/partition_feed.hpp"
#include "harness/replay/pass_spec.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace rowlock {

/// The feeds of all partitions of a pass: whose turn it is, and when the next one's will be.
class PartitionFeeds {
public:
    /// Partitions begin `stagger` after one another, the first at `start`. `answers_at_once`: the
    /// API's batches need no questions, and go out one at a time unless the step says how many. The
    /// spec outlives it.
    PartitionFeeds(const PassSpec& spec, TimePoint start, bool answers_at_once);

    std::size_t size() const { return feeds_.size(); }

    PartitionFeed& operator[](std::size_t partition) { return feeds_[partition]; }

    /// Whether an earlier run began the partition's next batch; that needs no pace.
    bool next_is_known(std::size_t partition) const;

    /// The partition whose next batch may begin, the one that could longest; nothing if none may.
    std::optional<std::size_t> to_begin(TimePoint now) const;

    /// The partition whose running jobs are to be asked for; nothing if none is.
    std::optional<std::size_t> to_poll(TimePoint now) const;

    /// When that will be the next time, by the paces of those that know; max() if nobody does.
    TimePoint next_begin() const;
    TimePoint next_poll() const;

private:
    std::optional<TimePoint> begin_time(std::size_t partition) const;

    const PassSpec& spec_;
    std::vector<PartitionFeed> feeds_;
};

}  // namespace rowlock
