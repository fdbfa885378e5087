#include "mockorg/server/connection.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/server/raw_client.hpp"
#include "tests/unit/mockorg/server/running_server.hpp"
#include "tests/unit/mockorg/server/wire_text.hpp"

#include <chrono>
#include <string>

namespace rowlock {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/// Answers `/silence/2`, `/reset/0`, `/cut/0`, `/whole/1`: the kind and the delay in tenths of a
/// second; `?stream` makes a body of pieces, `?empty` none.
void answer(const HttpRequest& request, const RespondFn& respond) {
    const HttpTarget target = parse_target(request.target);
    HttpResponse response;
    response.body = target.has_parameter("empty") ? "" : std::string(1000, 'x');
    if (target.has_parameter("stream")) {
        response.stream = [](std::string& out) {
            out.append(100'000, 'y');
            return true;
        };
    }
    using Kind = Delivery::Kind;
    const std::string& kind = target.path.at(0);
    response.delivery.kind = kind == "silence" ? Kind::silence
                             : kind == "reset" ? Kind::reset
                             : kind == "cut"   ? Kind::cut
                                               : Kind::whole;
    response.delivery.delay = std::chrono::milliseconds{100 * std::stoi(target.path.at(1))};
    respond(std::move(response));
}

struct Fixture {
    RunningServer server{{}, RequestHandler{answer}};
    RawClient client{server.port()};

    void get(const std::string& target) {
        client.send("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
    }
};

TEST_CASE_METHOD(Fixture, "a late answer comes whole, and the connection goes on") {
    const auto begin = Clock::now();
    get("/whole/2");
    CHECK(body_of(client.read_response()) == std::string(1000, 'x'));
    CHECK(Clock::now() - begin >= 200ms);
    get("/whole/0");
    CHECK(starts_with(client.read_response(), "HTTP/1.1 200 "));
}

TEST_CASE_METHOD(Fixture, "silence, then the end") {
    const auto begin = Clock::now();
    get("/silence/2");
    CHECK(client.read_to_end().empty());
    CHECK(Clock::now() - begin >= 190ms);
}

TEST_CASE_METHOD(Fixture, "a reset sends nothing") {
    get("/reset/0");
    CHECK(client.read_to_end().empty());
}

TEST_CASE_METHOD(Fixture, "an answer cut in its body promises more than it brings") {
    get("/cut/0");
    const std::string cut = client.read_to_end();
    CHECK(starts_with(cut, "HTTP/1.1 200 "));
    CHECK(contains(cut, "Content-Length: 1000\r\n"));
    CHECK(body_of(cut) == std::string(500, 'x'));
}

TEST_CASE_METHOD(
    Fixture, "a streamed answer breaks off inside a chunk, one without a body in its head"
) {
    get("/cut/0?stream");
    const std::string cut = client.read_to_end();
    CHECK(contains(cut, "chunked"));
    CHECK_FALSE(contains(cut, "0\r\n\r\n"));
    RawClient other{server.port()};
    other.send("GET /cut/0?empty HTTP/1.1\r\nHost: h\r\n\r\n");
    const std::string head = other.read_to_end();
    CHECK(starts_with(head, "HTTP/1.1"));
    CHECK_FALSE(contains(head, "\r\n\r\n"));
}

TEST_CASE_METHOD(Fixture, "a stop waits for neither silence nor late answers") {
    const std::string kind = GENERATE("silence", "whole");
    get("/" + kind + "/600");
    // The request must have been read, or it would not be answered at all.
    std::this_thread::sleep_for(100ms);
    const auto begin = Clock::now();
    server.stop();
    CHECK(Clock::now() - begin < 3s);
    CHECK(client.read_to_end().empty() == (kind == "silence"));
}

TEST_CASE_METHOD(Fixture, "a client that gives up frees its connection") {
    ServerOptions options;
    options.max_connections = 1;
    RunningServer small{options, RequestHandler{answer}};
    {
        RawClient impatient{small.port()};
        impatient.send("GET /silence/600 HTTP/1.1\r\nHost: h\r\n\r\n");
        std::this_thread::sleep_for(100ms);
    }
    std::this_thread::sleep_for(100ms);
    RawClient next{small.port()};
    next.send("GET /whole/0 HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(starts_with(next.read_response(), "HTTP/1.1 200 "));
}

}  // namespace
}  // namespace rowlock
