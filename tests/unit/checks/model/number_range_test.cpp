#include "checks/model/number_range.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("ranges hold the numbers from their first to their last") {
    const std::vector<NumberRange> ranges{{2, 3}, {9, 1}};
    std::vector<std::uint32_t> held;
    for (std::uint32_t number = 0; number < 12; ++number) {
        if (holds(ranges, number)) held.push_back(number);
    }
    CHECK(held == std::vector<std::uint32_t>{2, 3, 4, 9});
    CHECK_FALSE(holds({}, 0));
}

}  // namespace
}  // namespace rowlock
