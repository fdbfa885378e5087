#include "mockorg/server/org_host.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"
#include "tests/unit/mockorg/server/raw_client.hpp"
#include "tests/unit/mockorg/server/running_server.hpp"
#include "tests/unit/mockorg/server/wire_text.hpp"

#include <csignal>
#include <string>
#include <thread>

namespace rowlock {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view k_accounts = "/services/data/v60.0/sobjects/Account";

Api new_api(ClockMode clock) {
    return Api{Org::create(steady_config()).value(), {"T", clock}};
}

void ask(
    RawClient& client, std::string_view method, std::string_view target, std::string_view body
) {
    std::string text{method};
    text.append(" ").append(target).append(
        " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer T\r\nContent-Length: "
    );
    client.send(text.append(std::to_string(body.size())).append("\r\n\r\n").append(body));
}

/// The org's time in microseconds.
std::int64_t now_of(RawClient& client) {
    ask(client, "GET", "/rowlock/clock", "");
    return std::stoll(member(body_of(client.read_response()), "nowMicroseconds"));
}

bool made(const std::string& response) {
    return response.find("HTTP/1.1 201 Created") == 0;
}

TEST_CASE("with a virtual clock a write is answered at once") {
    RunningServer server{{}, new_api({ClockMode::Kind::virtual_, 1.0})};
    RawClient client{server.port()};
    ask(client, "POST", k_accounts, R"({"Name":"A"})");
    CHECK(made(client.read_response()));
}

TEST_CASE("nobody's body is unpacked who has no session") {
    RunningServer server{{}, new_api({ClockMode::Kind::virtual_, 1.0})};
    // Were it looked at, it would be called malformed.
    const std::string body = "no gzip";
    const auto answer = [&](const std::string& target, const std::string& session) {
        RawClient client{server.port()};
        client.send(
            "POST " + target + " HTTP/1.1\r\nHost: h\r\n" + session + "Content-Encoding: gzip\r\n" +
            "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body
        );
        return client.read_response();
    };
    const std::string job = "/services/async/60.0/job";
    CHECK(contains(answer(job, ""), "<exceptionCode>InvalidSessionId</exceptionCode>"));
    CHECK(answer(job, "").starts_with("HTTP/1.1 400 "));
    CHECK(contains(answer(job, "X-SFDC-Session: T\r\n"), "The gzip body is malformed"));
    const std::string ingest = "/services/data/v60.0/jobs/ingest";
    CHECK(contains(answer(ingest, ""), "INVALID_SESSION_ID"));
    CHECK(contains(answer(ingest, "Authorization: Bearer T\r\n"), "The gzip body is malformed"));
}

TEST_CASE("with a manual clock it waits for another client to move the time") {
    RunningServer server{{}, new_api({ClockMode::Kind::manual, 1.0})};
    RawClient writer{server.port()};
    RawClient controller{server.port()};
    ask(writer, "POST", k_accounts, R"({"Name":"A"})");
    CHECK_FALSE(writer.closed_within(100ms));
    const std::int64_t before = now_of(controller);
    CHECK(now_of(controller) == before);
    ask(controller, "POST", "/rowlock/clock/advance", R"({"seconds":1})");
    CHECK(controller.read_response().find("HTTP/1.1 200 OK") == 0);
    CHECK(made(writer.read_response()));
}

TEST_CASE("with a real clock it is answered when its time has passed, without another request") {
    // A write takes half a second of the org's time.
    RunningServer server{{}, new_api({ClockMode::Kind::real, 5.0})};
    RawClient client{server.port()};
    const auto start = std::chrono::steady_clock::now();
    ask(client, "POST", k_accounts, R"({"Name":"A"})");
    CHECK(made(client.read_response()));
    const auto taken = std::chrono::steady_clock::now() - start;
    CHECK(taken >= 100ms);
    CHECK(taken < 5s);
}

TEST_CASE("a real clock goes on from where reset and advance put it") {
    RunningServer server{{}, new_api({ClockMode::Kind::real, 1.0})};
    RawClient client{server.port()};
    const std::int64_t start = now_of(client);
    std::this_thread::sleep_for(20ms);
    CHECK(now_of(client) >= start + 20'000);

    ask(client, "POST", "/rowlock/clock/advance", R"({"seconds":3600})");
    client.read_response();
    std::this_thread::sleep_for(20ms);
    const std::int64_t later = now_of(client);
    CHECK(later >= start + 3'600'000'000 + 40'000);
    CHECK(later < start + 3'700'000'000);

    ask(client, "POST", "/rowlock/reset", "");
    client.read_response();
    std::this_thread::sleep_for(20ms);
    const std::int64_t again = now_of(client) - k_org_epoch.time_since_epoch().count();
    CHECK(again >= 20'000);
    CHECK(again < 100'000'000);
}

Server* stopped_by_signal = nullptr;

TEST_CASE("a signal handler may stop the server") {
    Server server = Server::start({}, new_api({ClockMode::Kind::real, 1.0})).value();
    stopped_by_signal = &server;
    const auto before = std::signal(SIGUSR1, [](int) { stopped_by_signal->stop(); });
    std::thread waiter{[&] { server.run(); }};
    RawClient client{server.port()};
    CHECK(now_of(client) > 0);
    std::raise(SIGUSR1);
    waiter.join();
    CHECK(client.closed_within(5s));
    std::signal(SIGUSR1, before);
}

TEST_CASE("a server may go away while a write still waits") {
    ServerOptions options;
    options.shutdown_grace = 50ms;
    RunningServer server{options, new_api({ClockMode::Kind::manual, 1.0})};
    RawClient writer{server.port()};
    ask(writer, "POST", k_accounts, R"({"Name":"A"})");
    RawClient controller{server.port()};
    CHECK(now_of(controller) > 0);
    server.stop();
}

}  // namespace
}  // namespace rowlock
