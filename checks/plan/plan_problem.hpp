#pragma once

#include "checks/bounds/components.hpp"
#include "checks/bounds/cross_links.hpp"
#include "checks/bounds/load_bounds.hpp"
#include "checks/plan/plan_input.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace rowlock {

/// The rows of each key, in the order of the load.
class KeyRows {
public:
    KeyRows() = default;

    /// `ends` is by key: where its part of `rows` ends.

    KeyRows(std::vector<std::uint32_t> ends, std::vector<RowNo> rows)
        : ends_(std::move(ends)), rows_(std::move(rows)) {}

    std::span<const RowNo> of(KeyNo key) const {
        const std::uint32_t begin = key == 0 ? 0 : ends_[key - 1];
        return std::span{rows_}.subspan(begin, ends_[key] - begin);
    }

    /// A hint that `of(key)` will be asked for soon.
    void prefetch(KeyNo key) const { __builtin_prefetch(ends_.data() + key); }

private:
    std::vector<std::uint32_t> ends_;
    std::vector<RowNo> rows_;
};

/// A load made ready for planners: keys numbered in the order of their contents, keys that others
/// stand for left out, and what all planners ask for found once. Rows are numbered by primary key,
/// those of a key in the order of the load, those without keys last: what planners look at together
/// lies together in memory, however shuffled the load is. input_row() tells their numbers in the
/// load.
class PlanProblem {
public:
    PlanProblem(const PlanInput& input, const PlanOptions& options);
    PlanProblem(const PlanProblem&) = delete;
    PlanProblem& operator=(const PlanProblem&) = delete;

    const PlanOptions& options() const { return options_; }

    std::size_t row_count() const { return keys_.row_count(); }

    /// All keys of each row, numbered by rank.
    const RowKeys& keys() const { return keys_; }

    /// Without dominated keys: two batches share a root if and only if they share a key.
    const RowKeys& roots() const { return roots_ ? *roots_ : keys_; }

    /// By root.
    const std::vector<LoadSize>& root_loads() const { return root_loads_; }

    /// The number of a row in the load.
    RowNo input_row(RowNo row) const { return input_rows_[row]; }

    /// The number that the input gave to a key.
    KeyNo input_key(KeyNo key) const { return input_keys_.empty() ? key : input_keys_[key]; }

    const Components& components() const { return components_; }

    ComponentNo component_of(RowNo row) const { return components_.of_row(roots(), row); }

    /// With keys as the input numbers them.
    const LoadBounds& bounds() const { return bounds_; }

    const CrossLinks& cross_links() const { return cross_links_; }

    /// The heaviest root of the row, of equals the smallest; k_no_key for a row without keys.
    KeyNo primary_key(RowNo row) const { return primary_[row]; }

    /// Each row once, under its primary key.
    const KeyRows& rows_by_primary() const { return by_primary_; }

    std::span<const RowNo> keyless_rows() const { return keyless_; }

    /// A hint that `size_of(row)` will be asked for soon.
    void prefetch_size(RowNo row) const {
        if (!row_bytes_.empty()) __builtin_prefetch(row_bytes_.data() + row);
    }

    /// For each row its value in a list by input row.
    template <class T>
    std::vector<T> by_row(std::span<const T> by_input_row) const {
        constexpr std::size_t k_fetch_ahead = 32;
        std::vector<T> values;
        values.reserve(input_rows_.size());
        for (std::size_t row = 0; row < input_rows_.size(); ++row) {
            if (row + k_fetch_ahead < input_rows_.size()) {
                __builtin_prefetch(&by_input_row[input_rows_[row + k_fetch_ahead]]);
            }
            values.push_back(by_input_row[input_rows_[row]]);
        }
        return values;
    }

    /// Each row under each of its roots.
    const KeyRows& rows_by_root() const { return roots_ ? by_root_ : by_primary_; }

    /// A row that exceeds a batch counts as a full one.
    LoadSize size_of(RowNo row) const {
        return {1, row_bytes_.empty() ? 0 : std::uint64_t{row_bytes_[row]}};
    }

    /// Rows that exceed a batch on their own, by their numbers in the load, ascending.
    std::vector<RowNo> oversize_input_rows() const;

    /// All rows.
    const LoadSize& size() const { return size_; }

    void sort_by_content(std::span<RowNo> rows) const;

private:
    void number_keys();
    void leave_out_dominated();
    void number_rows();
    std::vector<KeyNo> find_primary_keys() const;
    void rank_contents();
    void list_by_root();
    void find_load_bounds();

    const PlanInput& input_;
    PlanOptions options_;
    /// By input row: sizes without excess, if those of the input have any.
    std::vector<std::uint32_t> cut_bytes_;
    std::vector<RowNo> input_rows_;
    /// By row; sizes are empty if they do not matter.
    std::vector<std::uint32_t> row_bytes_;
    std::vector<std::uint64_t> content_ranks_;
    LoadSize size_;
    RowKeys keys_;
    std::vector<KeyNo> input_keys_;
    /// Nothing if no row has two keys.
    std::optional<RowKeys> roots_;
    std::vector<LoadSize> root_loads_;
    Components components_;
    LoadBounds bounds_;
    CrossLinks cross_links_;
    /// By row.
    std::vector<KeyNo> primary_;
    KeyRows by_primary_;
    KeyRows by_root_;
    std::vector<RowNo> keyless_;
};

}  // namespace rowlock
