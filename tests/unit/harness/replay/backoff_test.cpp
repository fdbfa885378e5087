#include "harness/replay/backoff.hpp"

#include "harness/replay/api_usage_watch.hpp"
#include "harness/replay/wire_error.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

Result<HttpResponse> answer(
    int status, const std::string& name = "X", const std::string& value = ""
) {
    HttpResponse response;
    response.status = status;
    response.headers.add(name, value);
    return response;
}

TEST_CASE("pauses double, stretched by a quarter at most, always the same for a seed") {
    rc::prop("pauses", [](std::uint64_t seed) {
        const Random random{seed};
        for (unsigned attempt = 0; attempt < 12; ++attempt) {
            const Duration pause = pause_before_retry(answer(503), attempt, random);
            const double plain = std::min(0.5 * (1U << attempt), 300.0);
            RC_ASSERT(to_seconds(pause) >= plain);
            RC_ASSERT(to_seconds(pause) <= plain * 1.25 + 0.001);
            RC_ASSERT(pause == pause_before_retry(answer(503), attempt, random));
        }
    });
}

TEST_CASE("limits and Retry-After are given more time") {
    CHECK(pause_before_retry(answer(403), 0, Random{1}) >= seconds(10.0));
    CHECK(pause_before_retry(answer(503, "Retry-After", "30"), 0, Random{1}) == seconds(30.0));
    CHECK(
        pause_before_retry(answer(503, "Retry-After", "99999999999"), 0, Random{1}) ==
        seconds(600.0)
    );
    CHECK(pause_before_retry(answer(503, "Retry-After", "86400"), 0, Random{1}) == seconds(600.0));
    CHECK(pause_before_retry(answer(503, "Retry-After", "-5"), 0, Random{1}) < seconds(1.0));
}

TEST_CASE("only lost answers and broken gateways leave it open whether a request worked") {
    CHECK(may_have_worked(fail(ErrorCode::unreachable, "reset")));
    CHECK(may_have_worked(answer(500)));
    CHECK_FALSE(may_have_worked(answer(503)));
    CHECK_FALSE(may_have_worked(answer(429)));
}

TEST_CASE("a 403 is passing trouble only where it is the limit of requests") {
    auto limited = answer(403);
    limited->body =
        R"([{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"TotalRequests Limit exceeded."}])";
    CHECK(is_transient(limited));
    CHECK_FALSE(is_transient(answer(403)));
}

TEST_CASE("who only asks too early waits little, and more each time") {
    const Random random{7};
    const auto pause = [&](unsigned attempt) { return pause_before_asking_again(attempt, random); };
    CHECK(pause(0) >= std::chrono::milliseconds{500});
    CHECK(pause(0) <= std::chrono::milliseconds{625});
    CHECK(pause(3) >= std::chrono::seconds{4});
    CHECK(pause(3) <= std::chrono::seconds{5});
    CHECK(pause(3) == pause(3));
    CHECK(pause(60) <= std::chrono::minutes{7});
}

TEST_CASE("the org's word on its limit is read, nonsense is not") {
    ApiUsageWatch watch;
    const auto note = [&](const std::string& text) {
        watch.note(*answer(200, "Sforce-Limit-Info", text));
    };
    CHECK_FALSE(watch.nearly_used_up());
    note("api-usage=13499/15000");
    CHECK_FALSE(watch.nearly_used_up());
    note("api-usage=13500/15000");
    CHECK(watch.nearly_used_up());
    for (const char* text : {"", "api-usage=", "api-usage=1", "api-usage=x/y", "api-usage=1/"})
        note(text);
    CHECK(watch.used() == 13500);
    note("api-usage=25/5000; per-app-api-usage=17/250(appName=x)");
    CHECK(watch.used() == 25);
    CHECK(watch.allowed() == 5000);
}

}  // namespace
}  // namespace rowlock
