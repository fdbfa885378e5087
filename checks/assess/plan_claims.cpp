#include "checks/assess/plan_claims.hpp"

#include "checks/contention/wanting_row.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace rowlock {
namespace {

class FeedCheck {
public:
    FeedCheck(
        const RowKeys& keys,
        const Batching& batching,
        std::span<const PlanFileBatch> plan,
        KeyReading reading
    )
        : keys_(keys), batching_(batching), plan_(plan), reading_(reading) {
        for (std::uint32_t i = 0; i < plan.size(); ++i) {
            if (plan[i].lane == BatchLane::feed) sequence_.push_back(i);
        }
    }

    UndeclaredConflicts run(std::size_t witnesses_max) {
        const KeyLists lists = make_key_lists(keys_, batching_, sequence_, reading_, {});
        for (std::size_t i = 0; i < lists.count(); ++i) {
            const auto pair = look_at(lists.list(i));
            if (!pair) continue;
            ++found_.keys;
            if (found_.witnesses.size() < witnesses_max) add_witness(lists.keys[i], *pair);
        }
        found_.pairs = pairs_.size();
        return std::move(found_);
    }

private:
    using Pair = std::pair<std::uint32_t, std::uint32_t>;

    /// Kept apart by the feed group only, and that knows nothing of the two.
    bool is_undeclared(std::uint32_t a, std::uint32_t b) const {
        const PlanFileBatch& one = plan_[a];
        const PlanFileBatch& other = plan_[b];
        if (one.phase != other.phase || one.feed_group != other.feed_group) return false;
        return !holds(one.conflicts, b) && !holds(other.conflicts, a);
    }

    /// Notes all pairs of the list; the first of them.
    std::optional<Pair> look_at(std::span<const std::uint32_t> list) {
        std::optional<Pair> first_pair;
        for (std::size_t i = 0; i < list.size(); ++i) {
            for (std::size_t j = i + 1; j < list.size(); ++j) {
                const std::uint32_t a = sequence_[list[i]];
                const std::uint32_t b = sequence_[list[j]];
                if (!is_undeclared(a, b)) continue;
                pairs_.emplace(a, b);
                if (!first_pair) first_pair = Pair{a, b};
            }
        }
        return first_pair;
    }

    void add_witness(KeyNo key, const Pair& pair) {
        Witness witness;
        witness.key = key;
        const WantingRow first = row_in(pair.first, key);
        const WantingRow second = row_in(pair.second, key);
        witness.first = {pair.first, first.row};
        witness.second = {pair.second, second.row};
        witness.soft = first.soft || second.soft;
        found_.witnesses.push_back(witness);
    }

    WantingRow row_in(std::uint32_t batch, KeyNo key) const {
        const auto rows = batching_.rows_of(batching_.batches[batch]);
        return find_wanting_row(keys_, rows, key, reading_);
    }

    const RowKeys& keys_;
    const Batching& batching_;
    std::span<const PlanFileBatch> plan_;
    KeyReading reading_;
    /// Batches of the feed lane.
    std::vector<std::uint32_t> sequence_;
    std::set<Pair> pairs_;
    UndeclaredConflicts found_;
};

}  // namespace

UndeclaredConflicts find_undeclared_conflicts(
    const RowKeys& keys,
    const Batching& batching,
    std::span<const PlanFileBatch> plan,
    KeyReading reading,
    std::size_t witnesses_max
) {
    return FeedCheck{keys, batching, plan, reading}.run(witnesses_max);
}

}  // namespace rowlock
