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
            list_rows(queue[next], round, rows);
            enqueue_neighbours(queue, next, round);
        }
        return queue.back();
    }

    void list_rows(KeyNo key, std::uint8_t round, std::vector<RowNo>& rows) {
        const std::size_t listed = rows.size();
        for (const RowNo row : problem_.rows_by_root().of(key)) {
            if (row_seen_[row] == round) continue;
            row_seen_[row] = round;
            rows.push_back(row);
        }
        if (round == k_to_list) problem_.sort_by_content(std::span{rows}.subspan(listed));
    }

    /// Sorted, so that the walk does not depend on the order of the rows.
    void enqueue_neighbours(std::vector<KeyNo>& queue, std::size_t at, std::uint8_t round) {
        const std::size_t begin = queue.size();
        for (const RowNo row : problem_.rows_by_root().of(queue[at])) {
            for (const KeyUse use : problem_.roots().of(row)) {
                if (key_seen_[use.key()] == round) continue;
                key_seen_[use.key()] = round;
                queue.push_back(use.key());
            }
        }
        std::sort(queue.begin() + static_cast<std::ptrdiff_t>(begin), queue.end());
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
