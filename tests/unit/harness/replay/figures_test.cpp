#include "harness/replay/figures.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("percentages have two decimals, and nothing of nothing is none") {
    CHECK(percent(135'800, 1'250'000) == "10.86");
    CHECK(percent(1, 3) == "33.33");
    CHECK(percent(0, 0) == "0.00");
}

}  // namespace
}  // namespace rowlock
