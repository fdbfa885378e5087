#include "checks/model/batching.hpp"

namespace rowlock {

std::string_view name_of(BatchLane lane) {
    switch (lane) {
        case BatchLane::parallel:
            return "parallel";
        case BatchLane::serial:
            return "serial";
        case BatchLane::feed:
            return "feed";
    }
    return "";
}

const std::vector<NumberRange>& held_apart(const Batching& batching, std::uint32_t batch) {
    static const std::vector<NumberRange> none;
    return batch < batching.held_apart.size() ? batching.held_apart[batch] : none;
}

bool may_overlap(const Batching& batching, std::uint32_t a, std::uint32_t b) {
    const PlannedBatch& one = batching.batches[a];
    const PlannedBatch& other = batching.batches[b];
    if (!in_one_feed(one, other)) return may_overlap(one, other);
    return !batching.held_apart.empty() && !holds(held_apart(batching, a), b);
}

}  // namespace rowlock
