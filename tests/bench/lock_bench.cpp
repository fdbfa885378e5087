// 10,000 chunks of 200 uniformly drawn keys through the lock table, 60 at a time, with holds, waits
// and timeouts on a virtual clock; against the same simulation on the lock table one would write
// first.
#include "mockorg/base/random.hpp"
#include "mockorg/base/time.hpp"
#include "mockorg/locking/lock_table.hpp"
#include "tests/bench/bench.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <queue>
#include <set>
#include <unordered_map>
#include <vector>

namespace rowlock {
namespace {

constexpr std::uint32_t k_chunks = 10'000;
constexpr std::uint32_t k_rows = 200;
constexpr std::uint32_t k_parents = 200'000;
constexpr std::uint32_t k_workers = 60;

using LockSets = std::vector<std::vector<LockKey>>;

LockSets make_lock_sets() {
    Random random{2026};
    LockSets sets(k_chunks);
    for (auto& keys : sets) {
        for (std::uint32_t row = 0; row < k_rows; ++row) {
            const auto parent = static_cast<std::uint32_t>(random.below(k_parents));
            keys.push_back(LockKey::of(0, {ObjectNo{0}, parent}));
        }
        std::sort(keys.begin(), keys.end());
        keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    }
    return sets;
}

/// The obvious way: a hash map of queues, the holder in front, and a set of keys per transaction.
class PlainLockTable {
public:
    LockProgress begin(TransactionNo number, const std::vector<LockKey>& keys) {
        wanted_[number] = {keys.begin(), keys.end()};
        return go_on(number);
    }

    void release(TransactionNo number, std::vector<LockProgress>& woken) {
        std::vector<TransactionNo> granted;
        for (const LockKey key : touched_[number]) {
            auto& queue = queues_[key.value()];
            const bool held = queue.front() == number;
            queue.erase(std::find(queue.begin(), queue.end(), number));
            if (queue.empty()) {
                queues_.erase(key.value());
            } else if (held) {
                granted.push_back(queue.front());
            }
        }
        touched_.erase(number);
        wanted_.erase(number);
        for (const TransactionNo each : granted) woken.push_back(go_on(each));
    }

private:
    LockProgress go_on(TransactionNo number) {
        auto& wanted = wanted_[number];
        auto& touched = touched_[number];
        while (!wanted.empty()) {
            const LockKey key = *wanted.begin();
            auto& queue = queues_[key.value()];
            if (touched.insert(key).second) queue.push_back(number);
            if (queue.front() != number) return {number, key};
            wanted.erase(wanted.begin());
        }
        return {number, std::nullopt};
    }

    std::unordered_map<std::uint64_t, std::deque<TransactionNo>> queues_;
    std::map<TransactionNo, std::set<LockKey>> wanted_;
    std::map<TransactionNo, std::set<LockKey>> touched_;
};

struct Due {
    TimePoint time;
    std::uint64_t sequence;
    std::uint32_t chunk;
    /// 0 is a commit, else the wait that runs out.
    std::uint32_t wait;

    bool operator>(const Due& other) const {
        return time != other.time ? time > other.time : sequence > other.sequence;
    }
};

/// Runs all chunks and returns how many timed out.
template <class Table>
class Simulation {
public:
    explicit Simulation(const LockSets& sets) : sets_(sets), waits_(sets.size()) {}

    std::uint32_t run() {
        while (next_ < std::min(k_workers, k_chunks)) start_next();
        while (!queue_.empty()) {
            const Due due = queue_.top();
            queue_.pop();
            if (due.wait != waits_[due.chunk]) continue;
            now_ = due.time;
            if (due.wait != 0) ++timed_out_;
            waits_[due.chunk] = k_done;
            std::vector<LockProgress> woken;
            table_.release(TransactionNo{due.chunk}, woken);
            for (const LockProgress& progress : woken) progressed(progress);
            if (next_ < k_chunks) start_next();
        }
        return timed_out_;
    }

private:
    static constexpr std::uint32_t k_done = ~std::uint32_t{0};

    void start_next() {
        const std::uint32_t chunk = next_++;
        progressed(table_.begin(TransactionNo{chunk}, sets_[chunk]));
    }

    void progressed(const LockProgress& progress) {
        const auto chunk = static_cast<std::uint32_t>(progress.transaction);
        if (progress.waiting_for) {
            queue_.push({now_ + seconds(10.0), sequence_++, chunk, ++wait_numbers_});
            waits_[chunk] = wait_numbers_;
        } else {
            waits_[chunk] = 0;
            const double hold = random_.split(chunk).lognormal(5.0, 1.5);
            queue_.push({now_ + seconds(hold), sequence_++, chunk, 0});
        }
    }

    const LockSets& sets_;
    Table table_;
    Random random_{7};
    TimePoint now_{};
    std::uint32_t next_ = 0;
    std::uint32_t timed_out_ = 0;
    std::uint32_t wait_numbers_ = 0;
    std::uint64_t sequence_ = 0;
    /// Per chunk: 0 while it holds, else its current wait.
    std::vector<std::uint32_t> waits_;
    std::priority_queue<Due, std::vector<Due>, std::greater<>> queue_;
};

template <class Table>
double seconds_of(const LockSets& sets, std::uint32_t& timed_out) {
    return bench::median_seconds([&] { timed_out = Simulation<Table>{sets}.run(); }, 5);
}

int run() {
    const LockSets sets = make_lock_sets();
    std::uint32_t plain_timed_out = 0;
    std::uint32_t timed_out = 0;
    const double plain = seconds_of<PlainLockTable>(sets, plain_timed_out);
    const double ours = seconds_of<LockTable>(sets, timed_out);
    if (plain_timed_out != timed_out) {
        std::fprintf(stderr, "the two tables disagree: %u and %u\n", plain_timed_out, timed_out);
        return 1;
    }
    bench::print("locks.10000_chunks.plain_table", plain, "s", 1.0);
    bench::print("locks.10000_chunks", ours, "s", ours / plain);
    return 0;
}

}  // namespace
}  // namespace rowlock

int main() {
    return rowlock::run();
}
