#pragma once

#include "checks/contention/batch_order.hpp"
#include "checks/contention/key_lists.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace rowlock {

/// Two batches, by place, that may run at the same time and share the key.
struct Meeting {
    KeyNo key = 0;
    std::uint32_t first_place = 0;
    std::uint32_t second_place = 0;
};

/// How near the batches that share a key come to each other.
struct NearestMeetings {
    /// No two batches that want the key may run at the same time.
    static constexpr std::uint32_t k_never = std::numeric_limits<std::uint32_t>::max();

    /// By key: the smallest distance in ranks of two parallel batches of one load that share it and
    /// may run at the same time, or of two batches of a feed that holds nothing back; 0 if any
    /// other two do, for which there is no distance.
    std::vector<std::uint32_t> distance;
    /// For the first keys found to conflict: where.
    std::vector<Meeting> first;
};

/// The one pass over all rows, batch by batch in the order given. Feeds are taken to know every
/// key: add_feed_meetings adds what their lists leave out. The result does not depend on the number
/// of threads, at least 1; more than one are of use where BatchOrder::uniform.
NearestMeetings find_nearest_meetings(
    const RowKeys& keys,
    const Batching& batching,
    const BatchOrder& order,
    KeyReading reading,
    std::size_t first_max,
    unsigned threads = 1
);

}  // namespace rowlock
