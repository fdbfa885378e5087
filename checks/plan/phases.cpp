#include "checks/plan/phases.hpp"

#include "checks/plan/shared_keys.hpp"
#include "mockorg/base/assert.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <queue>
#include <tuple>
#include <utility>

namespace rowlock {
namespace {

/// A set of phases, as stretches: what is taken first come first served leaves few gaps.
class TakenPhases {
public:
    /// The first phase from this one on that is free.
    std::uint32_t first_free(std::uint32_t phase) const {
        const auto after = behind(phase);
        if (after == stretches_.begin()) return phase;
        return std::max(phase, std::prev(after)->end);
    }

    /// The phase is free.
    void take(std::uint32_t phase) {
        const auto after = behind(phase);
        const bool joins_next = after != stretches_.end() && after->begin == phase + 1;
        const bool joins_last = after != stretches_.begin() && std::prev(after)->end == phase;
        const auto at = stretches_.begin() + (after - stretches_.begin());
        if (joins_last) {
            std::prev(at)->end = joins_next ? at->end : phase + 1;
            if (joins_next) stretches_.erase(at);
        } else if (joins_next) {
            at->begin = phase;
        } else {
            stretches_.insert(at, {phase, phase + 1});
        }
    }

private:
    struct Stretch {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
    };

    std::vector<Stretch>::const_iterator behind(std::uint32_t phase) const {
        return std::upper_bound(
            stretches_.begin(),
            stretches_.end(),
            phase,
            [](std::uint32_t value, const Stretch& stretch) { return value < stretch.begin; }
        );
    }

    /// Ascending, with a gap between any two.
    std::vector<Stretch> stretches_;
};

/// See find_phases.
class PhaseFinder {
public:
    PhaseFinder(
        const SharedKeyLists& lists, const std::vector<std::uint32_t>& rows, std::uint32_t workers
    )
        : rows_(rows), ends_(rows.size()), taken_(lists.ends.size()), hottest_(rows.size()) {
        list_keys(lists);
        turns_ = std::max(*std::max_element(hottest_.begin(), hottest_.end()), 1U);
        room_ = std::max<std::size_t>(rows.size() / turns_ / workers, 1) * workers;
        sizes_.resize(turns_);
    }

    std::vector<std::uint32_t> find() {
        std::vector<std::uint32_t> order(rows_.size());
        std::iota(order.begin(), order.end(), 0U);
        std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
            return std::tuple{hottest_[b], rows_[b], a} < std::tuple{hottest_[a], rows_[a], b};
        });
        std::vector<std::uint32_t> phases(order.size());
        for (const std::uint32_t batch : order) phases[batch] = place(batch);
        return phases;
    }

private:
    using KeyIndex = std::uint32_t;

    /// Turns lists of batches by key into lists of keys by batch.
    void list_keys(const SharedKeyLists& lists) {
        for (const std::uint32_t batch : lists.batches) ++ends_[batch];
        std::partial_sum(ends_.begin(), ends_.end(), ends_.begin());
        keys_.resize(lists.batches.size());
        // Filled from their ends, so that ends_ become where the lists begin.
        for (std::size_t key = lists.ends.size(); key-- > 0;) {
            const std::uint64_t begin = key == 0 ? 0 : lists.ends[key - 1];
            const auto length = static_cast<std::uint32_t>(lists.ends[key] - begin);
            for (std::uint64_t i = begin; i < lists.ends[key]; ++i) {
                const std::uint32_t batch = lists.batches[i];
                keys_[--ends_[batch]] = static_cast<KeyIndex>(key);
                hottest_[batch] = std::max(hottest_[batch], length);
            }
        }
    }

    std::span<const KeyIndex> keys_of(std::uint32_t batch) const {
        const bool last = batch + 1 == ends_.size();
        const std::uint64_t end = last ? keys_.size() : ends_[batch + 1];
        return std::span{keys_}.subspan(ends_[batch], end - ends_[batch]);
    }

