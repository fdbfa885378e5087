#include "checks/plan/plan_problem.hpp"

#include "checks/bounds/key_loads.hpp"
#include "checks/plan/content_order.hpp"
#include "mockorg/base/assert.hpp"

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// Lists rows under keys by counting; `for_each_key(row, list)` calls `list(key)`.
template <class ForEachKey>
KeyRows list_by_key(std::size_t rows, std::size_t keys, ForEachKey&& for_each_key) {
    std::vector<std::uint32_t> ends(keys + 1);
    for (RowNo row = 0; row < rows; ++row) {
        for_each_key(row, [&](KeyNo key) { ++ends[key + 1]; });
    }
    for (std::size_t key = 0; key < keys; ++key) ends[key + 1] += ends[key];
    std::vector<RowNo> listed(ends[keys]);
    // While a key's rows are put down, ends[key] moves from where they begin to where they end.
    for (RowNo row = 0; row < rows; ++row) {
        for_each_key(row, [&](KeyNo key) { listed[ends[key]++] = row; });
    }
    ends.pop_back();
    return {std::move(ends), std::move(listed)};
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
    row_bytes_ = cut_bytes_.empty() ? input.row_bytes : cut_bytes_;
    size_ = measure_rows(input.rows, row_bytes_);
    number_keys();
    leave_out_dominated();
    root_loads_ = measure_keys(roots(), row_bytes_);
    components_ = roots_ ? find_components(*roots_, row_bytes_)
                         : components_of_single_keys(root_loads_, size_);
    cross_links_ = measure_cross_links(roots());
    find_primary_keys();
    list_rows();
    find_load_bounds();
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
    roots_ = without_dominated(keys_, find_dominators(keys_));
}

void PlanProblem::find_primary_keys() {
    primary_.reserve(row_count());
    for (RowNo row = 0; row < row_count(); ++row) {
        KeyNo primary = k_no_key;
        for (const KeyUse use : roots().of(row)) {
            const KeyNo key = use.key();
            const bool first = primary == k_no_key;
            const std::uint64_t best = first ? 0 : root_loads_[primary].rows;
            const std::uint64_t rows = root_loads_[key].rows;
            if (first || rows > best || (rows == best && key < primary)) primary = key;
        }
        primary_.push_back(primary);
        if (primary == k_no_key) keyless_.push_back(row);
    }
}

void PlanProblem::list_rows() {
    by_primary_ = list_by_key(row_count(), roots().key_count(), [&](RowNo row, auto&& list) {
        if (primary_[row] != k_no_key) list(primary_[row]);
    });
    if (!roots_) return;
    by_root_ = list_by_key(row_count(), roots_->key_count(), [&](RowNo row, auto&& list) {
        for (const KeyUse use : roots_->of(row)) list(use.key());
    });
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

std::vector<RowNo> PlanProblem::oversize_rows() const {
    std::vector<RowNo> rows;
    for (RowNo row = 0; row < cut_bytes_.size(); ++row) {
        if (cut_bytes_[row] < input_.row_bytes[row]) rows.push_back(row);
    }
    return rows;
}

void PlanProblem::sort_by_content(std::span<RowNo> rows) const {
    rowlock::sort_by_content(rows, input_.row_rank);
}

}  // namespace rowlock
