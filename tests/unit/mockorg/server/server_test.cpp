#include "mockorg/server/server.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/server/raw_client.hpp"
#include "tests/unit/mockorg/server/running_server.hpp"
#include "tests/unit/mockorg/server/wire_text.hpp"

#include <atomic>
#include <future>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace rowlock {
namespace {

using namespace std::chrono_literals;

TEST_CASE("port 0 is any free port, a taken one is an error") {
    RunningServer first{{}, echo};
    RunningServer second{{}, echo};
    CHECK(first.port() != 0);
    CHECK(first.port() != second.port());

    ServerOptions taken;
    taken.port = first.port();
    const auto refused = Server::start(taken, echo);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == ErrorCode::bad_configuration);
    CHECK(contains(refused.error().message, std::to_string(first.port())));

    ServerOptions nowhere;
    nowhere.address = "not an address";
    CHECK_FALSE(Server::start(nowhere, echo).has_value());
}

TEST_CASE("bodies beyond the limit are turned away") {
    ServerOptions options;
    options.bodies_limit = 50;
    RunningServer server{options, echo};
    RawClient first{server.port()};
    first.send("PUT /2 HTTP/1.1\r\nHost: h\r\nContent-Length: 50\r\n\r\n" + std::string(50, 'x'));
    CHECK(starts_with(first.read_response(), "HTTP/1.1 200 "));
    const bool in_one_go = GENERATE(true, false);
    first.send("PUT /3 HTTP/1.1\r\nHost: h\r\nContent-Length: 60\r\n\r\n");
    first.send(std::string(in_one_go ? 60 : 55, 'x'));
    CHECK(starts_with(first.read_to_end(), "HTTP/1.1 503 "));
}

/// Keeps each request until told to answer.
class Later {
public:
    RequestHandler handler() {
        return [this](HttpRequest request, RespondFn respond) {
            const std::lock_guard lock{mutex_};
            waiting_.emplace_back(std::move(request), std::move(respond));
            arrived_.set_value();
        };
    }

    void wait_for_request() {
        REQUIRE(arrived_.get_future().wait_for(10s) == std::future_status::ready);
    }

    /// Twice: the second answer must do nothing.
    void answer() {
        const std::lock_guard lock{mutex_};
        for (auto& [request, respond] : waiting_) {
            echo(request, respond);
            echo(request, respond);
        }
        waiting_.clear();
    }

private:
    std::mutex mutex_;
    std::promise<void> arrived_;
    std::vector<std::pair<HttpRequest, RespondFn>> waiting_;
};

TEST_CASE("where all are busy, one connection too many is turned away") {
    ServerOptions options;
    options.max_connections = 1;
    Later later;
    RunningServer server{options, later.handler()};
    RawClient busy{server.port()};
    busy.send("GET /busy HTTP/1.1\r\nHost: h\r\n\r\n");
    later.wait_for_request();
    RawClient next{server.port()};
    CHECK(starts_with(next.read_to_end(), "HTTP/1.1 503 "));
    later.answer();
    CHECK(body_of(busy.read_response()) == "GET /busy ");
}

TEST_CASE("one connection too many takes the place of the one that was idle longest") {
    ServerOptions options;
    options.max_connections = 2;
    RunningServer server{options, echo};
    const auto is_served = [](RawClient& client) {
        client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        return contains(client.read_response(), "GET /a ");
    };
    RawClient first{server.port()};
    CHECK(is_served(first));
    RawClient second{server.port()};
    CHECK(is_served(second));
    CHECK(is_served(first));
    RawClient third{server.port()};
    CHECK(is_served(third));
    CHECK(second.closed_within(5s));
    CHECK(is_served(first));
}

TEST_CASE("a crowd of idle connections keeps nobody out") {
    ServerOptions options;
    options.max_connections = 50;
    RunningServer server{options, echo};
    std::list<RawClient> crowd;
    for (int i = 0; i < 400; ++i) crowd.emplace_back(server.port());
    RawClient client{server.port()};
    client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(body_of(client.read_response()) == "GET /a ");
    CHECK(crowd.front().closed_within(5s));
}

TEST_CASE("a handler that forgets to answer loses the connection, nothing else") {
    RunningServer server{{}, [](HttpRequest request, const RespondFn& respond) {
                             if (request.target != "/lost") echo(std::move(request), respond);
                         }};
    RawClient lost{server.port()};
    lost.send("GET /lost HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(lost.closed_within(5s));
    RawClient other{server.port()};
    other.send("GET /other HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(body_of(other.read_response()) == "GET /other ");
}

TEST_CASE("stopping waits for the answer to a request in progress, and drops idle clients") {
    Later later;
    RunningServer server{{}, later.handler()};
    RawClient idle{server.port()};
    RawClient busy{server.port()};
    busy.send("GET /busy HTTP/1.1\r\nHost: h\r\n\r\n");
    later.wait_for_request();
    server.ask_to_stop();
    CHECK(idle.closed_within(5s));
    later.answer();
    CHECK(contains(busy.read_to_end(), "Connection: close\r\n\r\nGET /busy "));
    server.stop();
}

TEST_CASE("stopping does not wait for ever") {
    ServerOptions options;
    options.shutdown_grace = 200ms;
    Later later;
    RunningServer server{options, later.handler()};
    RawClient busy{server.port()};
    busy.send("GET /busy HTTP/1.1\r\nHost: h\r\n\r\n");
    later.wait_for_request();
    const auto start = std::chrono::steady_clock::now();
    server.stop();
    CHECK(std::chrono::steady_clock::now() - start < 5s);
    later.answer();
}

TEST_CASE("a server can be stopped before it runs, or never run") {
    Server stopped = Server::start({}, echo).value();
    stopped.stop();
    stopped.run();
    Server unused = Server::start({}, echo).value();
    CHECK(unused.port() != 0);
}

TEST_CASE("several threads serve several clients") {
    ServerOptions options;
    options.io_threads = 3;
    RunningServer server{options, echo};
    std::vector<std::thread> clients;
    std::atomic<int> right{0};
    for (int c = 0; c < 8; ++c) {
        clients.emplace_back([&, c] {
            RawClient client{server.port()};
            for (int i = 0; i < 50; ++i) {
                const std::string target = "/" + std::to_string(c) + "/" + std::to_string(i);
                client.send("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
                if (body_of(client.read_response()) == "GET " + target + " ") ++right;
            }
        });
    }
    for (std::thread& client : clients) client.join();
    CHECK(right == 400);
}

}  // namespace
}  // namespace rowlock
