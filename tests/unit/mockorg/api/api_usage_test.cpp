#include "mockorg/api/api_usage.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TimePoint at_hour(int hour) {
    return k_org_epoch + std::chrono::hours{hour};
}

TEST_CASE("requests count for a day") {
    ApiUsage usage;
    CHECK(usage.in_last_day(at_hour(0)) == 0);
    usage.count(at_hour(0));
    usage.count(at_hour(0));
    usage.count(at_hour(10));
    CHECK(usage.in_last_day(at_hour(10)) == 3);
    CHECK(usage.in_last_day(at_hour(23)) == 3);
    CHECK(usage.in_last_day(at_hour(24)) == 1);
    CHECK(usage.in_last_day(at_hour(34)) == 0);
}

TEST_CASE("an org set back in time forgets what comes later") {
    ApiUsage usage;
    usage.count(at_hour(0));
    usage.count(at_hour(50));
    CHECK(usage.in_last_day(at_hour(49)) == 0);
    usage.count(at_hour(49));
    CHECK(usage.in_last_day(at_hour(50)) == 1);
}

}  // namespace
}  // namespace rowlock
