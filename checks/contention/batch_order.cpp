#include "checks/contention/batch_order.hpp"

#include "checks/contention/bit_row.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace rowlock {
namespace {

/// A feed group means nothing to the other lanes.
std::uint32_t group_of(const PlannedBatch& batch) {
    return batch.lane == BatchLane::feed ? batch.feed_group : 0;
}

auto place_key(const PlannedBatch& batch) {
    return std::tuple{batch.load, batch.phase, batch.lane, group_of(batch)};
}

std::vector<std::uint32_t> sorted_batches(std::span<const PlannedBatch> batches) {
    std::vector<std::uint32_t> sorted(batches.size());
    std::iota(sorted.begin(), sorted.end(), 0U);
    std::stable_sort(sorted.begin(), sorted.end(), [&](std::uint32_t a, std::uint32_t b) {
        return place_key(batches[a]) < place_key(batches[b]);
    });
    return sorted;
}

/// Ranks of the parallel batches by position in the plan.
std::vector<std::uint32_t> ranks_of(std::span<const PlannedBatch> batches) {
    std::vector<std::uint32_t> ranks(batches.size());
    std::vector<std::uint32_t> next;
    for (std::size_t i = 0; i < batches.size(); ++i) {
        if (batches[i].lane != BatchLane::parallel) continue;
        if (batches[i].load >= next.size()) next.resize(batches[i].load + std::size_t{1});
        ranks[i] = next[batches[i].load]++;
    }
    return ranks;
}

}  // namespace

BatchOrder::BatchOrder(const Batching& batching)
    : batching_(&batching), places_(batching.batches.size()) {
    const std::span<const PlannedBatch> batches = batching.batches;
    const std::vector<std::uint32_t> sorted = sorted_batches(batches);
    const std::vector<std::uint32_t> ranks = ranks_of(batches);
    const auto size = static_cast<std::uint32_t>(sorted.size());
    serial_.resize(bit_words(size));
    // From the back, so that ends are known.
    for (std::uint32_t i = size; i-- > 0;) {
        const PlannedBatch& batch = batches[sorted[i]];
        Place& place = places_[i];
        place = {sorted[i], ranks[sorted[i]], i + 1, i + 1, i + 1, batch.lane};
        if (batch.lane == BatchLane::serial) set_bit(serial_, i);
        if (batch.lane != BatchLane::parallel) uniform_ = false;
        if (i + 1 == size) continue;
        const PlannedBatch& next = batches[sorted[i + 1]];
        const Place& behind = places_[i + 1];
        if (next.load != batch.load) {
            uniform_ = false;
            continue;
        }
        place.load_end = behind.load_end;
        if (next.phase != batch.phase) {
            uniform_ = false;
            continue;
        }
        place.phase_end = behind.phase_end;
        if (place_key(next) == place_key(batch)) place.lane_end = behind.lane_end;
    }
}

void BatchOrder::for_each_held(
    std::uint32_t place, const std::function<void(std::uint32_t, std::uint32_t)>& visit
) const {
    const auto first = places_.begin() + place + 1;
    const auto last = places_.begin() + places_[place].lane_end;
    // Batches of one feed stand in the order of their positions.
    const auto place_from = [&](std::uint64_t batch) {
        const auto at =
            std::lower_bound(first, last, batch, [](const Place& each, std::uint64_t wanted) {
                return each.batch < wanted;
            });
        return static_cast<std::uint32_t>(at - places_.begin());
    };
    for (const NumberRange& range : held_apart(*batching_, places_[place].batch)) {
        const std::uint32_t begin = place_from(range.first);
        const std::uint32_t end = place_from(std::uint64_t{range.first} + range.count);
        if (begin < end) visit(begin, end);
    }
}

std::uint64_t BatchOrder::overlapping_pairs() const {
    std::uint64_t serial_behind = 0;
    std::uint64_t pairs = 0;
    const auto size = static_cast<std::uint32_t>(places_.size());
    // The serial ones of other loads are those behind the own load's end.
    std::vector<std::uint64_t> serial_from(places_.size() + 1);
    for (std::uint32_t i = size; i-- > 0;) {
        const Place& place = places_[i];
        const bool serial = place.lane == BatchLane::serial;
        const std::uint32_t phase_begin =
            place.lane == BatchLane::parallel ? i + 1 : place.lane_end;
        pairs += place.phase_end - phase_begin;
        if (place.lane == BatchLane::feed && feeds_by_list()) {
            pairs += place.lane_end - i - 1;
            for_each_held(i, [&](std::uint32_t begin, std::uint32_t end) { pairs -= end - begin; });
        }
        pairs += size - place.load_end;
        if (serial) pairs -= serial_from[place.load_end];
        serial_behind += serial ? 1 : 0;
        serial_from[i] = serial_behind;
    }
    return pairs;
}

void BatchOrder::keep_overlapping(std::uint32_t place, std::span<std::uint64_t> bits) const {
    const Place& own = places_[place];
    if (own.lane == BatchLane::feed && feeds_by_list()) {
        for_each_held(place, [&](std::uint32_t begin, std::uint32_t end) {
            clear_bits(bits, begin, end);
        });
    } else if (own.lane != BatchLane::parallel) {
        clear_bits(bits, place + 1, own.lane_end);
    }
    clear_bits(bits, own.phase_end, own.load_end);
    if (own.lane != BatchLane::serial) return;
    for (std::size_t word = place / 64; word < bits.size(); ++word) bits[word] &= ~serial_[word];
}

}  // namespace rowlock
