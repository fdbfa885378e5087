#include "harness/replay/partition_feeds.hpp"

#include <algorithm>

namespace rowlock {

PartitionFeeds::PartitionFeeds(const PassSpec& spec, TimePoint start, bool answers_at_once)
    : spec_(spec) {
    LoadStep pace = spec.step;
    // Whoever waits for each answer anyway sends one request after another unless told otherwise.
    if (answers_at_once && pace.in_flight == 0) pace.in_flight = 1;
    feeds_.reserve(spec.partitions.size());
    for (std::size_t i = 0; i < spec.partitions.size(); ++i) {
        const TimePoint begin = start + pace.stagger * static_cast<std::int64_t>(i);
        feeds_.emplace_back(
            spec.partitions[i], pace, spec.random.split(i), begin, spec.plan, !answers_at_once
        );
    }
}

std::optional<TimePoint> PartitionFeeds::begin_time(std::size_t partition) const {
    const auto time = feeds_[partition].next_begin();
    return time && next_is_known(partition) ? TimePoint::min() : time;
}

bool PartitionFeeds::next_is_known(std::size_t partition) const {
    const PartitionFeed& feed = feeds_[partition];
    if (!feed.next_begin()) return false;
    const BatchPlace place{static_cast<std::uint32_t>(partition), feed.next().first};
    return spec_.journal.find(place) != nullptr;
}

std::optional<std::size_t> PartitionFeeds::to_begin(TimePoint now) const {
    std::optional<std::size_t> first;
    TimePoint first_time = TimePoint::max();
    for (std::size_t i = 0; i < feeds_.size(); ++i) {
        const auto time = begin_time(i);
        if (!time || *time > now) continue;
        if (first && *time >= first_time) continue;
        first = i;
        first_time = *time;
    }
    return first;
}

std::optional<std::size_t> PartitionFeeds::to_poll(TimePoint now) const {
    for (std::size_t i = 0; i < feeds_.size(); ++i) {
        const auto time = feeds_[i].next_poll();
        if (time && *time <= now) return i;
    }
    return std::nullopt;
}

TimePoint PartitionFeeds::next_begin() const {
    TimePoint time = TimePoint::max();
    for (const PartitionFeed& feed : feeds_)
        time = std::min(time, feed.next_begin().value_or(TimePoint::max()));
    return time;
}

TimePoint PartitionFeeds::next_poll() const {
    TimePoint time = TimePoint::max();
    for (const PartitionFeed& feed : feeds_)
        time = std::min(time, feed.next_poll().value_or(TimePoint::max()));
    return time;
}

}  // namespace rowlock
