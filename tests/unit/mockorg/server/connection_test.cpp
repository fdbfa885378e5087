#include "mockorg/server/connection.hpp"

#include "mockorg/codec/gzip.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/server/raw_client.hpp"
#include "tests/unit/mockorg/server/running_server.hpp"
#include "tests/unit/mockorg/server/wire_text.hpp"

#include <atomic>
#include <sstream>
#include <string>
#include <thread>

namespace rowlock {
namespace {

using namespace std::chrono_literals;

std::string packed(std::string_view text) {
    std::string out;
    GzipWriter writer;
    writer.write(text, true, out);
    return out;
}

/// A body of `pieces` times `size` bytes, made while it is sent.
HttpResponse streamed(int pieces, std::size_t size) {
    HttpResponse response;
    response.stream = [left = pieces, size](std::string& out) mutable {
        out.append(size, static_cast<char>('a' + left % 26));
        return --left > 0;
    };
    return response;
}

TEST_CASE("requests on one connection, pipelined or not, are answered in order") {
    RunningServer server{{}, echo};
    RawClient client{server.port()};
    client.send("GET //services/data HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(
        client.read_response() ==
        "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nGET //services/data "
    );
    client.send(
        "GET /1 HTTP/1.1\r\nHost: h\r\n\r\nPOST /2 HTTP/1.1\r\nHost: h\r\nContent-Length: "
        "2\r\n\r\nhiGET /3 "
        "HTTP/1.1\r\nHost: h\r\n\r\n"
    );
    CHECK(body_of(client.read_response()) == "GET /1 ");
    CHECK(body_of(client.read_response()) == "POST /2 hi");
    CHECK(body_of(client.read_response()) == "GET /3 ");
    client.send("GET /4 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    CHECK(contains(client.read_to_end(), "Connection: close\r\n\r\nGET /4 "));
}

TEST_CASE("a client that waits for 100-continue gets it at once") {
    RunningServer server{{}, echo};
    RawClient client{server.port()};
    client.send("PUT /x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    CHECK(client.read_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("abc");
    CHECK(body_of(client.read_response()) == "PUT /x abc");
    // Also one that does not know yet how much it will send.
    client.send(
        "PUT /x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n"
    );
    CHECK(client.read_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("3\r\nabc\r\n0\r\n\r\n");
    CHECK(body_of(client.read_response()) == "PUT /x abc");
}

TEST_CASE("chunked uploads and large ones arrive whole") {
    RunningServer server{{}, echo};
    RawClient client{server.port()};
    client.send("PUT /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    client.send("2\r\nde\r\n0\r\n\r\n");
    CHECK(body_of(client.read_response()) == "PUT /x abcde");

    const std::string large(20'000'000, 'z');
    std::thread sender{[&] {
        client.send("PUT /l HTTP/1.1\r\nHost: h\r\nContent-Length: 20000000\r\n\r\n");
        client.send(large);
    }};
    CHECK(body_of(client.read_response()) == "PUT /l " + large);
    sender.join();
}

TEST_CASE("gzip is understood, and spoken to those who ask for it") {
    RunningServer server{{}, echo};
    RawClient client{server.port()};
    const std::string text(5'000, 'q');
    const std::string body = packed(text);
    client.send(
        "PUT /x HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\nContent-Encoding: "
        "gzip\r\nContent-Length: " +
        std::to_string(body.size()) + "\r\n\r\n" + body
    );
    const std::string answer = client.read_response();
    CHECK(contains(answer, "Content-Encoding: gzip\r\n"));
    CHECK(gunzip(body_of(answer), 10'000).value() == "PUT /x " + text);

    client.send(
        "PUT /x HTTP/1.1\r\nHost: h\r\nContent-Encoding: gzip\r\n"
        "Transfer-Encoding: chunked\r\n\r\n" +
        std::string{"a\r\n"} + body.substr(0, 10) + "\r\n1\r\n" + body.substr(10, 1) + "\r\n"
    );
    const std::string rest = body.substr(11);
    std::ostringstream size;
    size << std::hex << rest.size();
    client.send(size.str() + "\r\n" + rest + "\r\n0\r\n\r\n");
    CHECK(body_of(client.read_response()) == "PUT /x " + text);

    client.send("GET /small HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\n\r\n");
    CHECK(body_of(client.read_response()) == "GET /small ");

    client.send("PUT /x HTTP/1.1\r\nHost: h\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx");
    CHECK(starts_with(client.read_to_end(), "HTTP/1.1 415 "));
}

TEST_CASE("what cannot be read is answered in REST form, and the connection closed") {
    ServerOptions options;
    options.body_limit = 1'000;
    std::atomic<int> handled{0};
    RunningServer server{options, [&](HttpRequest request, const RespondFn& respond) {
                             ++handled;
                             echo(std::move(request), respond);
                         }};
    const auto [text, status, code] = GENERATE(table<std::string, std::string, std::string>({
        {"nonsense\r\n\r\n", "400 Bad Request", "MALFORMED_REQUEST"},
        {"PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
         "400 Bad Request",
         "MALFORMED_REQUEST"},
        {"PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n",
         "413 Content Too Large",
         "REQUEST_TOO_LARGE"},
        {"PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 1001\r\n\r\n",
         "413 Content Too Large",
         "REQUEST_TOO_LARGE"},
        {"PUT / HTTP/1.1\r\nHost: h\r\nContent-Encoding: gzip\r\nContent-Length: " +
             std::to_string(packed(std::string(1'001, 'x')).size()) + "\r\n\r\n" +
             packed(std::string(1'001, 'x')),
         "413 Content Too Large",
         "REQUEST_TOO_LARGE"},
        {"GET / HTTP/1.1\r\n\r\n", "400 Bad Request", "MALFORMED_REQUEST"},
        {"GET /" + std::string(16'384, 'x') + " HTTP/1.1\r\nHost: h\r\n\r\n",
         "414 URI Too Long",
         "HEADER_TOO_LARGE"},
        {"GET / HTTP/1.1\r\nHost: h\r\nA: " + std::string(70'000, 'x') + "\r\n\r\n",
         "431 Request Header Fields Too Large",
         "HEADER_TOO_LARGE"},
    }));
    RawClient client{server.port()};
    client.send(text);
    const std::string answer = client.read_to_end();
    CAPTURE(answer);
    CHECK(starts_with(answer, "HTTP/1.1 " + status + "\r\n"));
    CHECK(contains(answer, "Content-Type: application/json;charset=UTF-8\r\n"));
    CHECK(contains(answer, "Connection: close\r\n"));
    CHECK(contains(answer, "\"errorCode\":\"" + code + "\"}]"));
    CHECK(handled == 0);
}

/// A request to Bulk API 1.0 with these fields and this body.
std::string bulk1_request(const std::string& fields, std::string_view body) {
    return "POST /services/async/60.0/job/750RL0000000001/batch HTTP/1.1\r\nHost: h\r\n" + fields +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string{body};
}

TEST_CASE("Bulk API 1.0 is told in its own form what cannot be read") {
    std::atomic<int> handled{0};
    RunningServer server{{}, [&](HttpRequest request, const RespondFn& respond) {
                             ++handled;
                             echo(std::move(request), respond);
                         }};
    const std::string too_large = "Failed to read request. Exceeded max size limit of 10000000";
    const auto [text, code, message] = GENERATE_REF(table<std::string, std::string, std::string>({
        {bulk1_request("Content-Encoding: gzip\r\n", packed(std::string(10'000'001, 'x'))),
         "ClientInputError",
         too_large},
        {bulk1_request("Content-Encoding: gzip\r\n", "no gzip"),
         "ClientInputError",
         "The gzip body is malformed"},
        {bulk1_request("Content-Encoding: br\r\n", "x"), "UnsupportedContentType", ""},
        {"POST /services/async/60.0/job HTTP/1.1\r\nHost: h\r\nContent-Length: 10000001\r\n\r\n",
         "ClientInputError",
         too_large},
        {"POST /services/async/60.0/job HTTP/1.1\r\nHost: h\r\nContent-Length: 200000000\r\n\r\n",
         "ClientInputError",
         too_large},
        {"POST //Services/async/60.0/job HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n"
         "Transfer-Encoding: chunked\r\n\r\n",
         "ClientInputError",
         ""},
        {"POST /services/async/60.0/job HTTP/1.1\r\nHost: h\r\nno field\r\n\r\n",
         "ClientInputError",
         ""},
        {"POST /services/async/60.0/job HTTP/1.1\r\nHost: h\r\nExpect: x\r\n\r\n",
         "ClientInputError",
         ""},
    }));
    RawClient client{server.port()};
    client.send(text);
    const std::string answer = client.read_to_end();
    CAPTURE(answer);
    CHECK(starts_with(answer, "HTTP/1.1 400 Bad Request\r\n"));
    CHECK(contains(answer, "Content-Type: application/xml\r\n"));
    CHECK(
        contains(answer, "<exceptionCode>" + code + "</exceptionCode><exceptionMessage>" + message)
    );
    CHECK(handled == 0);
}

TEST_CASE("... as JSON to whoever speaks JSON, and chunk by chunk") {
    RunningServer server{{}, echo};
    RawClient client{server.port()};
    client.send(
        "POST /services/async/60.0/job/750RL0000000001/batch HTTP/1.1\r\nHost: h\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    );
    const std::string chunk(1'000'000, 'x');
    std::thread sender{[&] {
        for (int i = 0; i < 11; ++i) client.send("f4240\r\n" + chunk + "\r\n");
    }};
    const std::string answer = client.read_to_end();
    sender.join();
    CHECK(starts_with(answer, "HTTP/1.1 400 "));
    CHECK(contains(answer, "Content-Type: application/json\r\n"));
    CHECK(
        body_of(answer) ==
        R"({"exceptionCode":"ClientInputError","exceptionMessage":"Failed to read request. Exceeded max size limit of 10000000"})"
    );
}

TEST_CASE("10,000,000 bytes are not too many for Bulk API 1.0, packed or not") {
    RunningServer server{{}, echo};
    const std::string text(10'000'000, 'x');
    const bool is_packed = GENERATE(true, false);
    RawClient client{server.port()};
    std::thread sender{[&] {
        client.send(
            is_packed ? bulk1_request("Content-Encoding: gzip\r\n", packed(text))
                      : bulk1_request("", text)
        );
    }};
    const std::string answer = client.read_response();
    sender.join();
    CHECK(starts_with(answer, "HTTP/1.1 200 "));
    CHECK(body_of(answer).size() > text.size());
}

TEST_CASE("a client of Bulk API 1.0 that dawdles is told so in its form") {
    ServerOptions options;
    options.transfer_timeout = 200ms;
    RunningServer server{options, echo};
    RawClient client{server.port()};
    client.send("POST /services/async/60.0/job HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc"
    );
    const std::string answer = client.read_to_end();
    CHECK(starts_with(answer, "HTTP/1.1 400 "));
    CHECK(contains(answer, "<exceptionCode>Timeout</exceptionCode>"));
}

TEST_CASE("long query URLs pass") {
    RunningServer server{{}, echo};
    RawClient client{server.port()};
    const std::string target = "/query?q=" + std::string(16'000, 'x');
    client.send("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(body_of(client.read_response()) == "GET " + target + " ");
}

TEST_CASE("an upload that breaks off is not handled") {
    std::atomic<int> handled{0};
    RunningServer server{{}, [&](HttpRequest, const RespondFn&) { ++handled; }};
    {
        RawClient client{server.port()};
        client.send("PUT /x HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nhalf");
        client.finish_sending();
        CHECK(starts_with(client.read_to_end(), "HTTP/1.1 400 "));
    }
    {
        RawClient client{server.port()};
        client.send("PUT /x HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nhalf");
    }
    server.stop();
    CHECK(handled == 0);
}

TEST_CASE("clients that dawdle are cut off, those that idle too") {
    ServerOptions options;
    options.transfer_timeout = 300ms;
    options.idle_timeout = 300ms;
    RunningServer server{options, echo};
    const auto text = GENERATE(
        as<std::string>{},
        "",
        "GET / HT",
        "GET / HTTP/1.1\r\nHost: h\r\n",
        "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc"
    );
    RawClient client{server.port()};
    client.send(text);
    const std::string answer = client.read_to_end();
    // Who has asked nothing yet is told nothing.
    if (text.empty()) {
        CHECK(answer.empty());
        return;
    }
    CHECK(contains(answer, "HTTP/1.1 408 "));
    CHECK(contains(
        answer, R"([{"message":"The request did not come in time","errorCode":"TIMEOUT"}])"
    ));
}

TEST_CASE("dripping a byte now and then does not keep a connection alive") {
    ServerOptions options;
    options.transfer_timeout = 500ms;
    RunningServer server{options, echo};
    RawClient client{server.port()};
    client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n");
    for (int i = 0; i < 15; ++i) {
        client.send("x");
        std::this_thread::sleep_for(50ms);
    }
    CHECK(contains(client.read_to_end(), "HTTP/1.1 408 "));
}

TEST_CASE("bodies made on the way go out in chunks, as fast as the client reads") {
    std::atomic<int> made{0};
    RunningServer server{{}, [&](HttpRequest, const RespondFn& respond) {
                             HttpResponse response;
                             response.stream = [&made](std::string& out) {
                                 out.append(100'000, 'x');
                                 return ++made < 1'000;
                             };
                             respond(std::move(response));
                         }};
    RawClient client{server.port()};
    client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    CHECK(contains(client.read_until("\r\n\r\n"), "Transfer-Encoding: chunked\r\n"));
    std::this_thread::sleep_for(200ms);
    // What the sockets' buffers hold, and no more.
    CHECK(made < 300);
    CHECK(unchunk(client.read_to_end()).size() == 100'000'000);
    CHECK(made == 1'000);
}

TEST_CASE("a small stream is an ordinary answer") {
    RunningServer server{
        {}, [](HttpRequest, const RespondFn& respond) { respond(streamed(3, 5)); }};
    RawClient client{server.port()};
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(client.read_response() == "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\ndddddcccccbbbbb");
    client.send("GET / HTTP/1.0\r\n\r\n");
    CHECK(contains(client.read_to_end(), "Connection: close\r\n\r\ndddddccccc"));
}

TEST_CASE("streams are packed on the way, and unframed for HTTP/1.0") {
    RunningServer server{
        {}, [](HttpRequest, const RespondFn& respond) { respond(streamed(10, 50'000)); }};
    RawClient client{server.port()};
    client.send("GET / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n");
    const std::string answer = client.read_to_end();
    CHECK(contains(answer, "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"));
    const auto text = gunzip(unchunk(body_of(answer)), 1'000'000);
    REQUIRE(text);
    CHECK(text->size() == 500'000);

    RawClient old{server.port()};
    old.send("GET / HTTP/1.0\r\n\r\n");
    const std::string plain = old.read_to_end();
    CHECK_FALSE(contains(plain.substr(0, 200), "Transfer-Encoding"));
    CHECK(body_of(plain) == *text);
}

TEST_CASE("HEAD answers without the body, and the connection goes on") {
    RunningServer server{{}, [](HttpRequest request, const RespondFn& respond) {
                             if (request.target == "/stream") return respond(streamed(10, 50'000));
                             echo(std::move(request), respond);
                         }};
    RawClient client{server.port()};
    client.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(client.read_until("\r\n\r\n") == "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n");
    client.send("HEAD /stream HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(client.read_until("\r\n\r\n") == "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    CHECK(body_of(client.read_response()) == "GET /b ");
    client.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\nnonsense\r\n\r\n");
    client.read_until("\r\n\r\n");
    CHECK(contains(client.read_to_end(), "MALFORMED_REQUEST"));
}

}  // namespace
}  // namespace rowlock
