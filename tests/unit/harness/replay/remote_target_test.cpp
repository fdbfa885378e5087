#include "harness/replay/remote_target.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/harness/client/tiny_server.hpp"

#include <chrono>

namespace rowlock {
namespace {

using test::ok_answer;
using test::TinyServer;

constexpr std::int64_t k_start = 1'767'225'600'000'000;

std::string clock_at(std::int64_t microseconds, const std::string& mode = "manual") {
    return ok_answer(
        R"({"mode":")" + mode + R"(","nowMicroseconds":)" + std::to_string(microseconds) + "}"
    );
}

std::string not_found() {
    return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
}

Result<RemoteTarget> connect(const TinyServer& server) {
    TargetOptions options;
    options.url = server.url();
    options.token = "SECRET";
    return RemoteTarget::connect(options, Access::writes);
}

HttpRequest get(std::string path) {
    HttpRequest request;
    request.method = "GET";
    request.target = std::move(path);
    return request;
}

TEST_CASE("a mock with a manual clock is asked and moved") {
    TinyServer server{[](const std::string& request) {
        if (request.starts_with("GET /rowlock/clock")) return clock_at(k_start);
        if (request.starts_with("POST /rowlock/clock/advance")) {
            return clock_at(std::stoll(request.substr(request.find("{\"to\":") + 6)));
        }
        return ok_answer("x");
    }};
    auto target = connect(server);
    REQUIRE(target);
    CHECK(target->manual_clock());
    CHECK(target->now() == k_org_epoch);
    target->send({get("/x"), 7});
    // The answer is there already: time must not move.
    REQUIRE(target->wait_until(k_org_epoch + seconds(5.0)));
    CHECK(target->now() == k_org_epoch);
    const auto reply = target->receive();
    REQUIRE(reply);
    CHECK(reply->token == 7);
    CHECK(reply->response->body == "x");
    CHECK_FALSE(target->receive());
    REQUIRE(target->wait_until(k_org_epoch + seconds(5.0)));
    CHECK(target->now() == k_org_epoch + seconds(5.0));
    CHECK(server.requests().back().ends_with("{\"to\":1767225605000000}"));
}

TEST_CASE("a clock that does not move as told is a broken protocol") {
    const std::string advance = GENERATE(clock_at(k_start), ok_answer("{}"), not_found());
    TinyServer server{[&](const std::string& request) {
        return request.starts_with("GET") ? clock_at(k_start) : advance;
    }};
    auto target = connect(server);
    REQUIRE(target);
    const auto moved = target->wait_until(k_org_epoch + seconds(5.0));
    REQUIRE_FALSE(moved);
    CHECK(moved.error().code == ErrorCode::protocol_broken);
}

TEST_CASE("any other org goes by the wall clock") {
    const std::string clock =
        GENERATE(not_found(), clock_at(k_start, "virtual"), ok_answer("<html>"));
    TinyServer server{[&](const std::string& request) {
        return request.starts_with("GET /rowlock/") ? clock : ok_answer("y");
    }};
    auto target = connect(server);
    REQUIRE(target);
    CHECK_FALSE(target->manual_clock());
    const TimePoint begin = target->now();
    target->send({get("/y"), 9});
    std::optional<TargetReply> reply;
    while (!(reply = target->receive())) REQUIRE(target->wait_until(TimePoint::max()));
    CHECK(reply->token == 9);
    const TimePoint later = target->now() + seconds(0.05);
    while (target->now() < later) REQUIRE(target->wait_until(later));
    CHECK(target->now() - begin < seconds(5.0));
}

TEST_CASE("a refused token is told apart from an absent route") {
    TinyServer server{[](const std::string&) {
        return std::string{"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"};
    }};
    const auto target = connect(server);
    REQUIRE_FALSE(target);
    CHECK(target.error().code == ErrorCode::invalid_session_id);
}

TEST_CASE("single requests are repeated while the trouble may pass") {
    int asked = 0;
    TinyServer server{[&](const std::string& request) -> std::string {
        if (request.starts_with("GET /rowlock/")) return not_found();
        if (++asked < 2) return "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
        return ok_answer("z");
    }};
    auto target = connect(server);
    REQUIRE(target);
    const auto answer = target->ask(get("/z"));
    REQUIRE(answer);
    CHECK(answer->body == "z");
    CHECK(asked == 2);
}

TEST_CASE("the first question of all is repeated, too, where somebody takes it") {
    int asked = 0;
    TinyServer server{[&](const std::string&) -> std::string {
        // Closed without an answer.
        return ++asked < 3 ? "" : clock_at(k_start);
    }};
    const auto target = connect(server);
    REQUIRE(target);
    CHECK(target->manual_clock());
    CHECK(target->org_ms() == k_start / 1000);
}

TEST_CASE("where nobody listens, that is told soon") {
    TargetOptions options;
    options.token = "SECRET";
    {
        TinyServer server{[](const std::string&) { return std::string{}; }};
        options.url = server.url();
    }
    const auto begin = std::chrono::steady_clock::now();
    const auto target = RemoteTarget::connect(options, Access::reads);
    REQUIRE_FALSE(target);
    CHECK(target.error().code == ErrorCode::unreachable);
    CHECK(target.error().message.find("Is the server running there?") != std::string::npos);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{8});
}

TEST_CASE("an org's clock is what its answers are dated by") {
    TinyServer server{[](const std::string&) {
        return std::string{
            "HTTP/1.1 404 Not Found\r\nDate: Thu, 01 Jan 2026 00:00:07 GMT\r\n"
            "Content-Length: 0\r\n\r\n"};
    }};
    const auto target = connect(server);
    REQUIRE(target);
    CHECK(target->org_ms() == k_start / 1000 + 7'000);
}

TEST_CASE("writes to what may be production need the user's word, before anything is sent there") {
    TargetOptions options;
    options.url = "https://acme.my.salesforce.invalid";
    options.token = "T";
    const auto refused = RemoteTarget::connect(options, Access::writes);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::bad_configuration);
    CHECK(refused.error().message.find("--i-know-this-is-production") != std::string::npos);
    CHECK(RemoteTarget::connect(options, Access::reads).error().code == ErrorCode::unreachable);
    options.production_known = true;
    CHECK(RemoteTarget::connect(options, Access::writes).error().code == ErrorCode::unreachable);
}

}  // namespace
}  // namespace rowlock
