#include "harness/batcher/judge.hpp"

#include <algorithm>
#include <map>
#include <numeric>

namespace rowlock::batcher {
namespace {

constexpr double k_seconds_per_batch = 5.0;
constexpr double k_seconds_per_row = 0.016;

double seconds_of(const AnswerBatch& batch) {
    return k_seconds_per_batch + k_seconds_per_row * static_cast<double>(batch.rows.size());
}

bool has_key(const KeyTable& keys, std::uint32_t row, const std::string& key) {
    return std::binary_search(keys[row].begin(), keys[row].end(), key);
}

std::optional<std::uint32_t> row_with(
    const KeyTable& keys, const AnswerBatch& batch, const std::string& key
) {
    for (const std::uint32_t row : batch.rows) {
        if (has_key(keys, row, key)) return row;
    }
    return std::nullopt;
}

bool share_a_key(const KeyTable& keys, const AnswerBatch& a, const AnswerBatch& b) {
    for (const std::uint32_t row : a.rows) {
        for (const std::string& key : keys[row]) {
            if (row_with(keys, b, key)) return true;
        }
    }
    return false;
}

/// Packs groups one by one into every batch they fit, and keeps the fewest batches seen.
void pack(
    const std::vector<std::size_t>& sizes,
    std::size_t next,
    std::size_t cap,
    std::vector<std::size_t>& fill,
    std::size_t& best
) {
    if (fill.size() >= best) return;
    if (next == sizes.size()) {
        best = fill.size();
        return;
    }
    for (std::size_t batch = 0; batch < fill.size(); ++batch) {
        if (fill[batch] + sizes[next] > cap) continue;
        fill[batch] += sizes[next];
        pack(sizes, next + 1, cap, fill, best);
        fill[batch] -= sizes[next];
    }
    fill.push_back(sizes[next]);
    pack(sizes, next + 1, cap, fill, best);
    fill.pop_back();
}

/// Runs the batches of one phase and says how long that takes.
class PhaseRun {
public:
    PhaseRun(const KeyTable& keys, const std::vector<AnswerBatch>& batches, std::uint32_t workers)
        : keys_(keys), batches_(batches), workers_(workers) {}

    double seconds(std::uint32_t phase) {
        waiting_.clear();
        for (const AnswerBatch& batch : batches_) {
            if (batch.phase == phase) waiting_.push_back(&batch);
        }
        double now = 0;
        start_what_may(now);
        while (!running_.empty()) {
            const auto next = std::min_element(
                running_.begin(),
                running_.end(),
                [](const Running& a, const Running& b) { return a.end < b.end; }
            );
            now = next->end;
            running_.erase(next);
            start_what_may(now);
        }
        return now;
    }

private:
    struct Running {
        const AnswerBatch* batch;
        double end;
    };

    bool may_start(const AnswerBatch& batch) const {
        const bool serial = batch.lane == BatchLane::serial;
        const auto of_lane =
            std::count_if(running_.begin(), running_.end(), [serial](const Running& running) {
                return (running.batch->lane == BatchLane::serial) == serial;
            });
        if (of_lane >= (serial ? 1 : static_cast<std::ptrdiff_t>(workers_))) return false;
        return std::none_of(running_.begin(), running_.end(), [&](const Running& running) {
            return batch.lane == BatchLane::feed && running.batch->lane == BatchLane::feed &&
                   running.batch->feed_group == batch.feed_group &&
                   share_a_key(keys_, batch, *running.batch);
        });
    }

    void start_what_may(double now) {
        for (auto it = waiting_.begin(); it != waiting_.end();) {
            if (!may_start(**it)) {
                ++it;
                continue;
            }
            running_.push_back({*it, now + seconds_of(**it)});
            it = waiting_.erase(it);
        }
    }

