#include "checks/bounds/skew.hpp"

#include "tests/support/test.hpp"

namespace rowlock {

TEST_CASE("equal parents are as many as they are") {
    // d rows on each of A parents: S2' = (d - 1) / (n - 1), about 1 / A. [planning facts, section
    // 5]
    const std::vector<LoadSize> loads(1000, {10, 0});
    const Skew skew = measure_skew(loads, 10'000, {}, 3);
    CHECK(skew.shared_chance == Approx(9.0 / 9'999));
    CHECK(skew.effective_keys == Approx(9'999.0 / 9));
    CHECK(skew.keys_used == 1000);
    CHECK(skew.hottest == std::vector<KeyNo>{0, 1, 2});
    CHECK(skew.watched_keys + skew.skewed_keys + skew.keys_over_batch == 0);
}

TEST_CASE("the documented limits include their own number") {
    const std::vector<LoadSize> loads{
        {9'999, 0}, {10'000, 0}, {5'999, 0}, {6'000, 0}, {10'001, 0}, {}};
    const Skew skew = measure_skew(loads, 41'999, {}, 2);
    CHECK(skew.skewed_keys == 2);
    CHECK(skew.watched_keys == 4);
    CHECK(skew.keys_over_batch == 1);
    CHECK(skew.keys_used == 5);
    CHECK(skew.hottest == std::vector<KeyNo>{4, 1});
}

TEST_CASE("rows that share nothing have no skew") {
    const Skew skew = measure_skew(std::vector<LoadSize>(5, {1, 0}), 5, {}, 10);
    CHECK(skew.shared_chance == 0);
    CHECK(skew.effective_keys == 0);
    CHECK(skew.hottest.size() == 5);
    CHECK(measure_skew({}, 0, {}, 10).keys_used == 0);
}

}  // namespace rowlock
