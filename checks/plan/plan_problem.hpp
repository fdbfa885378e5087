#pragma once

#include "checks/bounds/components.hpp"
#include "checks/bounds/key_dominance.hpp"
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

private:
    std::vector<std::uint32_t> ends_;
    std::vector<RowNo> rows_;
};

/// A load made ready for planners: keys numbered in the order of their contents, keys that others
/// stand for left out, and what all planners ask for found once.
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

    /// Each row under each of its roots.
    const KeyRows& rows_by_root() const { return roots_ ? by_root_ : by_primary_; }

    /// A row that exceeds a batch counts as a full one.
    LoadSize size_of(RowNo row) const {
        return {1, row_bytes_.empty() ? 0 : std::uint64_t{row_bytes_[row]}};
    }

    /// Rows that exceed a batch on their own, in the order of the load.
    std::vector<RowNo> oversize_rows() const;

    /// All rows.
    const LoadSize& size() const { return size_; }

    void sort_by_content(std::span<RowNo> rows) const;

private:
    void number_keys();
    void leave_out_dominated();
    void find_primary_keys();
    void list_rows();
    void find_load_bounds();

    const PlanInput& input_;
    PlanOptions options_;
    /// Sizes without excess, if those of the input have any.
    std::vector<std::uint32_t> cut_bytes_;
    std::span<const std::uint32_t> row_bytes_;
    LoadSize size_;
    RowKeys keys_;
    std::vector<KeyNo> input_keys_;
    /// Nothing if no row has two keys.
    std::optional<RowKeys> roots_;
    std::vector<LoadSize> root_loads_;
    Components components_;
    LoadBounds bounds_;
    CrossLinks cross_links_;
    std::vector<KeyNo> primary_;
    KeyRows by_primary_;
    KeyRows by_root_;
    std::vector<RowNo> keyless_;
};

}  // namespace rowlock
