#include "checks/plan/feed_schedule.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/base/random.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <queue>
#include <utility>

namespace rowlock {
namespace {

template <class T>
using SmallestFirst = std::priority_queue<T, std::vector<T>, std::greater<>>;

/// Batches at work, by when they will be done.
class RunningBatches {
public:
    bool empty() const { return queue_.empty(); }

    std::size_t size() const { return queue_.size(); }

    void start(Duration end, std::uint32_t batch) { queue_.push({end, batch}); }

    Duration next_end() const { return queue_.top().first; }

    /// Takes the next to be done; all that end at one time should be taken before anything starts.
    std::uint32_t finish() {
        const std::uint32_t batch = queue_.top().second;
        queue_.pop();
        return batch;
    }

private:
    SmallestFirst<std::pair<Duration, std::uint32_t>> queue_;
};

std::vector<std::uint32_t> longest_first(std::span<const Duration> times) {
    std::vector<std::uint32_t> order(times.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return times[a] > times[b];
    });
    return order;
}

/// See critical_first.
class CriticalFirst {
public:
    CriticalFirst(
        const ConflictGraph& conflicts, std::span<const Duration> times, std::uint32_t workers
    )
        : conflicts_(conflicts), times_(times), workers_(workers), blocked_(times.size()) {
        waiting_.resize(times.size());
        std::iota(waiting_.begin(), waiting_.end(), 0U);
        for (std::uint32_t batch = 0; batch < times.size(); ++batch) {
            Duration load = times[batch];
            for (const std::uint32_t other : conflicts.of(batch)) load += times[other];
            loads_.push_back(load);
        }
    }

    std::vector<std::uint32_t> order() {
        while (order_.size() < times_.size()) {
            while (running_.size() < workers_ && start_one()) {
            }
            now_ = running_.next_end();
            while (!running_.empty() && running_.next_end() == now_) finish_one();
        }
        return std::move(order_);
    }

private:
    bool start_one() {
        constexpr std::size_t k_none = ~std::size_t{0};
        std::size_t best = k_none;
        for (std::size_t i = 0; i < waiting_.size(); ++i) {
            if (blocked_[waiting_[i]] > 0) continue;
            if (best == k_none || loads_[waiting_[i]] > loads_[waiting_[best]]) best = i;
        }
        if (best == k_none) return false;
        const std::uint32_t batch = waiting_[best];
        waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(best));
        order_.push_back(batch);
        running_.start(now_ + times_[batch], batch);
        for (const std::uint32_t other : conflicts_.of(batch)) {
            ++blocked_[other];
            loads_[other] -= times_[batch];
        }
        return true;
    }

    void finish_one() {
        for (const std::uint32_t other : conflicts_.of(running_.finish())) --blocked_[other];
    }

    const ConflictGraph& conflicts_;
    std::span<const Duration> times_;
    std::uint32_t workers_;
    std::vector<std::uint32_t> waiting_;
    /// By batch: neighbours at work.
    std::vector<std::uint32_t> blocked_;
    /// By batch: its time and that of its neighbours that have not started.
    std::vector<Duration> loads_;
    RunningBatches running_;
    Duration now_{};
    std::vector<std::uint32_t> order_;
};

/// What times are multiplied by, draw by draw and batch by batch.
std::vector<double> draw_factors(std::span<const double> variations, std::uint32_t draws) {
    // The mean of fewer says little of how much they should vary.
    constexpr std::uint32_t k_draws_to_scale = 4;
    const std::size_t batches = variations.size();
    Random random{2026};
    std::vector<double> factors;
    factors.reserve(draws * batches);
    for (std::uint32_t draw = 0; draw < draws; ++draw) {
        for (const double variation : variations) factors.push_back(random.lognormal(1, variation));
    }
    if (draws < k_draws_to_scale) return factors;
    for (std::size_t batch = 0; batch < batches; ++batch) {
        double sum = 0;
        for (std::size_t i = batch; i < factors.size(); i += batches) sum += factors[i];
        for (std::size_t i = batch; i < factors.size(); i += batches) factors[i] *= draws / sum;
    }
    return factors;
}

}  // namespace

FeedSchedule run_in_order(
    const ConflictGraph& conflicts,
    std::span<const std::uint32_t> order,
    std::span<const Duration> times,
    std::uint32_t workers
) {
    ROWLOCK_ASSERT(workers > 0 && order.size() == times.size());
    std::vector<std::uint32_t> place(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) place[order[i]] = i;
    // By batch: earlier neighbours that are not done.
    std::vector<std::uint32_t> waits(order.size());
    SmallestFirst<std::uint32_t> ready;
    for (const std::uint32_t batch : order) {
        for (const std::uint32_t other : conflicts.of(batch)) {
            if (place[other] < place[batch]) ++waits[batch];
        }
        if (waits[batch] == 0) ready.push(place[batch]);
    }
    FeedSchedule schedule;
    schedule.starts.resize(order.size());
    RunningBatches running;
    while (!ready.empty() || !running.empty()) {
        for (; !ready.empty() && running.size() < workers; ready.pop()) {
            const std::uint32_t batch = order[ready.top()];
            schedule.starts[batch] = schedule.makespan;
            running.start(schedule.makespan + times[batch], batch);
        }
        schedule.makespan = running.next_end();
        while (!running.empty() && running.next_end() == schedule.makespan) {
            const std::uint32_t batch = running.finish();
            for (const std::uint32_t other : conflicts.of(batch)) {
                if (place[other] < place[batch]) continue;
                if (--waits[other] == 0) ready.push(place[other]);
            }
        }
    }
    return schedule;
}

std::vector<std::uint32_t> critical_first(
    const ConflictGraph& conflicts, std::span<const Duration> times, std::uint32_t workers
) {
    if (conflicts.pair_count() == 0) return longest_first(times);
    return CriticalFirst{conflicts, times, workers}.order();
}

Duration expected_makespan(std::span<const Duration> times, const MakespanOf& makespan_of) {
    constexpr double k_variation = 0.05;
    constexpr std::uint32_t k_draws = 2;
    const std::vector<double> variations(times.size(), k_variation);
    return (makespan_of(times) + drawn_makespan(times, variations, k_draws, makespan_of)) / 2;
}

Duration expected_makespan(
    const ConflictGraph& conflicts,
    std::span<const std::uint32_t> order,
    std::span<const Duration> times,
    std::uint32_t workers
) {
    return expected_makespan(times, [&](std::span<const Duration> drawn) {
        return run_in_order(conflicts, order, drawn, workers).makespan;
    });
}

Duration drawn_makespan(
    std::span<const Duration> times,
    std::span<const double> variations,
    std::uint32_t draws,
    const MakespanOf& makespan_of
) {
    ROWLOCK_ASSERT(draws > 0);
    const std::vector<double> factors = draw_factors(variations, draws);
    std::vector<Duration> drawn(times.size());
    Duration sum{};
    for (std::uint32_t draw = 0; draw < draws; ++draw) {
        for (std::size_t batch = 0; batch < times.size(); ++batch) {
            const auto time = static_cast<double>(times[batch].count());
            const double factor = factors[draw * times.size() + batch];
            drawn[batch] = Duration{std::llround(time * factor)};
        }
        sum += makespan_of(drawn);
    }
    return sum / draws;
}

}  // namespace rowlock
