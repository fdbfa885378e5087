#include "checks/bounds/skew.hpp"

namespace rowlock {

Skew measure_skew(
    std::span<const LoadSize> loads,
    std::uint64_t row_count,
    const BatchLimits& limits,
    std::size_t hottest_count
) {
    Skew skew;
    double pairs = 0;
    for (const LoadSize& load : loads) {
        const auto rows = static_cast<double>(load.rows);
        pairs += rows * (rows - 1);
        if (load.rows > 0) ++skew.keys_used;
        if (load.rows >= k_skewed_children) ++skew.skewed_keys;
        if (load.rows >= k_watched_children) ++skew.watched_keys;
        if (!load.fits(limits)) ++skew.keys_over_batch;
    }
    const auto all = static_cast<double>(row_count);
    if (row_count >= 2) skew.shared_chance = pairs / (all * (all - 1));
    if (skew.shared_chance > 0) skew.effective_keys = 1 / skew.shared_chance;
    skew.hottest = heaviest_keys(loads, hottest_count);
    return skew;
}

}  // namespace rowlock
