#pragma once

#include "checks/bounds/batch_limits.hpp"
#include "checks/model/row_keys.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace rowlock {

/// A component of the load, counted from 0 in the order of their smallest keys.
using ComponentNo = std::uint32_t;

inline constexpr ComponentNo k_no_component = ~ComponentNo{0};

/// The load's connected components: rows that share a key are in one, and so are those that rows
/// between them tie together. Rows of different components never contend. A row without keys is in
/// none.
struct Components {
    /// By key; k_no_component for a key of no row.
    std::vector<ComponentNo> of_key;
    std::vector<LoadSize> sizes;
    LoadSize keyless;

    /// Of a row of the load they were made from.
    ComponentNo of_row(const RowKeys& rows, RowNo row) const {
        const auto keys = rows.of(row);
        return keys.empty() ? k_no_component : of_key[keys.front().key()];
    }
};

/// One union-find pass. `ignored` is by key, empty for none: rows are not tied together by an
/// ignored key, and a row of ignored keys only counts as keyless.
Components find_components(
    const RowKeys& rows,
    std::span<const std::uint32_t> row_bytes,
    const std::vector<bool>& ignored = {}
);

/// The same where no row has two keys: each key is a component. `loads` is by key.
Components components_of_single_keys(std::span<const LoadSize> loads, const LoadSize& all);

}  // namespace rowlock
