#include "checks/contention/nearest_pass.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <thread>

namespace rowlock {
namespace {

constexpr std::uint32_t k_no_place = std::numeric_limits<std::uint32_t>::max();

/// How far ahead rows are fetched, and behind that what is known of their keys: a plan may name
/// rows in any order, and rows any key.
constexpr std::size_t k_rows_ahead = 32;
constexpr std::size_t k_keys_ahead = 16;

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

/// UniformState for batches from the midst of the plan: knows where it began.
class EdgedState {
public:
    explicit EdgedState(const BatchOrder&) {}

    void visit(KeyNo key, std::uint32_t place, Meetings& meetings) {
        if (last_ == place) return;
        if (last_ == k_no_place) {
            first_ = place;
        } else {
            meetings.note(key, last_, place, true, nearest_);
        }
        last_ = place;
    }

    /// Takes over what was found in batches behind.
    void join(const EdgedState& behind) {
        if (behind.last_ == k_no_place) return;
        nearest_ = std::min(nearest_, behind.nearest_);
        if (last_ == k_no_place) {
            first_ = behind.first_;
        } else {
            // A place of a uniform plan is its rank.
            nearest_ = std::min(nearest_, behind.first_ - last_);
        }
        last_ = behind.last_;
    }

    std::uint32_t nearest() const { return nearest_; }

private:
    std::uint32_t first_ = k_no_place;
    std::uint32_t last_ = k_no_place;
    std::uint32_t nearest_ = NearestMeetings::k_never;
};

/// Places next to each other, and what rows of theirs came to.
template <class State>
struct Stretch {
    Stretch(
        const RowKeys& keys, const BatchOrder& order, std::size_t first_place, std::size_t first_max
    )
        : begin(first_place),
          end(first_place),
          meetings(order, first_max),
          states(keys.key_count(), State{order}) {}

    std::size_t begin;
    std::size_t end;
    Meetings meetings;
    std::vector<State> states;

    void run(
        const RowKeys& keys, const Batching& batching, const BatchOrder& order, KeyReading reading
    ) {
        State* const state_of = states.data();
        for (auto place = static_cast<std::uint32_t>(begin); place < end; ++place) {
            const auto rows = batching.rows_of(batching.batches[order.places()[place].batch]);
            for (std::size_t i = 0; i < rows.size(); ++i) {
                if (i + k_rows_ahead < rows.size()) keys.prefetch(rows[i + k_rows_ahead]);
                if (i + k_keys_ahead < rows.size()) {
                    for (const KeyUse use : keys.of(rows[i + k_keys_ahead])) {
                        __builtin_prefetch(state_of + use.key(), 1);
                    }
                }
                for (const KeyUse use : keys.of(rows[i])) {
                    if (counts(use, reading)) state_of[use.key()].visit(use.key(), place, meetings);
                }
            }
        }
    }

    NearestMeetings take() {
        NearestMeetings found;
        found.first = meetings.take();
        found.distance.reserve(states.size());
        for (const State& state : states) found.distance.push_back(state.nearest());
        return found;
    }
};

template <class State>
NearestMeetings run_pass(
    const RowKeys& keys,
    const Batching& batching,
    const BatchOrder& order,
    KeyReading reading,
    std::size_t first_max
) {
    Stretch<State> all{keys, order, 0, first_max};
    all.end = order.places().size();
    all.run(keys, batching, order, reading);
    return all.take();
}

std::uint64_t count_conflicting(const std::vector<EdgedState>& states) {
    const auto conflicting = std::count_if(states.begin(), states.end(), [](const EdgedState& s) {
        return s.nearest() != NearestMeetings::k_never;
    });
    return static_cast<std::uint64_t>(conflicting);
}

/// Each thread takes batches next to each other. Nothing if the first meetings are not all in the
/// first thread's: then only the pass from front to back can tell them.
std::optional<NearestMeetings> run_divided(
    const RowKeys& keys,
    const Batching& batching,
    const BatchOrder& order,
    KeyReading reading,
    std::size_t first_max,
    unsigned threads
) {
    const std::size_t places = order.places().size();
    std::vector<Stretch<EdgedState>> stretches;
    for (unsigned i = 0; i < threads; ++i) {
        stretches.emplace_back(keys, order, places * i / threads, i == 0 ? first_max : 0);
        stretches.back().end = places * (i + 1) / threads;
    }
    {
        std::vector<std::jthread> workers;
        for (unsigned i = 1; i < threads; ++i) {
            workers.emplace_back([&, i] { stretches[i].run(keys, batching, order, reading); });
        }
        stretches.front().run(keys, batching, order, reading);
    }
    Stretch<EdgedState>& all = stretches.front();
    const std::uint64_t in_first = count_conflicting(all.states);
    for (unsigned i = 1; i < threads; ++i) {
        for (std::size_t key = 0; key < all.states.size(); ++key) {
            all.states[key].join(stretches[i].states[key]);
        }
    }
    if (in_first < first_max && count_conflicting(all.states) != in_first) return std::nullopt;
    return all.take();
}

}  // namespace

NearestMeetings find_nearest_meetings(
    const RowKeys& keys,
    const Batching& batching,
    const BatchOrder& order,
    KeyReading reading,
    std::size_t first_max,
    unsigned threads
) {
    if (!order.uniform()) return run_pass<LaneState>(keys, batching, order, reading, first_max);
    if (threads > 1 && order.places().size() >= threads) {
        auto found = run_divided(keys, batching, order, reading, first_max, threads);
        if (found) return *std::move(found);
    }
    return run_pass<UniformState>(keys, batching, order, reading, first_max);
}

}  // namespace rowlock
