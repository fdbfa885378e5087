#include "checks/plan/key_walk.hpp"

#include <algorithm>
#include <cstdint>
#include <span>

namespace rowlock {
namespace {

class KeyWalk {
public:
    explicit KeyWalk(const PlanProblem& problem)
        : problem_(problem),
          key_seen_(problem.roots().key_count()),
          row_seen_(problem.row_count()) {}

    /// Of one component; components share nothing, so one walk serves them all. Empty if shallow.
    std::vector<RowNo> walk(KeyNo somewhere, std::size_t levels_min) {
        std::vector<RowNo> rows;
        const KeyNo far = visit(somewhere, k_to_find_the_end, rows);
        rows.clear();
        // From anywhere it is at least half as far as from one end to the other.
        if (2 * levels_ < levels_min) return rows;
        visit(far, k_to_list, rows);
        return rows;
    }

private:
    static constexpr std::uint8_t k_to_find_the_end = 1;
    static constexpr std::uint8_t k_to_list = 2;

    /// Visits the keys of a component, lists its rows and returns the last key.
    KeyNo visit(KeyNo start, std::uint8_t round, std::vector<RowNo>& rows) {
        std::vector<KeyNo> queue{start};
        key_seen_[start] = round;
        levels_ = 0;
        std::size_t level_end = 0;
        for (std::size_t next = 0; next < queue.size(); ++next) {
            if (next == level_end) {
                ++levels_;
                level_end = queue.size();
            }
            fetch(queue, next);
            expand(queue, queue[next], round, rows);
        }
        return queue.back();
    }

    /// Keys in the queue and their rows lie anywhere, one found through the other: for later ones
    /// each step is fetched while the steps before it of still later ones are on their way.
    void fetch(const std::vector<KeyNo>& queue, std::size_t next) const {
        constexpr std::size_t k_step = 6;
        const KeyRows& rows_by_root = problem_.rows_by_root();
        if (next + 4 * k_step < queue.size()) rows_by_root.prefetch(queue[next + 4 * k_step]);
        if (next + 3 * k_step < queue.size()) {
            __builtin_prefetch(rows_by_root.of(queue[next + 3 * k_step]).data());
        }
        if (next + 2 * k_step < queue.size()) {
            for (const RowNo row : rows_by_root.of(queue[next + 2 * k_step]).first(1)) {
                __builtin_prefetch(&row_seen_[row]);
                problem_.roots().prefetch(row);
            }
        }
        if (next + k_step < queue.size()) {
            for (const RowNo row : rows_by_root.of(queue[next + k_step]).first(1)) {
                __builtin_prefetch(problem_.roots().of(row).data());
            }
        }
    }

    /// Lists the key's rows that no key before has and queues their keys, each sorted, so that the
    /// walk does not depend on the order of the rows. The keys of rows listed before are known.
    void expand(
        std::vector<KeyNo>& queue, KeyNo key, std::uint8_t round, std::vector<RowNo>& rows
    ) {
        const std::size_t listed = rows.size();
        const std::size_t queued = queue.size();
        for (const RowNo row : problem_.rows_by_root().of(key)) {
            if (row_seen_[row] == round) continue;
            row_seen_[row] = round;
            rows.push_back(row);
            for (const KeyUse use : problem_.roots().of(row)) {
                if (key_seen_[use.key()] == round) continue;
                key_seen_[use.key()] = round;
                queue.push_back(use.key());
            }
        }
        std::sort(queue.begin() + static_cast<std::ptrdiff_t>(queued), queue.end());
        if (round == k_to_list) problem_.sort_by_content(std::span{rows}.subspan(listed));
    }

    const PlanProblem& problem_;
    std::vector<std::uint8_t> key_seen_;
    std::vector<std::uint8_t> row_seen_;
    std::size_t levels_ = 0;
};

}  // namespace

std::optional<std::vector<std::vector<RowNo>>> walk_components(
    const PlanProblem& problem, const std::vector<bool>& wanted, std::size_t levels_min
) {
    std::vector<std::vector<RowNo>> lists;
    std::vector<bool> open = wanted;
    KeyWalk walk{problem};
    const auto& of_key = problem.components().of_key;
    for (KeyNo key = 0; key < of_key.size(); ++key) {
        if (of_key[key] == k_no_component || !open[of_key[key]]) continue;
        open[of_key[key]] = false;
        lists.push_back(walk.walk(key, levels_min));
        if (lists.back().empty()) return std::nullopt;
    }
    return lists;
}

}  // namespace rowlock
