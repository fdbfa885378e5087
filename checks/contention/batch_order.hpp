#pragma once

#include "checks/model/batching.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace rowlock {

/// The batches of a plan put in an order in which those that never meet stand together: by load,
/// phase, lane, feed group and then as planned. A place is a position in this order.
class BatchOrder {
public:
    struct Place {
        /// Position in Batching::batches.
        std::uint32_t batch = 0;
        /// Position of a parallel batch among those of its load.
        std::uint32_t rank = 0;
        /// One past the last place of the same lane and feed group, phase, load.
        std::uint32_t lane_end = 0;
        std::uint32_t phase_end = 0;
        std::uint32_t load_end = 0;
        BatchLane lane = BatchLane::parallel;
    };

    /// Keeps `batching`.
    explicit BatchOrder(const Batching& batching);

    const std::vector<Place>& places() const { return places_; }

    /// All batches are parallel ones of one load and phase: any two may meet.
    bool uniform() const { return uniform_; }

    const Batching& batching() const { return *batching_; }

    /// Feeds go by a list of what to hold apart, which may not know all shared keys.
    bool feeds_by_list() const { return !batching_->held_apart.empty(); }

    /// Calls `visit(begin, end)` for all places behind `place`, in its feed, that a list holds
    /// apart from it, in ascending order.
    void for_each_held(
        std::uint32_t place, const std::function<void(std::uint32_t, std::uint32_t)>& visit
    ) const;

    /// How many pairs of batches may run at the same time.
    std::uint64_t overlapping_pairs() const;

    /// Clears the bits of places that may not run together with `place`; those up to `place` are
    /// left as they are.
    void keep_overlapping(std::uint32_t place, std::span<std::uint64_t> bits) const;

private:
    const Batching* batching_;
    std::vector<Place> places_;
    /// One bit per place.
    std::vector<std::uint64_t> serial_;
    bool uniform_ = true;
};

}  // namespace rowlock
