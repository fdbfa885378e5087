#include "mockorg/api/faces.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"

namespace rowlock {
namespace {

constexpr const char* k_insert_accounts = R"({"object":"Account","operation":"insert"})";

std::string accounts(InProcessApi& org) {
    return member(
        org.send("GET", "/services/data/v60.0/query?q=SELECT+COUNT()+FROM+Account").body,
        "totalSize"
    );
}

TEST_CASE("the clock shows its mode, its time and what comes next") {
    InProcessApi org{ClockMode::Kind::manual};
    CHECK(
        org.send("GET", "/rowlock/clock").body ==
        R"({"mode":"manual","now":"2026-01-01T00:00:00.000+0000","nowMicroseconds":1767225600000000,)"
        R"("nextDeadline":null,"nextDeadlineMicroseconds":null})"
    );
    org.run_job(org.create_job(k_insert_accounts), "Name\nA\n");
    CHECK(
        member(org.send("GET", "/rowlock/clock").body, "nextDeadlineMicroseconds") ==
        "1767225600000000"
    );
}

TEST_CASE("the clock is moved by seconds, to a moment, or until nothing is left to do") {
    InProcessApi org{ClockMode::Kind::manual};
    const auto advance = [&](const std::string& body) {
        const Answer answer = org.send("POST", "/rowlock/clock/advance", body);
        CHECK(answer.status == 200);
        return member(answer.body, "now");
    };
    CHECK(advance(R"({"seconds":2.5})") == "2026-01-01T00:00:02.500+0000");
    CHECK(advance(R"({"seconds":0})") == "2026-01-01T00:00:02.500+0000");
    CHECK(advance(R"({"to":"2026-01-01T00:01:00Z"})") == "2026-01-01T00:01:00.000+0000");
    CHECK(advance(R"({"to":1767225700000000})") == "2026-01-01T00:01:40.000+0000");

    org.run_job(org.create_job(k_insert_accounts), "Name\nA\n");
    CHECK(accounts(org) == "0");
    const Answer idle = org.send("POST", "/rowlock/clock/run-until-idle");
    CHECK(member(idle.body, "nextDeadline") == "null");
    CHECK(member(idle.body, "now") == "2026-01-01T00:01:42.000+0000");
    CHECK(accounts(org) == "1");
}

TEST_CASE("impossible steps are refused and nothing moves") {
    InProcessApi org{ClockMode::Kind::manual};
    const auto body = GENERATE(
        as<std::string>{},
        "",
        "{}",
        "[]",
        R"({"seconds":-0.5})",
        R"({"seconds":1e10})",
        R"({"seconds":"5"})",
        R"({"seconds":5,"to":1767225700000000})",
        R"({"to":"yesterday"})",
        R"({"to":"2025-12-31T23:59:59Z"})",
        R"({"to":"3999-01-01T00:00:00Z"})",
        R"({"to":1.5})",
        R"({"to":18446744073709551615})",
        R"({"to":9223372036854775807})",
        R"({"to":null})"
    );
    CAPTURE(body);
    const Answer answer = org.send("POST", "/rowlock/clock/advance", body);
    CHECK(answer.status == 400);
    CHECK(org.api().org().now() == k_org_epoch);
}

TEST_CASE("a reset goes back to the beginning") {
    InProcessApi org;
    org.create("Account", R"({"Name":"A"})");
    const auto hash = org.send("GET", "/rowlock/trace").body;
    CHECK(accounts(org) == "1");
    CHECK(member(org.send("POST", "/rowlock/reset").body, "nowMicroseconds") == "1767225600000000");
    CHECK(accounts(org) == "0");
    CHECK(org.send("GET", "/rowlock/trace").body != hash);
}

TEST_CASE("sessions outlive a reset for as long as they had") {
    InProcessApi org{ClockMode::Kind::manual};
    org.send("POST", "/rowlock/clock/advance", R"({"seconds":360000})");
    HttpRequest login{"POST", "/services/oauth2/token", {}, {}};
    login.body =
        "grant_type=password&client_id=a&client_secret=b&username=admin@rowlock.example&password=c";
    login.headers.add("Content-Type", "application/x-www-form-urlencoded");
    const std::string token = member(org.send_anonymous(login).body, "access_token");
    REQUIRE_FALSE(token.empty());
    CHECK(org.send("POST", "/rowlock/reset").status == 200);
    HttpRequest request{"GET", "/services/data/v60.0", {}, {}};
    request.headers.add("Authorization", "Bearer " + token);
    org.send("POST", "/rowlock/clock/advance", R"({"seconds":7100})");
    CHECK(org.send_anonymous(request).status == 200);
    org.send("POST", "/rowlock/clock/advance", R"({"seconds":7300})");
    CHECK(org.send_anonymous(request).status == 401);
}

TEST_CASE("snapshots are taken, listed, restored and forgotten") {
    InProcessApi org;
    org.create("Account", R"({"Name":"A"})");
    CHECK(org.send("PUT", "/rowlock/snapshots/one").status == 201);
    org.create("Account", R"({"Name":"B"})");
    CHECK(org.send("PUT", "/rowlock/snapshots/Two.2_x-y").status == 201);
    CHECK(org.send("GET", "/rowlock/snapshots").body == R"({"snapshots":["Two.2_x-y","one"]})");
    CHECK(org.send("POST", "/rowlock/snapshots/one/restore").status == 200);
    CHECK(accounts(org) == "1");
    CHECK(org.send("POST", "/rowlock/snapshots/Two.2_x-y/restore").status == 200);
    CHECK(accounts(org) == "2");
    CHECK(org.send("PUT", "/rowlock/snapshots/one").status == 200);
    CHECK(org.send("POST", "/rowlock/reset").status == 200);
    CHECK(org.send("POST", "/rowlock/snapshots/one/restore").status == 200);
    CHECK(accounts(org) == "2");
    CHECK(org.send("DELETE", "/rowlock/snapshots/one").status == 204);
    CHECK(org.send("DELETE", "/rowlock/snapshots/one").status == 404);
    CHECK(org.send("POST", "/rowlock/snapshots/one/restore").status == 404);
    CHECK(org.send("PUT", "/rowlock/snapshots/a%20b").status == 400);
    CHECK(org.send("PUT", "/rowlock/snapshots/" + std::string(101, 'a')).status == 400);
}

TEST_CASE("snapshots are bounded") {
    InProcessApi org;
    for (int i = 0; i < 1000; ++i) org.send("PUT", "/rowlock/snapshots/s" + std::to_string(i));
    CHECK(org.send("PUT", "/rowlock/snapshots/s1000").status == 400);
    CHECK(org.send("PUT", "/rowlock/snapshots/s999").status == 200);
}

TEST_CASE("a write that waits does not survive a reset") {
    InProcessApi org{ClockMode::Kind::manual};
    const auto answer =
        org.begin("POST", "/services/data/v60.0/sobjects/Account", R"({"Name":"A"})");
    CHECK_FALSE(answer->has_value());
    org.send("POST", "/rowlock/reset");
    REQUIRE(answer->has_value());
    CHECK((*answer)->status == 503);
}

TEST_CASE("the version names the org") {
    InProcessApi org;
    const std::string body = org.send("GET", "/rowlock/version").body;
    CHECK(member(body, "name") == "rowlock");
    CHECK(member(body, "clock") == "virtual");
    CHECK(member(body, "profile") == "steady");
    CHECK(member(body, "organizationId") == org.api().org().organization_id().text());
    CHECK_FALSE(member(body, "version").empty());
}

}  // namespace
}  // namespace rowlock
