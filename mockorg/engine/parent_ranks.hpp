#pragma once

#include "mockorg/store/store.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace rowlock {

/// Which of some rows refer to the same record by a field: one of the rows stands for each.
struct RowsByParent {
    /// For each row, in their order, the number of its parent.
    std::vector<std::uint32_t> parents;
    /// By that number: a row that refers to the parent.
    std::vector<std::uint32_t> examples;
};

/// `column`: where the references lie.
RowsByParent rows_by_parent(
    const ObjectTable& table, FieldNo column, const std::vector<std::uint32_t>& rows
);

/// The place of each of `count` parents in an order, from 0 on, equal ones having the same.
/// `compare` tells of two numbers which comes first: below, above or 0.
template <class Compare>
std::vector<std::uint32_t> ranks_of(std::size_t count, const Compare& compare) {
    std::vector<std::uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return compare(a, b) < 0;
    });
    std::vector<std::uint32_t> ranks(count);
    for (std::size_t i = 1; i < count; ++i)
        ranks[order[i]] = ranks[order[i - 1]] + (compare(order[i - 1], order[i]) < 0 ? 1U : 0U);
    return ranks;
}

}  // namespace rowlock
