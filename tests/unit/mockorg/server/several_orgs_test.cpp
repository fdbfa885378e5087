#include "mockorg/server/server.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"
#include "tests/unit/mockorg/server/raw_client.hpp"
#include "tests/unit/mockorg/server/wire_text.hpp"

#include <string>
#include <thread>

namespace rowlock {
namespace {

using namespace std::chrono_literals;

Api org_of(std::uint64_t seed, const std::string& token, ClockMode clock = {}) {
    OrgConfig config = steady_config();
    config.seed = seed;
    return Api{Org::create(std::move(config)).value(), {token, clock}};
}

std::string ask(std::uint16_t port, const std::string& token, const std::string& request) {
    RawClient client{port};
    const auto line_end = request.find('\n');
    const std::string body = request.substr(line_end + 1);
    client.send(
        request.substr(0, line_end) + " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + token +
        "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
        body
    );
    return client.read_to_end();
}

std::string accounts(std::uint16_t port, const std::string& token) {
    const std::string query = "GET /services/data/v60.0/query?q=SELECT+COUNT()+FROM+Account\n";
    return ask(port, token, query);
}

TEST_CASE("two orgs of one server know nothing of each other, and come and go while it serves") {
    const unsigned threads = GENERATE(1U, 2U);
    ServerOptions options;
    options.io_threads = threads;
    Server server = Server::start(options, org_of(1, "ONE")).value();
    std::thread runner{[&] { server.run(); }};
    const std::uint16_t first = server.port();
    const std::uint16_t second = server.add(0, org_of(2, "TWO")).value();
    CHECK(second != first);

    CHECK(contains(
        ask(first, "ONE", "POST /services/data/v60.0/sobjects/Account\n{\"Name\":\"A\"}"), " 201 "
    ));
    CHECK(contains(accounts(first, "ONE"), R"("totalSize":1)"));
    CHECK(contains(accounts(second, "TWO"), R"("totalSize":0)"));
    CHECK(contains(accounts(second, "ONE"), "INVALID_SESSION_ID"));

    ask(first, "ONE", "POST /rowlock/reset\n");
    CHECK(contains(accounts(first, "ONE"), R"("totalSize":0)"));

    CHECK_FALSE(server.add(second, org_of(3, "THREE")).has_value());
    RawClient idle{second};
    idle.send("GET /rowlock/health HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(contains(idle.read_response(), " 200 "));
    server.remove(second);
    CHECK(idle.closed_within(5s));
    CHECK(contains(accounts(first, "ONE"), R"("totalSize":0)"));
    server.remove(second);

    server.stop();
    runner.join();
    CHECK_FALSE(server.add(0, org_of(4, "FOUR")).has_value());
}

TEST_CASE("clients of one org take no connections from another") {
    ServerOptions options;
    options.max_connections = 1;
    Server server = Server::start(options, org_of(1, "ONE")).value();
    std::thread runner{[&] { server.run(); }};
    const std::uint16_t second = server.add(0, org_of(2, "TWO")).value();
    RawClient idle{server.port()};
    const auto is_served = [&] {
        idle.send("GET /rowlock/health HTTP/1.1\r\nHost: h\r\n\r\n");
        return contains(idle.read_response(), " 200 ");
    };
    CHECK(is_served());
    CHECK(contains(ask(second, "TWO", "GET /rowlock/health\n"), " 200 "));
    CHECK(is_served());
    // It is idle a moment after its answer has come: who is earlier than that is turned away.
    bool closed = false;
    for (int i = 0; i < 100 && !closed; ++i) {
        const RawClient next{server.port()};
        closed = idle.closed_within(std::chrono::milliseconds{50});
    }
    CHECK(closed);
    server.stop();
    runner.join();
}

TEST_CASE("an org that goes away answers those who wait for it") {
    Server server = Server::start({}, org_of(1, "ONE")).value();
    std::thread runner{[&] { server.run(); }};
    const std::uint16_t second =
        server.add(0, org_of(2, "TWO", {ClockMode::Kind::real, 0.001})).value();
    RawClient writer{second};
    writer.send(
        "POST /services/data/v60.0/sobjects/Account HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer "
        "TWO\r\n"
        "Content-Length: 12\r\n\r\n{\"Name\":\"A\"}"
    );
    CHECK_FALSE(writer.closed_within(100ms));
    server.remove(second);
    CHECK(contains(writer.read_to_end(), "HTTP/1.1 503 "));
    server.stop();
    runner.join();
}

}  // namespace
}  // namespace rowlock
