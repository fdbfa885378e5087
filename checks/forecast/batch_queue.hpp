#pragma once

#include "checks/forecast/chunk_sample.hpp"

#include <boost/unordered/unordered_flat_set.hpp>

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace rowlock {

/// The batches of a sample that wait for a worker, and which of them may start: the first in order
/// whose phase is open and whose feed group runs nothing that it shares a key with, or that its
/// list holds apart from it. Batches without rows never come up, the others once they have arrived.
class BatchQueue {
public:
    explicit BatchQueue(const ChunkSample& sample);

    /// The batch is there: it waits behind those that came before. Those without rows stay away.
    void arrive(std::uint32_t batch);

    /// Takes the batch to start next, if there is one. `serial`: for the one worker of serial jobs.
    std::optional<std::uint32_t> take(bool serial);

    /// The batch stopped running but has chunks left: it keeps its phase open, not its keys.
    void suspend(std::uint32_t batch);

    /// A suspended batch queues up again, at the end.
    void put_back(std::uint32_t batch);

    /// The batch is done for good; may open the next phase of its load.
    void finish(std::uint32_t batch);

private:
    using Phase = std::pair<std::uint16_t, std::uint32_t>;

    bool may_start(std::uint32_t batch) const;
    bool feed_admits(const ChunkSample::Batch& batch) const;
    Phase phase_of(std::uint32_t batch) const;

    bool list_admits(const ChunkSample::Batch& batch) const;

    template <class Visit>
    void for_each_feed_key(const ChunkSample::Batch& batch, Visit visit) const;

    const ChunkSample& sample_;
    std::deque<std::uint32_t> parallel_;
    std::deque<std::uint32_t> serial_;
    /// Batches not yet finished, by load and phase; the first phase of a load is the open one.
    std::map<Phase, std::uint32_t> unfinished_;
    /// (load, feed group, key) of running feed batches.
    using FeedKey = std::pair<std::uint64_t, std::uint64_t>;
    boost::unordered_flat_set<FeedKey> fed_keys_;
    /// Running feed batches: as many as there are workers.
    std::vector<std::uint32_t> fed_;
};

}  // namespace rowlock
