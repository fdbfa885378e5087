#include "checks/contention/feed_meetings.hpp"

#include <algorithm>
#include <optional>
#include <span>

namespace rowlock {
namespace {

/// Places of batches of one feed, ascending.
using Places = std::span<const std::uint32_t>;

class FeedPass {
public:
    FeedPass(const BatchOrder& order, std::size_t first_max, NearestMeetings& nearest)
        : order_(order), first_max_(first_max), nearest_(nearest), strict_(order.places().size()) {
        find_strict();
    }

    /// Places of the feed lane.
    std::vector<std::uint32_t> places() const {
        std::vector<std::uint32_t> feed;
        for (std::uint32_t place = 0; place < order_.places().size(); ++place) {
            if (order_.places()[place].lane == BatchLane::feed) feed.push_back(place);
        }
        return feed;
    }

    /// Of one feed, all the places that want the key.
    void look_at(KeyNo key, Places wanting) {
        if (strict_[order_.places()[wanting.front()].lane_end - 1]) {
            if (const auto pair = find_loose(wanting)) note(key, pair->first, pair->second, 0);
            return;
        }
        // Sent in order, like parallel batches.
        for (std::size_t i = 1; i < wanting.size(); ++i) {
            note(key, wanting[i - 1], wanting[i], wanting[i] - wanting[i - 1]);
        }
    }

private:
    using Pair = std::pair<std::uint32_t, std::uint32_t>;

    /// A feed that holds anything back does not send in order.
    void find_strict() {
        for (std::uint32_t place = 0; place < strict_.size(); ++place) {
            if (order_.places()[place].lane != BatchLane::feed) continue;
            order_.for_each_held(place, [&](std::uint32_t, std::uint32_t) {
                strict_[order_.places()[place].lane_end - 1] = true;
            });
        }
    }

    std::uint32_t batch_at(std::uint32_t place) const { return order_.places()[place].batch; }

    /// The first two that the list does not hold apart.
    std::optional<Pair> find_loose(Places wanting) const {
        for (std::size_t i = 0; i < wanting.size(); ++i) {
            if (const auto other = find_loose_from(wanting[i], wanting.subspan(i + 1))) {
                return Pair{wanting[i], *other};
            }
        }
        return std::nullopt;
    }

    std::optional<std::uint32_t> find_loose_from(std::uint32_t place, Places behind) const {
        const auto& held = held_apart(order_.batching(), batch_at(place));
        while (!behind.empty()) {
            const NumberRange* range = find_range(held, batch_at(behind.front()));
            if (range == nullptr) return behind.front();
            const auto past =
                std::partition_point(behind.begin(), behind.end(), [&](std::uint32_t other) {
                    return batch_at(other) - range->first < range->count;
                });
            behind = behind.subspan(static_cast<std::size_t>(past - behind.begin()));
        }
        return std::nullopt;
    }

    void note(KeyNo key, std::uint32_t a, std::uint32_t b, std::uint32_t distance) {
        std::uint32_t& known = nearest_.distance[key];
        if (known == NearestMeetings::k_never && nearest_.first.size() < first_max_) {
            nearest_.first.push_back({key, a, b});
        }
        known = std::min(known, distance);
    }

    const BatchOrder& order_;
    std::size_t first_max_;
    NearestMeetings& nearest_;
    /// At the last place of each feed: its list holds some batches apart.
    std::vector<bool> strict_;
};

}  // namespace

void add_feed_meetings(
    const RowKeys& keys,
    const BatchOrder& order,
    KeyReading reading,
    std::size_t first_max,
    NearestMeetings& nearest
) {
    if (order.uniform() || !order.feeds_by_list()) return;
    FeedPass pass{order, first_max, nearest};
    const std::vector<std::uint32_t> places = pass.places();
    if (places.size() < 2) return;
    std::vector<std::uint32_t> sequence;
    for (const std::uint32_t place : places) sequence.push_back(order.places()[place].batch);
    const KeyLists lists = make_key_lists(keys, order.batching(), sequence, reading, {});
    std::vector<std::uint32_t> wanting;
    for (std::size_t i = 0; i < lists.count(); ++i) {
        wanting.clear();
        for (const std::uint32_t entry : lists.list(i)) {
            const std::uint32_t place = places[entry];
            const auto same_feed = [&](std::uint32_t other) {
                return order.places()[other].lane_end == order.places()[place].lane_end;
            };
            if (!wanting.empty() && !same_feed(wanting.front())) {
                pass.look_at(lists.keys[i], wanting);
                wanting.clear();
            }
            wanting.push_back(place);
        }
        pass.look_at(lists.keys[i], wanting);
    }
}

}  // namespace rowlock
