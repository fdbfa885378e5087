#include "checks/assess/load_shape.hpp"

#include "checks/bounds/components.hpp"
#include "checks/bounds/cross_links.hpp"
#include "checks/bounds/key_dominance.hpp"
#include "checks/bounds/load_bounds.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>
#include <optional>

namespace rowlock {
namespace {

bool any_row_of_two_keys(const RowKeys& keys) {
    for (RowNo row = 0; row < keys.row_count(); ++row) {
        if (keys.of(row).size() > 1) return true;
    }
    return false;
}

BoundPart describe_bounds(
    const LoadedInput& input, const LoadBounds& bounds, std::uint32_t workers
) {
    BoundPart part;
    part.workers = workers;
    part.work_seconds = to_seconds(bounds.work_share);
    part.key_seconds = to_seconds(bounds.hottest_key_time);
    part.triangle_seconds = to_seconds(bounds.triangle_time);
    part.bound_seconds = to_seconds(bounds.makespan);
    part.binding = bounds.binding;
    if (bounds.binding == BindingBound::key) {
        part.binding_keys.push_back(input.key_name(bounds.hottest_key).record);
        part.binding_rows = bounds.hottest_key_rows;
    } else if (bounds.binding == BindingBound::triangle) {
        for (const KeyNo key : bounds.triangle) {
            part.binding_keys.push_back(input.key_name(key).record);
        }
        part.binding_rows = bounds.triangle_rows;
    }
    part.batches_min = bounds.batches_min;
    part.safe_batches_min = bounds.safe_batches_min;
    part.quota_days = bounds.quota_days;
    return part;
}

}  // namespace

LoadShape measure_shape(
    const LoadedInput& input,
    std::span<const std::uint32_t> row_bytes,
    std::span<const LoadSize> loads,
    const BatchLimits& limits,
    std::uint32_t workers
) {
    const RowKeys& keys = input.keys();
    // Rows of one key each tie nothing together, so no key can stand for another.
    std::optional<RowKeys> own_roots;
    if (any_row_of_two_keys(keys)) own_roots = without_dominated(keys, find_dominators(keys));
    const RowKeys& roots = own_roots ? *own_roots : keys;
    const CrossLinks links = measure_cross_links(roots);
    const Components components = find_components(roots, row_bytes);
    LoadShape shape;
    shape.components.components = components.sizes.size();
    shape.components.all_fit = true;
    for (const LoadSize& size : components.sizes) {
        shape.components.largest_rows = std::max(shape.components.largest_rows, size.rows);
        shape.components.all_fit = shape.components.all_fit && size.fits(limits);
    }
    shape.components.cross_links = links.degree;
    shape.components.cross_link_warning = links.warning();
    BoundsInput bounds{keys, row_bytes, loads, components, limits, {}, workers};
    shape.bounds = describe_bounds(input, find_bounds(bounds), workers);
    return shape;
}

}  // namespace rowlock
