#include "harness/calibrate/weighted_range.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("a range leaves the same weight out on both sides") {
    std::vector<WeightedValue> values;
    for (int i = 100; i > 0; --i) values.push_back({static_cast<double>(i), 0.01});
    const ValueRange range = range_of(values, 0.79);
    CHECK(range.low == Approx(11.0));
    CHECK(range.high == Approx(90.0));
    CHECK(range.holds(50.0));
    CHECK_FALSE(range.holds(91.0));
}

TEST_CASE("one value that has all the weight is the range") {
    const ValueRange range = range_of({{3.0, 0.0}, {5.0, 1.0}, {9.0, 0.0}}, 0.95);
    CHECK(range.low == 5.0);
    CHECK(range.high == 5.0);
}

TEST_CASE("a range holds at least its share, and a larger share a larger range") {
    rc::prop("any weighted values", [](const std::vector<std::uint8_t>& raw) {
        RC_PRE(!raw.empty());
        double sum = 0.0;
        for (const std::uint8_t weight : raw) sum += weight + 1.0;
        std::vector<WeightedValue> values;
        for (std::size_t i = 0; i < raw.size(); ++i)
            values.push_back({static_cast<double>(i * 37 % 11), (raw[i] + 1.0) / sum});
        const ValueRange likely = range_of(values, 0.8);
        const ValueRange sure = range_of(values, 0.95);
        double inside = 0.0;
        for (const WeightedValue& value : values)
            inside += likely.holds(value.value) ? value.weight : 0.0;
        RC_ASSERT(inside >= 0.8 - 1e-9);
        RC_ASSERT(sure.low <= likely.low);
        RC_ASSERT(sure.high >= likely.high);
    });
}

}  // namespace
}  // namespace rowlock