    /// The first phase from this one on in which the keys are free, and that is not full if that
    /// matters.
    std::uint32_t first_free(std::span<const KeyIndex> keys, std::uint32_t phase, bool also_full)
        const {
        while (true) {
            const std::uint32_t before = phase;
            for (const KeyIndex key : keys) phase = taken_[key].first_free(phase);
            if (!also_full) phase = full_.first_free(phase);
            if (phase == before) return phase;
        }
    }

    /// Takes turns, so that phases fill evenly. What finds no room that the workers take in whole
    /// rounds goes wherever it can.
    std::uint32_t place(std::uint32_t batch) {
        const auto keys = keys_of(batch);
        std::uint32_t phase = first_free(keys, turn_, false);
        if (phase >= turns_) phase = first_free(keys, 0, false);
        if (phase < turns_) {
            turn_ = (phase + 1) % turns_;
            if (++sizes_[phase] == room_) full_.take(phase);
        } else {
            phase = first_free(keys, 0, true);
        }
        for (const KeyIndex key : keys) taken_[key].take(phase);
        return phase;
    }

    const std::vector<std::uint32_t>& rows_;
    /// By batch: where its keys begin in keys_.
    std::vector<std::uint64_t> ends_;
    std::vector<KeyIndex> keys_;
    /// By key.
    std::vector<TakenPhases> taken_;
    /// By batch: how many batches have the one of its keys that most have.
    std::vector<std::uint32_t> hottest_;
    /// As many phases as the hottest key has batches; more are needed only where keys collide.
    std::uint32_t turns_ = 1;
    std::uint32_t turn_ = 0;
    /// By such a phase: the batches that took their turn in it; `room_` at most.
    std::vector<std::size_t> sizes_;
    std::size_t room_ = 0;
    TakenPhases full_;
};

/// The workers of one phase, by when they will be free.
Duration run_phase(
    std::span<const std::uint32_t> batches,
    std::span<const Duration> times,
    std::uint32_t workers,
    FeedSchedule& schedule
) {
    std::priority_queue<Duration, std::vector<Duration>, std::greater<>> ends;
    Duration last = schedule.makespan;
    for (const std::uint32_t batch : batches) {
        Duration start = schedule.makespan;
        if (ends.size() == workers) {
            start = ends.top();
            ends.pop();
        }
        schedule.starts[batch] = start;
        ends.push(start + times[batch]);
        last = std::max(last, start + times[batch]);
    }
    return last;
}

}  // namespace

std::vector<std::uint32_t> find_phases(
    const PlanProblem& problem,
    std::span<const std::uint32_t> batch_of_row,
    std::uint32_t batch_count
) {
    if (batch_count == 0) return {};
    std::vector<std::uint32_t> rows(batch_count);
    for (const std::uint32_t batch : batch_of_row) ++rows[batch];
    const SharedKeyLists lists = list_shared_keys(problem, batch_of_row, batch_count);
    return PhaseFinder{lists, rows, problem.options().workers}.find();
}

std::vector<std::uint32_t> order_in_phases(
    std::span<const std::uint32_t> phases, std::span<const Duration> times
) {
    std::vector<std::uint32_t> order(phases.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return phases[a] != phases[b] ? phases[a] < phases[b] : times[a] > times[b];
    });
    return order;
}

FeedSchedule run_in_phases(
    std::span<const std::uint32_t> order,
    std::span<const std::uint32_t> phases,
    std::span<const Duration> times,
    std::uint32_t workers
) {
    ROWLOCK_ASSERT(workers > 0 && order.size() == times.size());
    FeedSchedule schedule;
    schedule.starts.resize(order.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin;
        while (end < order.size() && phases[order[end]] == phases[order[begin]]) ++end;
        schedule.makespan = run_phase(order.subspan(begin, end - begin), times, workers, schedule);
        begin = end;
    }
    return schedule;
}

}  // namespace rowlock
