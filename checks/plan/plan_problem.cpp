#include "checks/plan/plan_problem.hpp"

#include "checks/bounds/key_dominance.hpp"
#include "checks/bounds/key_loads.hpp"
#include "checks/model/side_by_side.hpp"
#include "checks/plan/content_order.hpp"
#include "mockorg/base/assert.hpp"

#include <algorithm>
#include <memory_resource>
#include <numeric>
#include <utility>

namespace rowlock {
namespace {

constexpr std::size_t k_fetch_ahead = 32;

/// Rows in another order.
RowKeys in_order(const RowKeys& rows, std::span<const RowNo> order) {
    std::pmr::vector<std::uint32_t> ends;
    std::pmr::vector<KeyUse> uses;
    ends.reserve(rows.row_count());
    uses.reserve(rows.use_count());
    for (std::size_t i = 0; i < order.size(); ++i) {
        // Rows lie anywhere: fetch where a later one ends, and then its keys.
        if (i + k_fetch_ahead < order.size()) rows.prefetch(order[i + k_fetch_ahead]);
        if (i + k_fetch_ahead / 2 < order.size()) {
            __builtin_prefetch(rows.of(order[i + k_fetch_ahead / 2]).data());
        }
        const auto keys = rows.of(order[i]);
        uses.insert(uses.end(), keys.begin(), keys.end());
        ends.push_back(static_cast<std::uint32_t>(uses.size()));
    }
    return {std::move(ends), std::move(uses), rows.key_count()};
}

bool any_row_of_two_keys(const RowKeys& rows) {
    for (RowNo row = 0; row < rows.row_count(); ++row) {
        if (rows.of(row).size() > 1) return true;
    }
    return false;
}

}  // namespace

PlanProblem::PlanProblem(const PlanInput& input, const PlanOptions& options)
    : input_(input), options_(options) {
    ROWLOCK_ASSERT(options.workers > 0 && options.limits.rows > 0);
    cut_bytes_ = without_excess(input.row_bytes, options.limits);
    number_keys();
    leave_out_dominated();
    number_rows();
    components_ = roots_ ? find_components(*roots_, row_bytes_)
                         : components_of_single_keys(root_loads_, size_);
    side_by_side(
        options_.threads,
        [this] { find_load_bounds(); },
        [this] {
            cross_links_ = measure_cross_links(roots());
            list_by_root();
        }
    );
}

void PlanProblem::number_keys() {
    const RowKeys& given = input_.rows;
    if (input_.key_rank.empty()) {
        keys_ = given;
        return;
    }
    ROWLOCK_ASSERT(input_.key_rank.size() >= given.key_count());
    input_keys_.resize(input_.key_rank.size());
    for (KeyNo key = 0; key < input_.key_rank.size(); ++key) {
        input_keys_[input_.key_rank[key]] = key;
    }
    keys_.reserve(given.row_count(), given.use_count());
    for (RowNo row = 0; row < given.row_count(); ++row) {
        for (const KeyUse use : given.of(row)) {
            keys_.add({input_.key_rank[use.key()], use.soft()});
        }
        keys_.end_row();
    }
}

void PlanProblem::leave_out_dominated() {
    if (!any_row_of_two_keys(keys_)) return;
    roots_ = without_dominated(keys_, find_dominators(keys_, options_.threads));
}

/// By input row.
std::vector<KeyNo> PlanProblem::find_primary_keys() const {
    std::vector<KeyNo> primary;
    primary.reserve(row_count());
    for (RowNo row = 0; row < row_count(); ++row) {
        KeyNo heaviest = k_no_key;
        for (const KeyUse use : roots().of(row)) {
            const KeyNo key = use.key();
            const bool first = heaviest == k_no_key;
            const std::uint64_t best = first ? 0 : root_loads_[heaviest].rows;
            const std::uint64_t rows = root_loads_[key].rows;
            if (first || rows > best || (rows == best && key < heaviest)) heaviest = key;
        }
        primary.push_back(heaviest);
    }
    return primary;
}

/// By counting the rows of each primary key.
void PlanProblem::number_rows() {
    const std::span<const std::uint32_t> bytes =
        cut_bytes_.empty() ? input_.row_bytes : std::span<const std::uint32_t>{cut_bytes_};
    size_ = measure_rows(keys_, bytes);
    root_loads_ = measure_keys(roots(), bytes);
    const std::vector<KeyNo> primary = find_primary_keys();
    // A row without keys comes behind all keys.
    const std::size_t keys = roots().key_count();
    const auto place = [&](KeyNo key) { return key == k_no_key ? keys : std::size_t{key}; };
    std::vector<std::uint32_t> ends(keys + 2);
    for (const KeyNo key : primary) ++ends[place(key) + 1];
    for (std::size_t key = 0; key <= keys; ++key) ends[key + 1] += ends[key];
    input_rows_.resize(primary.size());
    primary_.resize(primary.size());
    // While a key's rows are put down, ends[key] moves from where they begin to where they end.
    for (RowNo row = 0; row < primary.size(); ++row) {
        const std::uint32_t number = ends[place(primary[row])]++;
        input_rows_[number] = row;
        primary_[number] = primary[row];
    }
    std::vector<RowNo> rows(primary.size());
    std::iota(rows.begin(), rows.end(), RowNo{0});
    const std::size_t keyed = keys == 0 ? 0 : ends[keys - 1];
    keyless_.assign(rows.begin() + static_cast<std::ptrdiff_t>(keyed), rows.end());
    ends.resize(keys);
    by_primary_ = {std::move(ends), std::move(rows)};
    if (!bytes.empty()) row_bytes_ = by_row(bytes);
    side_by_side(
        options_.threads,
        [this] { keys_ = in_order(keys_, input_rows_); },
        [this] {
            if (roots_) roots_ = in_order(*roots_, input_rows_);
            rank_contents();
        }
    );
}

void PlanProblem::rank_contents() {
    if (input_.row_rank.empty()) {
        content_ranks_.assign(input_rows_.begin(), input_rows_.end());
    } else {
        content_ranks_ = by_row(input_.row_rank);
    }
}

void PlanProblem::list_by_root() {
    if (!roots_) return;
    std::vector<std::uint32_t> ends(roots_->key_count() + 1);
    for (RowNo row = 0; row < row_count(); ++row) {
        for (const KeyUse use : roots_->of(row)) ++ends[use.key() + 1];
    }
    for (std::size_t key = 1; key < ends.size(); ++key) ends[key] += ends[key - 1];
    std::vector<RowNo> listed(ends.back());
    // As in number_rows().
    for (RowNo row = 0; row < row_count(); ++row) {
        for (const KeyUse use : roots_->of(row)) listed[ends[use.key()]++] = row;
    }
    ends.pop_back();
    by_root_ = {std::move(ends), std::move(listed)};
}

void PlanProblem::find_load_bounds() {
    const std::vector<LoadSize> all_loads =
        roots_ ? measure_keys(keys_, row_bytes_) : std::vector<LoadSize>{};
    bounds_ = find_bounds({
        keys_,
        row_bytes_,
        roots_ ? all_loads : root_loads_,
        components_,
        options_.limits,
        options_.cost,
        options_.workers,
    });
    bounds_.hottest_key = bounds_.hottest_key_rows > 0 ? input_key(bounds_.hottest_key) : 0;
    if (bounds_.triangle_rows == 0) return;
    for (KeyNo& key : bounds_.triangle) key = input_key(key);
}

std::vector<RowNo> PlanProblem::oversize_input_rows() const {
    std::vector<RowNo> rows;
    for (RowNo row = 0; row < cut_bytes_.size(); ++row) {
        if (cut_bytes_[row] < input_.row_bytes[row]) rows.push_back(row);
    }
    return rows;
}

void PlanProblem::sort_by_content(std::span<RowNo> rows) const {
    rowlock::sort_by_content(rows, content_ranks_);
}

}  // namespace rowlock
