#include "harness/rehearse/api_target.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

constexpr const char* k_token = "T";
constexpr const char* k_limits = "/services/data/v60.0/limits";

Api make_api() {
    ApiOptions options;
    options.token = k_token;
    options.clock.kind = ClockMode::Kind::manual;
    return Api{Org::create(OrgConfig{}).value(), std::move(options)};
}

struct Fixture {
    Api api = make_api();
    ApiTarget target{api, k_token, seconds(1000)};

    void set(FaultKind kind, Duration time = {}) {
        Fault fault;
        fault.name = "f";
        fault.kind = kind;
        fault.time = time;
        fault.done = true;
        fault.count = 1;
        REQUIRE(api.org().set_fault(fault));
    }

    void ask() {
        HttpRequest request;
        request.method = "GET";
        request.target = k_limits;
        target.send({std::move(request), 7});
    }
};

TEST_CASE_METHOD(Fixture, "a late answer comes late on the org's clock") {
    set(FaultKind::slow, seconds(20));
    const TimePoint begin = target.now();
    ask();
    CHECK_FALSE(target.receive());
    REQUIRE(target.wait_until(begin + seconds(5)));
    CHECK_FALSE(target.receive());
    REQUIRE(target.wait_until(TimePoint::max()));
    CHECK(target.now() == begin + seconds(20));
    const auto reply = target.receive();
    REQUIRE(reply);
    CHECK(reply->token == 7);
    CHECK(reply->response->status == 200);
}

TEST_CASE_METHOD(
    Fixture, "an answer that does not come whole is what the HTTP client makes of it"
) {
    const FaultKind kind = GENERATE(FaultKind::timeout, FaultKind::reset, FaultKind::reset_in_body);
    set(kind, kind == FaultKind::timeout ? seconds(30) : Duration{});
    const TimePoint begin = target.now();
    ask();
    if (kind == FaultKind::timeout) {
        CHECK_FALSE(target.receive());
        REQUIRE(target.wait_until(TimePoint::max()));
        CHECK(target.now() == begin + seconds(30));
    }
    const auto reply = target.receive();
    REQUIRE(reply);
    REQUIRE_FALSE(reply->response);
    CHECK(reply->response.error().code == ErrorCode::unreachable);
    CHECK_THAT(reply->response.error().message, Catch::Contains(k_limits));
}

TEST_CASE_METHOD(Fixture, "a session that ended is renewed, and the request sent again, once") {
    set(FaultKind::expired_session);
    ask();
    const auto reply = target.receive();
    REQUIRE(reply);
    CHECK(reply->response->status == 200);
    Fault always;
    always.name = "f";
    always.kind = FaultKind::expired_session;
    REQUIRE(api.org().set_fault(always));
    ask();
    const auto refused = target.receive();
    REQUIRE(refused);
    CHECK(refused->response->status == 401);
    CHECK_FALSE(target.receive());
}

}  // namespace
}  // namespace rowlock
