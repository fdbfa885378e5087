#include "checks/plan/draft.hpp"

#include "mockorg/base/assert.hpp"

#include <optional>
#include <utility>

namespace rowlock {
namespace {

constexpr std::uint32_t k_no_batch = ~std::uint32_t{0};

/// Counting sort; components are numbered by content, which settles ties.
std::vector<ComponentNo> largest_first(
    const std::vector<LoadSize>& sizes, const std::vector<bool>& whole, const BestFit& best_fit
) {
    std::vector<std::uint32_t> starts(std::size_t{best_fit.steps()} + 2);
    const auto falling = [&](ComponentNo each) {
        return best_fit.steps() - best_fit.steps_of(sizes[each]);
    };
    std::size_t count = 0;
    for (ComponentNo each = 0; each < sizes.size(); ++each) {
        if (!whole[each]) continue;
        ++starts[falling(each) + 1];
        ++count;
    }
    for (std::size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
    std::vector<ComponentNo> ordered(count);
    for (ComponentNo each = 0; each < sizes.size(); ++each) {
        if (whole[each]) ordered[starts[falling(each)]++] = each;
    }
    return ordered;
}

}  // namespace

std::string_view name_of(Planner planner) {
    switch (planner) {
        case Planner::components:
            return "components";
        case Planner::walk:
            return "walk";
        case Planner::hubs:
            return "hubs";
        case Planner::grid:
            return "grid";
        case Planner::latin_grid:
            return "latin grid";
        case Planner::triple_grid:
            return "triple grid";
    }
    return "";
}

DraftBuilder::DraftBuilder(const PlanProblem& problem, const BatchLimits& limits)
    : problem_(problem), limits_(limits), batch_of_row_(problem.row_count(), k_no_batch) {}

std::uint32_t DraftBuilder::open_batch() {
    batches_.emplace_back();
    return batch_count() - 1;
}

bool DraftBuilder::try_put(RowNo row, std::uint32_t batch) {
    LoadSize& size = batches_[batch];
    LoadSize together = size;
    together += problem_.size_of(row);
    if (size.rows > 0 && !together.fits(limits_)) return false;
    size = together;
    batch_of_row_[row] = batch;
    return true;
}

void DraftBuilder::chain(std::span<const RowNo> rows) {
    if (rows.empty()) return;
    constexpr std::size_t k_fetch_ahead = 16;
    std::uint32_t batch = open_batch();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        // Rows may lie anywhere: fetch what a later one will need meanwhile.
        if (i + k_fetch_ahead < rows.size()) {
            problem_.prefetch_size(rows[i + k_fetch_ahead]);
            __builtin_prefetch(&batch_of_row_[rows[i + k_fetch_ahead]], 1);
        }
        if (!try_put(rows[i], batch)) try_put(rows[i], batch = open_batch());
    }
}

void DraftBuilder::pack_components(const Components& components, const std::vector<bool>& whole) {
    const auto& sizes = components.sizes;
    LoadSize expected;
    for (ComponentNo each = 0; each < sizes.size(); ++each) {
        if (whole[each]) expected += sizes[each];
    }
    BestFit best_fit{limits_, expected};
    for (const std::uint32_t batch : offered_) best_fit.offer(batch, batches_[batch]);
    std::vector<std::uint32_t> batch_of_component(sizes.size(), k_no_batch);
    for (const ComponentNo each : largest_first(sizes, whole, best_fit)) {
        std::optional<std::uint32_t> batch = best_fit.place(sizes[each]);
        if (!batch) {
            batch = open_batch();
            offered_.push_back(*batch);
            best_fit.offer(*batch, sizes[each]);
        }
        batches_[*batch] += sizes[each];
        batch_of_component[each] = *batch;
    }
    put_components(components, batch_of_component);
    fill_with_keyless();
}

void DraftBuilder::put_components(
    const Components& components, const std::vector<std::uint32_t>& batch_of_component
) {
    for (RowNo row = 0; row < problem_.row_count(); ++row) {
        const KeyNo key = problem_.primary_key(row);
        if (batch_of_row_[row] != k_no_batch || key == k_no_key) continue;
        batch_of_row_[row] = batch_of_component[components.of_key[key]];
    }
}

void DraftBuilder::fill_with_keyless() {
    const auto keyless = problem_.keyless_rows();
    std::vector<RowNo> rows{keyless.begin(), keyless.end()};
    problem_.sort_by_content(rows);
    auto offered = offered_.begin();
    std::uint32_t fresh = k_no_batch;
    for (const RowNo row : rows) {
        while (offered != offered_.end() && !try_put(row, *offered)) ++offered;
        if (offered != offered_.end()) continue;
        if (fresh == k_no_batch || !try_put(row, fresh)) try_put(row, fresh = open_batch());
    }
}

Draft DraftBuilder::finish(Planner planner) && {
    std::vector<std::uint32_t> numbers(batches_.size());
    std::uint32_t next = 0;
    for (std::size_t batch = 0; batch < batches_.size(); ++batch) {
        numbers[batch] = next;
        if (batches_[batch].rows > 0) batches_[next++] = batches_[batch];
    }
    batches_.resize(next);
    for (std::uint32_t& batch : batch_of_row_) {
        ROWLOCK_ASSERT(batch != k_no_batch);
        batch = numbers[batch];
    }
    return {planner, 0, limits_, std::move(batch_of_row_), std::move(batches_)};
}

}  // namespace rowlock
