#include "checks/contention/nearest_pass.hpp"

#include <algorithm>
#include <array>

namespace rowlock {
namespace {

constexpr std::uint32_t k_no_place = std::numeric_limits<std::uint32_t>::max();

/// How far ahead rows are fetched: a plan may name them in any order.
constexpr std::size_t k_rows_ahead = 16;

class Meetings {
public:
    Meetings(const BatchOrder& order, std::size_t first_max)
        : places_(order.places().data()), first_max_(first_max) {}

    /// `nearest`: the key's distance so far. There is one between parallel batches of one load; for
    /// all others it is 0.
    void note(
        KeyNo key,
        std::uint32_t earlier,
        std::uint32_t later,
        bool both_in_line,
        std::uint32_t& nearest
    ) {
        if (nearest == NearestMeetings::k_never && first_.size() < first_max_) {
            first_.push_back({key, earlier, later});
        }
        const std::uint32_t distance =
            both_in_line ? places_[later].rank - places_[earlier].rank : 0;
        nearest = std::min(nearest, distance);
    }

    std::vector<Meeting> take() { return std::move(first_); }

private:
    const BatchOrder::Place* places_;
    std::size_t first_max_;
    std::vector<Meeting> first_;
};

/// What is remembered of a key while all batches are parallel ones of one load and phase: the last
/// batch that wanted it is the nearest one.
class UniformState {
public:
    explicit UniformState(const BatchOrder&) {}

    void visit(KeyNo key, std::uint32_t place, Meetings& meetings) {
        if (last_ == place) return;
        if (last_ != k_no_place) meetings.note(key, last_, place, true, nearest_);
        last_ = place;
    }

    std::uint32_t nearest() const { return nearest_; }

private:
    std::uint32_t last_ = k_no_place;
    std::uint32_t nearest_ = NearestMeetings::k_never;
};

/// The same for every kind of plan: one batch stands for all those that meet with the same others.
class LaneState {
public:
    explicit LaneState(const BatchOrder& order) : places_(&order.places()) {}

    void visit(KeyNo key, std::uint32_t place, Meetings& meetings) {
        if (last_ == place) return;
        const BatchOrder::Place& own = (*places_)[place];
        if (last_ != k_no_place) move_on(own);
        last_ = place;
        const auto meet = [&](std::uint32_t other, bool in_line = false) {
            if (other != k_no_place) meetings.note(key, other, place, in_line, nearest_);
        };
        const bool parallel = own.lane == BatchLane::parallel;
        const bool serial = own.lane == BatchLane::serial;
        meet(of_earlier_loads_[k_other]);
        if (!serial) meet(of_earlier_loads_[k_serial]);
        meet(parallel_, parallel);
        if (!serial) meet(serial_);
        if (feed_ != k_no_place && !same_feed(feed_, place)) meet(feed_);
        remember(place, own.lane);
    }

    std::uint32_t nearest() const { return nearest_; }

private:
    static constexpr std::size_t k_serial = 0;
    static constexpr std::size_t k_other = 1;
    using Pair = std::array<std::uint32_t, 2>;

    /// Batches stand by feed group: those of one end where the next one's begin.
    bool same_feed(std::uint32_t a, std::uint32_t b) const {
        return (*places_)[a].lane_end == (*places_)[b].lane_end;
    }

    /// Forgets what cannot meet the batch because a phase or a load lies between.
    void move_on(const BatchOrder::Place& next) {
        const BatchOrder::Place& last = (*places_)[last_];
        if (last.phase_end == next.phase_end) return;
        parallel_ = serial_ = feed_ = k_no_place;
        if (last.load_end == next.load_end) return;
        for (std::size_t i = 0; i < of_this_load_.size(); ++i) {
            if (of_this_load_[i] != k_no_place) of_earlier_loads_[i] = of_this_load_[i];
            of_this_load_[i] = k_no_place;
        }
    }

    void remember(std::uint32_t place, BatchLane lane) {
        of_this_load_[lane == BatchLane::serial ? k_serial : k_other] = place;
        if (lane == BatchLane::parallel) parallel_ = place;
        if (lane == BatchLane::serial) serial_ = place;
        if (lane == BatchLane::feed) feed_ = place;
    }

    const std::vector<BatchOrder::Place>* places_;
    std::uint32_t last_ = k_no_place;
    std::uint32_t nearest_ = NearestMeetings::k_never;
    /// Of the phase at hand.
    std::uint32_t parallel_ = k_no_place;
    std::uint32_t serial_ = k_no_place;
    /// Groups stand one behind the other: whatever met an earlier group has met its last batch.
    std::uint32_t feed_ = k_no_place;
    Pair of_this_load_{k_no_place, k_no_place};
    Pair of_earlier_loads_{k_no_place, k_no_place};
};

template <class State>
NearestMeetings run_pass(
    const RowKeys& keys,
    const Batching& batching,
    const BatchOrder& order,
    KeyReading reading,
    std::size_t first_max
) {
    Meetings meetings{order, first_max};
    std::vector<State> states(keys.key_count(), State{order});
    State* const state_of = states.data();
    for (std::uint32_t place = 0; place < order.places().size(); ++place) {
        const auto rows = batching.rows_of(batching.batches[order.places()[place].batch]);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (i + k_rows_ahead < rows.size()) keys.prefetch(rows[i + k_rows_ahead]);
            for (const KeyUse use : keys.of(rows[i])) {
                if (counts(use, reading)) state_of[use.key()].visit(use.key(), place, meetings);
            }
        }
    }
    NearestMeetings found;
    found.first = meetings.take();
    found.distance.reserve(states.size());
    for (const State& state : states) found.distance.push_back(state.nearest());
    return found;
}

}  // namespace

NearestMeetings find_nearest_meetings(
    const RowKeys& keys,
    const Batching& batching,
    const BatchOrder& order,
    KeyReading reading,
    std::size_t first_max
) {
    return order.uniform() ? run_pass<UniformState>(keys, batching, order, reading, first_max)
                           : run_pass<LaneState>(keys, batching, order, reading, first_max);
}

}  // namespace rowlock
