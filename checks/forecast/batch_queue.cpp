#include "checks/forecast/batch_queue.hpp"

#include <algorithm>

namespace rowlock {

BatchQueue::BatchQueue(const ChunkSample& sample) : sample_(sample) {
    for (std::uint32_t batch = 0; batch < sample.batches.size(); ++batch) {
        if (sample.batches[batch].chunk_count > 0) ++unfinished_[phase_of(batch)];
    }
}

void BatchQueue::arrive(std::uint32_t batch) {
    if (sample_.batches[batch].chunk_count > 0) put_back(batch);
}

BatchQueue::Phase BatchQueue::phase_of(std::uint32_t batch) const {
    const PlannedBatch& plan = sample_.batches[batch].plan;
    return {plan.load, plan.phase};
}

template <class Visit>
void BatchQueue::for_each_feed_key(const ChunkSample::Batch& batch, Visit visit) const {
    const std::uint64_t feed = std::uint64_t{batch.plan.load} << 32 | batch.plan.feed_group;
    for (std::uint32_t i = 0; i < batch.chunk_count; ++i) {
        for (const LockKey key : sample_.keys_of(sample_.chunks[batch.first_chunk + i])) {
            if (!visit(FeedKey{feed, key.value()})) return;
        }
    }
}

bool BatchQueue::list_admits(const ChunkSample::Batch& batch) const {
    return std::none_of(fed_.begin(), fed_.end(), [&](std::uint32_t running) {
        const ChunkSample::Batch& other = sample_.batches[running];
        return in_one_feed(batch.plan, other.plan) && holds(batch.held_apart, other.number);
    });
}

bool BatchQueue::feed_admits(const ChunkSample::Batch& batch) const {
    if (batch.plan.lane != BatchLane::feed) return true;
    if (sample_.feeds_by_list) return list_admits(batch);
    bool free = true;
    for_each_feed_key(batch, [&](const FeedKey& key) {
        free = !fed_keys_.contains(key);
        return free;
    });
    return free;
}

bool BatchQueue::may_start(std::uint32_t batch) const {
    const Phase phase = phase_of(batch);
    const auto open = unfinished_.lower_bound({phase.first, 0});
    return open->first == phase && feed_admits(sample_.batches[batch]);
}

std::optional<std::uint32_t> BatchQueue::take(bool serial) {
    std::deque<std::uint32_t>& queue = serial ? serial_ : parallel_;
    const auto found = std::find_if(queue.begin(), queue.end(), [&](std::uint32_t batch) {
        return may_start(batch);
    });
    if (found == queue.end()) return std::nullopt;
    const std::uint32_t batch = *found;
    queue.erase(found);
    if (sample_.batches[batch].plan.lane == BatchLane::feed) {
        fed_.push_back(batch);
        for_each_feed_key(sample_.batches[batch], [&](const FeedKey& key) {
            fed_keys_.insert(key);
            return true;
        });
    }
    return batch;
}

void BatchQueue::suspend(std::uint32_t batch) {
    if (sample_.batches[batch].plan.lane != BatchLane::feed) return;
    fed_.erase(std::remove(fed_.begin(), fed_.end(), batch), fed_.end());
    for_each_feed_key(sample_.batches[batch], [&](const FeedKey& key) {
        fed_keys_.erase(key);
        return true;
    });
}

void BatchQueue::put_back(std::uint32_t batch) {
    const bool serial = sample_.batches[batch].plan.lane == BatchLane::serial;
    (serial ? serial_ : parallel_).push_back(batch);
}

void BatchQueue::finish(std::uint32_t batch) {
    suspend(batch);
    const auto phase = unfinished_.find(phase_of(batch));
    if (--phase->second == 0) unfinished_.erase(phase);
}

}  // namespace rowlock
