#include "checks/plan/row_order.hpp"

#include "checks/model/side_by_side.hpp"

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// Rows are numbered by primary key, and so come in that order.
void list_by_batch(
    std::span<const std::uint32_t> batch_of_row,
    std::span<const LoadSize> batches,
    std::vector<RowNo>& order
) {
    std::vector<std::uint32_t> next;
    std::uint32_t start = 0;
    for (const LoadSize& batch : batches) {
        next.push_back(start);
        start += static_cast<std::uint32_t>(batch.rows);
    }
    for (RowNo row = 0; row < batch_of_row.size(); ++row) order[next[batch_of_row[row]]++] = row;
}

struct KeyedRow {
    std::uint64_t other_keys;
    RowNo row;

    auto operator<=>(const KeyedRow&) const = default;
};

/// The first two keys of the row beside its primary one, as a number to sort by.
std::uint64_t other_keys(const PlanProblem& problem, RowNo row) {
    std::uint64_t packed = 0;
    int taken = 0;
    for (const KeyUse use : problem.keys().of(row)) {
        if (use.key() == problem.primary_key(row)) continue;
        packed = packed << 32 | use.key();
        if (++taken == 2) break;
    }
    return packed;
}

/// Sorts each run of rows of one primary key by the other keys.
void sort_runs(const PlanProblem& problem, std::span<RowNo> batch) {
    std::vector<KeyedRow> run;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < batch.size(); ++i) {
        run.push_back({other_keys(problem, batch[i]), batch[i]});
        const KeyNo key = problem.primary_key(batch[i]);
        if (i + 1 < batch.size() && problem.primary_key(batch[i + 1]) == key) continue;
        if (run.size() > 1) {
            std::sort(run.begin(), run.end());
            std::transform(run.begin(), run.end(), &batch[begin], [](const KeyedRow& each) {
                return each.row;
            });
        }
        begin = i + 1;
        run.clear();
    }
}

/// Calls `visit(begin, size)` for each batch's part of the order.
template <class Visit>
void for_each_batch(std::span<const LoadSize> batches, Visit&& visit) {
    std::size_t begin = 0;
    for (const LoadSize& batch : batches) {
        visit(begin, static_cast<std::size_t>(batch.rows));
        begin += batch.rows;
    }
}

/// Remembers for each own key where it was last seen.
class OwnKeyPlaces {
public:
    explicit OwnKeyPlaces(std::span<const KeyNo> own_keys) {
        KeyNo most = 0;
        for (const KeyNo key : own_keys) {
            if (key != k_no_key) most = std::max(most, key + 1);
        }
        places_.resize(most);
    }

    struct Place {
        std::uint32_t part = 0;
        RowNo row = 0;
    };

    Place& of(KeyNo key) { return places_[key]; }

private:
    std::vector<Place> places_;
};

}  // namespace

std::vector<RowNo> order_rows(
    const PlanProblem& problem,
    std::span<const std::uint32_t> batch_of_row,
    std::span<const LoadSize> batches
) {
    std::vector<RowNo> order(problem.row_count());
    list_by_batch(batch_of_row, batches, order);
    if (problem.keys().use_count() <= problem.row_count()) return order;
    const auto sort_batches = [&](std::span<const LoadSize> own, std::span<RowNo> rows) {
        for_each_batch(own, [&](std::size_t begin, std::size_t size) {
            sort_runs(problem, rows.subspan(begin, size));
        });
    };
    const auto front = batches.first(batches.size() / 2);
    std::size_t front_rows = 0;
    for (const LoadSize& batch : front) front_rows += batch.rows;
    const std::span rows{order};
    side_by_side(
        problem.options().threads,
        [&] { sort_batches(front, rows.first(front_rows)); },
        [&] { sort_batches(batches.subspan(front.size()), rows.subspan(front_rows)); }
    );
    return order;
}

void spread_own_keys(
    std::span<RowNo> order, std::span<const LoadSize> batches, std::span<const KeyNo> own_keys
) {
    if (own_keys.empty()) return;
    OwnKeyPlaces places{own_keys};
    std::uint32_t part = 0;
    for_each_batch(batches, [&](std::size_t begin, std::size_t size) {
        ++part;
        const auto batch = order.subspan(begin, size);
        std::vector<RowNo> later;
        std::vector<bool> is_later(size);
        for (std::size_t i = 0; i < size; ++i) {
            const KeyNo key = own_keys[batch[i]];
            if (key == k_no_key) continue;
            is_later[i] = places.of(key).part == part;
            places.of(key).part = part;
            if (is_later[i]) later.push_back(batch[i]);
        }
        if (later.empty()) return;
        ++part;
        for (const RowNo row : later) places.of(own_keys[row]).part = part;
        std::vector<RowNo> front;
        std::vector<RowNo> middle;
        for (std::size_t i = 0; i < size; ++i) {
            if (is_later[i]) continue;
            const KeyNo key = own_keys[batch[i]];
            const bool comes_again = key != k_no_key && places.of(key).part == part;
            (comes_again ? front : middle).push_back(batch[i]);
        }
        auto out = std::copy(front.begin(), front.end(), batch.begin());
        out = std::copy(middle.begin(), middle.end(), out);
        std::copy(later.begin(), later.end(), out);
    });
}

std::vector<OwnKeyClash> find_own_key_clashes(
    std::span<const RowNo> order, std::span<const LoadSize> batches, std::span<const KeyNo> own_keys
) {
    std::vector<OwnKeyClash> clashes;
    if (own_keys.empty()) return clashes;
    OwnKeyPlaces places{own_keys};
    std::uint32_t chunk = 0;
    for_each_batch(batches, [&](std::size_t begin, std::size_t size) {
        for (std::size_t i = 0; i < size; ++i) {
            if (i % k_chunk_rows == 0) ++chunk;
            const RowNo row = order[begin + i];
            if (own_keys[row] == k_no_key) continue;
            auto& place = places.of(own_keys[row]);
            if (place.part == chunk) clashes.push_back({own_keys[row], place.row, row});
            place = {chunk, row};
        }
    });
    return clashes;
}

}  // namespace rowlock
