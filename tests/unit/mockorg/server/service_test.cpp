#include "mockorg/server/service.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("a budget is never exceeded and comes back whole") {
    BodyBudget budget{100};
    {
        BodyReservation first{budget};
        BodyReservation second{budget};
        CHECK(first.cover(60));
        CHECK(first.cover(40));
        CHECK_FALSE(second.cover(41));
        CHECK(second.cover(40));
        CHECK_FALSE(first.cover(61));
        CHECK_FALSE(second.cover(SIZE_MAX));
    }
    BodyReservation third{budget};
    CHECK(third.cover(100));
    CHECK_FALSE(third.cover(101));
}

}  // namespace
}  // namespace rowlock
