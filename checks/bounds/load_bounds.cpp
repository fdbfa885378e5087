#include "checks/bounds/load_bounds.hpp"

#include "checks/bounds/key_loads.hpp"
#include "checks/bounds/packing_bound.hpp"
#include "mockorg/base/assert.hpp"

#include <algorithm>
#include <bit>
#include <vector>

namespace rowlock {
namespace {

/// Triangles are looked for among so many of the heaviest keys.
constexpr std::size_t k_top_keys = 64;
/// Of a row's, so many are looked at: enough, and a row of a thousand keys is no trap.
constexpr int k_keys_of_row_max = 8;

/// Counts rows by the pairs and triples of the heaviest keys they have.
class TriangleCounter {
public:
    TriangleCounter(const RowKeys& rows, std::span<const LoadSize> loads)
        : rows_(rows), top_(heaviest_keys(loads, k_top_keys)), place_(rows.key_count(), k_none) {
        for (std::size_t place = 0; place < top_.size(); ++place) {
            place_[top_[place]] = static_cast<std::uint8_t>(place);
        }
    }

    void find(LoadBounds& bounds) {
        pairs_.resize(k_top_keys * k_top_keys);
        triples_.resize(k_top_keys * k_top_keys * k_top_keys);
        for (RowNo row = 0; row < rows_.row_count(); ++row) count(row);
        for (std::size_t x = 0; x < top_.size(); ++x) {
            for (std::size_t y = x + 1; y < top_.size(); ++y) {
                for (std::size_t z = y + 1; z < top_.size(); ++z) compare(bounds, x, y, z);
            }
        }
    }

private:
    static constexpr std::uint8_t k_none = 255;

    static std::size_t first_of(std::uint64_t places) {
        return static_cast<std::size_t>(std::countr_zero(places));
    }

    static std::size_t cell(std::size_t x, std::size_t y, std::size_t z = 0) {
        return (z * k_top_keys + y) * k_top_keys + x;
    }

    void count(RowNo row) {
        std::uint64_t places = 0;
        for (const KeyUse use : rows_.of(row)) {
            const std::uint8_t place = place_[use.key()];
            if (place != k_none) places |= std::uint64_t{1} << place;
            if (std::popcount(places) == k_keys_of_row_max) break;
        }
        for (std::uint64_t x = places; (x & (x - 1)) != 0; x &= x - 1) {
            for (std::uint64_t y = x & (x - 1); y != 0; y &= y - 1) {
                ++pairs_[cell(first_of(x), first_of(y))];
                for (std::uint64_t z = y & (y - 1); z != 0; z &= z - 1) {
                    ++triples_[cell(first_of(x), first_of(y), first_of(z))];
                }
            }
        }
    }

    /// Rows with two or three of the keys; a row with all three is in all three pairs.
    void compare(LoadBounds& bounds, std::size_t x, std::size_t y, std::size_t z) const {
        const std::uint64_t in_pairs =
            std::uint64_t{pairs_[cell(x, y)]} + pairs_[cell(x, z)] + pairs_[cell(y, z)];
        const std::uint64_t rows = in_pairs - 2 * std::uint64_t{triples_[cell(x, y, z)]};
        if (rows <= bounds.triangle_rows) return;
        bounds.triangle_rows = rows;
        bounds.triangle = {top_[x], top_[y], top_[z]};
    }

    const RowKeys& rows_;
    std::vector<KeyNo> top_;
    std::vector<std::uint8_t> place_;
    std::vector<std::uint32_t> pairs_;
    std::vector<std::uint32_t> triples_;
};

void bound_by_keys(LoadBounds& bounds, const BoundsInput& input) {
    for (KeyNo key = 0; key < input.key_loads.size(); ++key) {
        const LoadSize& load = input.key_loads[key];
        bounds.acquisitions_min += (load.rows + k_chunk_rows - 1) / k_chunk_rows;
        if (load.rows == 0) continue;
        const Duration time = input.cost.of(load, input.limits);
        if (time <= bounds.hottest_key_time) continue;
        bounds.hottest_key_time = time;
        bounds.hottest_key = key;
        bounds.hottest_key_rows = load.rows;
    }
}

void bound_by_triangles(LoadBounds& bounds, const BoundsInput& input) {
    if (input.rows.use_count() <= input.rows.row_count()) return;
    TriangleCounter{input.rows, input.key_loads}.find(bounds);
    if (bounds.triangle_rows == 0) return;
    bounds.triangle_time = input.cost.of({bounds.triangle_rows, 0}, input.limits);
}

void choose_binding(LoadBounds& bounds) {
    bounds.makespan = bounds.work_share;
    bounds.binding = BindingBound::work;
    if (bounds.hottest_key_time > bounds.makespan) {
        bounds.makespan = bounds.hottest_key_time;
        bounds.binding = BindingBound::key;
    }
    if (bounds.triangle_time > bounds.makespan) {
        bounds.makespan = bounds.triangle_time;
        bounds.binding = BindingBound::triangle;
    }
}

std::optional<std::uint64_t> safe_batches(const BoundsInput& input, std::uint64_t batches_min) {
    std::vector<std::uint32_t> sizes;
    sizes.reserve(input.components.sizes.size() + input.components.keyless.rows);
    for (const LoadSize& size : input.components.sizes) {
        if (!size.fits(input.limits)) return std::nullopt;
        sizes.push_back(static_cast<std::uint32_t>(size.rows));
    }
    sizes.insert(sizes.end(), input.components.keyless.rows, 1);
    return std::max(batches_min, bins_min(sizes, input.limits.rows));
}

}  // namespace

std::string_view name_of(BindingBound bound) {
    switch (bound) {
        case BindingBound::work:
            return "work";
        case BindingBound::key:
            return "key";
        case BindingBound::triangle:
            return "triangle";
    }
    return "";
}

LoadBounds find_bounds(const BoundsInput& input) {
    LoadBounds bounds;
    const LoadSize size = measure_rows(input.rows, input.row_bytes);
    bounds.batches_min = size.batches_min(input.limits);
    bounds.work = input.cost.of(size.rows, bounds.batches_min);
    bound_by_keys(bounds, input);
    bound_by_triangles(bounds, input);
    if (bounds.batches_min > 0) bounds.quota_days = (bounds.batches_min - 1) / k_batches_per_day;
    bounds.safe_batches_min = safe_batches(input, bounds.batches_min);
    return with_workers(bounds, input.workers);
}

LoadBounds with_workers(const LoadBounds& bounds, std::uint32_t workers) {
    ROWLOCK_ASSERT(workers > 0);
    LoadBounds changed = bounds;
    // Rounded down: a bound must not be too high.
    changed.work_share = bounds.work / workers;
    choose_binding(changed);
    return changed;
}

}  // namespace rowlock
