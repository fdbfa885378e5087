#pragma once

#include "harness/replay/batch_exchange.hpp"
#include "harness/replay/partition_feed.hpp"

#include <cstdint>

namespace rowlock {

/// Where a job stands in its partition's feed. Tells the feed when that changes.
class FeedPlace {
public:
    /// Nowhere: the job has no rows.
    FeedPlace() = default;

    /// `feed`, which outlives it, has just begun the job with `rows` rows.
    FeedPlace(PartitionFeed& feed, JobNo job, RowNumber rows)
        : feed_(&feed), job_(job), rows_(rows), stage_(Stage::uploading) {}

    /// The job took so many of its rows, and leaves the rest to the next one.
    void keep(RowNumber rows);

    /// The request that sets the org to work is about to go out, and the next job may begin before
    /// its answer. `answers_at_once`: which will be the outcome.
    void commit(TimePoint now, bool answers_at_once);

    /// The job has come to this phase. Whether the org has just begun to work on it.
    bool follow(TimePoint now, BatchPhase phase);

    /// Nothing more is to come of the job.
    void leave();

private:
    enum class Stage : std::uint8_t { none, uploading, committing, running };

    void close(TimePoint now);

    PartitionFeed* feed_ = nullptr;
    JobNo job_ = 0;
    RowNumber rows_ = 0;
    Stage stage_ = Stage::none;
};

}  // namespace rowlock
