#include "checks/bounds/packing_bound.hpp"

#include "mockorg/base/assert.hpp"

#include <algorithm>
#include <vector>

namespace rowlock {
namespace {

/// How many items there are up to each size, and their sum.
struct SizeTotals {
    std::vector<std::uint64_t> count;
    std::vector<std::uint64_t> sum;

    SizeTotals(std::span<const std::uint32_t> sizes, std::uint32_t capacity)
        : count(std::size_t{capacity} + 1), sum(std::size_t{capacity} + 1) {
        for (const std::uint32_t size : sizes) {
            ROWLOCK_ASSERT(size <= capacity);
            if (size > 0) ++count[size];
        }
        for (std::size_t size = 1; size <= capacity; ++size) {
            sum[size] = sum[size - 1] + count[size] * size;
            count[size] += count[size - 1];
        }
    }

    /// Items with a size in (from, to].
    std::uint64_t count_in(std::size_t from, std::size_t to) const {
        return count[to] - count[from];
    }

    std::uint64_t sum_in(std::size_t from, std::size_t to) const { return sum[to] - sum[from]; }
};

}  // namespace

std::uint64_t bins_min(std::span<const std::uint32_t> sizes, std::uint32_t capacity) {
    const SizeTotals totals{sizes, capacity};
    const std::uint64_t half = capacity / 2;
    std::uint64_t best = (totals.sum[capacity] + capacity - 1) / capacity;
    for (std::uint64_t small = 0; small <= half; ++small) {
        // Items above capacity - small share a bin with nothing from `small` on; those above half
        // share none with each other. What is left from `small` to half must go beside the latter.
        const std::uint64_t large = capacity - small;
        const std::uint64_t alone = totals.count_in(large, capacity);
        const std::uint64_t middle = large > half ? totals.count_in(half, large) : 0;
        const std::uint64_t taken = large > half ? totals.sum_in(half, large) : 0;
        const std::uint64_t rest = totals.sum_in(small == 0 ? 0 : small - 1, half);
        const std::uint64_t room = middle * capacity - taken;
        const std::uint64_t more = rest > room ? (rest - room + capacity - 1) / capacity : 0;
        best = std::max(best, alone + middle + more);
    }
    return best;
}

}  // namespace rowlock
