#include "checks/bounds/packing_bound.hpp"

#include "tests/support/test.hpp"

#include <vector>

namespace rowlock {
namespace {

/// Fewest bins, by trying everything.
std::uint64_t fewest(
    std::vector<std::uint32_t>& sizes,
    std::size_t next,
    std::vector<std::uint32_t>& bins,
    std::uint32_t capacity
) {
    if (next == sizes.size()) return bins.size();
    std::uint64_t best = ~std::uint64_t{0};
    for (std::size_t bin = 0; bin <= bins.size(); ++bin) {
        if (bin == bins.size()) bins.push_back(0);
        if (bins[bin] + sizes[next] <= capacity) {
            bins[bin] += sizes[next];
            best = std::min(best, fewest(sizes, next + 1, bins, capacity));
            bins[bin] -= sizes[next];
        }
        const bool fresh = bins[bin] == 0;
        if (bins.back() == 0) bins.pop_back();
        if (fresh) break;
    }
    return best;
}

}  // namespace

TEST_CASE("the packing bound is never above the optimum, never below the sum") {
    rc::prop("against all packings of up to seven items", [] {
        const auto capacity = *rc::gen::inRange<std::uint32_t>(1, 30);
        auto sizes = *rc::gen::resize(
            7,
            // Ranges shrink with the size: without this, all items would be small.
            rc::gen::container<std::vector<std::uint32_t>>(
                rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::uint32_t>(1, capacity + 1))
            )
        );
        sizes.resize(std::min<std::size_t>(sizes.size(), 7));
        std::vector<std::uint32_t> bins;
        const std::uint64_t bound = bins_min(sizes, capacity);
        RC_ASSERT(bound <= fewest(sizes, 0, bins, capacity));
        std::uint64_t sum = 0;
        for (const std::uint32_t size : sizes) sum += size;
        RC_ASSERT(bound * capacity >= sum);
    });
}

TEST_CASE("items just above half need a bin each") {
    CHECK(bins_min(std::vector<std::uint32_t>(400, 5'001), 10'000) == 400);
    CHECK(bins_min(std::vector<std::uint32_t>(600, 3'334), 10'000) >= 200);
    CHECK(bins_min(std::vector<std::uint32_t>{6, 6, 5, 5}, 10) == 3);
    CHECK(bins_min({}, 10) == 0);
}

}  // namespace rowlock