    const KeyTable& keys_;
    const std::vector<AnswerBatch>& batches_;
    std::uint32_t workers_;
    std::vector<const AnswerBatch*> waiting_;
    std::vector<Running> running_;
};

}  // namespace

bool may_meet(const AnswerBatch& a, const AnswerBatch& b) {
    if (a.phase != b.phase) return false;
    if (a.lane == BatchLane::serial && b.lane == BatchLane::serial) return false;
    const bool both_feed = a.lane == BatchLane::feed && b.lane == BatchLane::feed;
    return !(both_feed && a.feed_group == b.feed_group);
}

std::vector<Clash> find_clashes(const KeyTable& keys, const std::vector<AnswerBatch>& batches) {
    std::map<std::string, Clash> found;
    for (std::size_t first = 0; first < batches.size(); ++first) {
        for (std::size_t second = first + 1; second < batches.size(); ++second) {
            if (!may_meet(batches[first], batches[second])) continue;
            for (const std::uint32_t row : batches[first].rows) {
                for (const std::string& key : keys[row]) {
                    const auto other = row_with(keys, batches[second], key);
                    if (other) found.try_emplace(key, Clash{key, first, row, second, *other});
                }
            }
        }
    }
    std::vector<Clash> clashes;
    for (auto& entry : found) clashes.push_back(std::move(entry.second));
    return clashes;
}

std::uint64_t count_clashing_pairs(const KeyTable& keys, const std::vector<AnswerBatch>& batches) {
    std::uint64_t pairs = 0;
    for (std::size_t first = 0; first < batches.size(); ++first) {
        for (std::size_t second = first + 1; second < batches.size(); ++second) {
            const bool clash = may_meet(batches[first], batches[second]) &&
                               share_a_key(keys, batches[first], batches[second]);
            if (clash) ++pairs;
        }
    }
    return pairs;
}

std::vector<std::size_t> find_groups(const KeyTable& keys) {
    std::vector<std::size_t> group(keys.size());
    std::iota(group.begin(), group.end(), std::size_t{0});
    // The first row that has a key names its group; a row of two groups makes them one.
    std::map<std::string, std::size_t> first_row;
    for (std::size_t row = 0; row < keys.size(); ++row) {
        for (const std::string& key : keys[row]) {
            const std::size_t other = group[first_row.try_emplace(key, row).first->second];
            const std::size_t mine = group[row];
            const std::size_t merged = std::min(mine, other);
            for (std::size_t& each : group) {
                if (each == mine || each == other) each = merged;
            }
        }
    }
    std::map<std::size_t, std::size_t> number;
    for (std::size_t& each : group) each = number.try_emplace(each, number.size()).first->second;
    return group;
}

std::vector<std::size_t> group_sizes(const std::vector<std::size_t>& groups) {
    std::vector<std::size_t> sizes;
    for (const std::size_t group : groups) {
        if (group >= sizes.size()) sizes.resize(group + 1);
        ++sizes[group];
    }
    return sizes;
}

bool groups_fit(const Instance& instance, const KeyTable& keys) {
    const std::vector<std::size_t> groups = find_groups(keys);
    const std::vector<std::size_t> sizes = group_sizes(groups);
    std::vector<std::uint64_t> bytes(sizes.size(), header_line(instance).size());
    for (std::size_t row = 0; row < groups.size(); ++row) {
        bytes[groups[row]] += row_bytes(instance, row);
    }
    for (std::size_t group = 0; group < sizes.size(); ++group) {
        // A row that is too large on its own is nobody's fault.
        const bool too_large = bytes[group] > instance.caps.bytes && sizes[group] > 1;
        if (sizes[group] > instance.caps.rows || too_large) return false;
    }
    return true;
}

double makespan_seconds(const Instance& instance, const KeyTable& keys, const Answer& answer) {
    std::vector<std::uint32_t> phases;
    for (const AnswerBatch& batch : answer.batches) phases.push_back(batch.phase);
    std::sort(phases.begin(), phases.end());
    phases.erase(std::unique(phases.begin(), phases.end()), phases.end());
    PhaseRun run{keys, answer.batches, instance.workers};
    double total = 0;
    for (const std::uint32_t phase : phases) total += run.seconds(phase);
    return total;
}

double lower_bound_seconds(const Instance& instance, const KeyTable& keys) {
    const auto work = [&](std::size_t rows) {
        const std::size_t batches = (rows + instance.caps.rows - 1) / instance.caps.rows;
        return k_seconds_per_batch * static_cast<double>(batches) +
               k_seconds_per_row * static_cast<double>(rows);
    };
    std::map<std::string, std::size_t> rows_of;
    for (const auto& row : keys) {
        for (const std::string& key : row) ++rows_of[key];
    }
    // The serial lane is one more worker.
    double bound = work(keys.size()) / (static_cast<double>(instance.workers) + 1);
    for (const auto& entry : rows_of) bound = std::max(bound, work(entry.second));
    return bound;
}

std::optional<std::size_t> fewest_batches(const std::vector<std::size_t>& sizes, std::size_t cap) {
    constexpr std::ptrdiff_t k_groups_max = 8;
    const auto several =
        std::count_if(sizes.begin(), sizes.end(), [](std::size_t size) { return size > 1; });
    if (several > k_groups_max) return std::nullopt;
    std::vector<std::size_t> groups;
    std::size_t singles = 0;
    for (const std::size_t size : sizes) {
        if (size > cap) return std::nullopt;
        if (size > 1) groups.push_back(size);
        if (size == 1) ++singles;
    }
    std::size_t best = groups.size() + 1;
    std::vector<std::size_t> fill;
    pack(groups, 0, cap, fill, best);
    // Single rows fill what is left: only their number matters.
    const std::size_t total = std::accumulate(groups.begin(), groups.end(), singles);
    return std::max(best, (total + cap - 1) / cap);
}

}  // namespace rowlock::batcher
