#include "mockorg/api/http_date.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("a moment in the form of HTTP headers") {
    CHECK(http_date(k_org_epoch) == "Thu, 01 Jan 2026 00:00:00 GMT");
    // [RFC 9110, 5.6.7]
    const auto example = parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT");
    REQUIRE(example);
    CHECK(*example == TimePoint{std::chrono::seconds{784111777}});
}

TEST_CASE("what is no such moment") {
    for (const std::string text :
         {"",
          "Thu, 01 Jan 2026 00:00:00",
          "Fri, 01 Jan 2026 00:00:00 GMT",
          "Thu, 32 Jan 2026 00:00:00 GMT",
          "Thu, 01 Jan 2026 24:00:00 GMT",
          "Thu, 01 jan 2026 00:00:00 GMT",
          "Thu, 01 Jan 2026 00:00:0x GMT",
          "Sunday, 06-Nov-94 08:49:37 GMT"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_http_date(text));
    }
}

TEST_CASE("every moment comes back to the second") {
    rc::prop("written and read", [] {
        const TimePoint time{std::chrono::seconds{*rc::gen::inRange<std::int64_t>(0, 16725225600)}};
        RC_ASSERT(parse_http_date(http_date(time + Duration{999'999})) == time);
    });
}

}  // namespace
}  // namespace rowlock
