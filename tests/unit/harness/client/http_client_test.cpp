#include "harness/client/http_client.hpp"

#include "mockorg/codec/gzip.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/client/tiny_server.hpp"

#include <chrono>
#include <set>

namespace rowlock {
namespace {

using test::ok_answer;
using test::TinyServer;

HttpClient client_of(const std::string& url, std::size_t answer_bytes_max = 1 << 20) {
    HttpClientOptions options;
    options.base_url = url;
    options.token = "SECRET";
    options.answer_bytes_max = answer_bytes_max;
    auto client = HttpClient::create(options);
    REQUIRE(client);
    return std::move(*client);
}

HttpRequest request_of(std::string method, std::string target, std::string body = "") {
    HttpRequest request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.body = std::move(body);
    return request;
}

bool has_line(const std::string& request, const std::string& line) {
    return request.find("\r\n" + line + "\r\n") != std::string::npos;
}

TEST_CASE("a request arrives as it was given, with the token") {
    TinyServer server{[](const std::string&) { return ok_answer("fine", "X-Test:  a b \r\n"); }};
    HttpClient client = client_of(server.url() + "/");
    HttpRequest request = request_of("PATCH", "/services/../x?q=a%20b", "{}");
    request.headers.add("Content-Type", "application/json");
    const auto response = client.perform(request);
    REQUIRE(response);
    CHECK(response->status == 200);
    CHECK(response->body == "fine");
    CHECK(response->headers.get("x-test") == "a b");
    const std::string seen = server.requests().at(0);
    CHECK_THAT(seen, Catch::StartsWith("PATCH /services/../x?q=a%20b HTTP/1.1\r\n"));
    CHECK(has_line(seen, "Authorization: Bearer SECRET"));
    CHECK(has_line(seen, "Content-Type: application/json"));
    CHECK(has_line(seen, "Content-Length: 2"));
    CHECK(seen.ends_with("\r\n\r\n{}"));
}

TEST_CASE("bodies may hold zero bytes and be empty") {
    TinyServer server{[](const std::string&) { return ok_answer(std::string("a\0b", 3)); }};
    HttpClient client = client_of(server.url());
    CHECK(client.perform(request_of("PUT", "/", std::string("\0x", 2)))->body.size() == 3);
    CHECK(client.perform(request_of("POST", "/"))->body.size() == 3);
    CHECK(server.requests().at(0).ends_with(std::string("\r\n\r\n\0x", 6)));
    CHECK(has_line(server.requests().at(1), "Content-Length: 0"));
    CHECK(server.requests().at(1).find("Content-Type") == std::string::npos);
}

TEST_CASE("a large upload does not wait for a 100 Continue") {
    TinyServer server{[](const std::string&) { return ok_answer(""); }};
    HttpClient client = client_of(server.url());
    REQUIRE(client.perform(request_of("PUT", "/batches", std::string(5 << 20, 'x'))));
    // Without that header there is nothing to wait for.
    CHECK(server.requests().at(0).find("Expect") == std::string::npos);
}

TEST_CASE("connections are kept and reused") {
    TinyServer server{[](const std::string&) { return ok_answer("x"); }};
    HttpClient client = client_of(server.url());
    for (int i = 0; i < 20; ++i) REQUIRE(client.perform(request_of("GET", "/")));
    CHECK(server.connections() == 1);
}

TEST_CASE("several requests are under way at once, each reply with its token") {
    TinyServer server{[](const std::string& request) {
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
        return ok_answer(request.substr(5, 1));
    }};
    HttpClient client = client_of(server.url());
    const auto begin = std::chrono::steady_clock::now();
    for (std::uint64_t i = 0; i < 6; ++i)
        client.start(i, request_of("GET", "/" + std::to_string(i)));
    CHECK(client.pending() == 6);
    std::set<std::uint64_t> tokens;
    while (tokens.size() < 6) {
        client.wait(std::chrono::seconds{5});
        while (auto reply = client.receive()) {
            REQUIRE(reply->response);
            CHECK(reply->response->body == std::to_string(reply->token));
            tokens.insert(reply->token);
        }
    }
    CHECK(client.pending() == 0);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::milliseconds{500});
}

TEST_CASE("packed answers are asked for, but of this machine, and unpacked") {
    std::string packed;
    GzipWriter{}.write(std::string(10'000, 'y'), true, packed);
    std::string asked;
    TinyServer server{[&](const std::string& request) {
        asked = request;
        return ok_answer(packed, "Content-Encoding: gzip\r\n");
    }};
    const std::string port = server.url().substr(server.url().rfind(':'));
    // Another name of this machine, which the client does not know for one.
    HttpClient client = client_of("http://0.0.0.0" + port);
    CHECK(client.perform(request_of("GET", "/"))->body == std::string(10'000, 'y'));
    CHECK(has_line(asked, "Accept-Encoding: gzip"));
    REQUIRE(client_of(server.url()).perform(request_of("GET", "/")));
    CHECK_FALSE(has_line(asked, "Accept-Encoding: gzip"));
}

TEST_CASE("nobody listening is unreachable, and the error says what to do") {
    std::string url;
    {
        TinyServer gone{[](const std::string&) { return std::string{}; }};
        url = gone.url();
    }
    const auto response = client_of(url).perform(request_of("GET", "/x"));
    REQUIRE_FALSE(response);
    CHECK(response.error().code == ErrorCode::unreachable);
    CHECK_THAT(response.error().message, Catch::StartsWith("GET " + url + "/x: "));
    CHECK_THAT(response.error().message, Catch::Contains("rowlock serve"));
}

TEST_CASE("a connection that breaks off is unreachable") {
    TinyServer server{[](const std::string&) { return std::string{}; }};
    const auto response = client_of(server.url()).perform(request_of("GET", "/"));
    REQUIRE_FALSE(response);
    CHECK(response.error().code == ErrorCode::unreachable);
    CHECK_THAT(response.error().message, Catch::Contains("broke off"));
}

TEST_CASE("a server that stays silent is given up") {
    TinyServer server{[](const std::string&) {
        return std::string{"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"};
    }};
    HttpClientOptions options;
    options.base_url = server.url();
    options.stall_timeout = std::chrono::seconds{1};
    const auto response = HttpClient::create(options)->perform(request_of("GET", "/"));
    REQUIRE_FALSE(response);
    CHECK(response.error().code == ErrorCode::unreachable);
    CHECK_THAT(response.error().message, Catch::Contains("silent for too long"));
}

TEST_CASE("answers that are no HTTP, or too much of it, are a broken protocol") {
    const auto [answer, expected] = GENERATE(table<std::string, std::string>(
        {{"SSH-2.0-OpenSSH_9.2\r\n\r\n", "GET"},
         {ok_answer(std::string(5000, 'x')), "longer than 1000 bytes"}}
    ));
    TinyServer server{[answer = answer](const std::string&) { return answer; }};
    const auto response = client_of(server.url(), 1000).perform(request_of("GET", "/"));
    REQUIRE_FALSE(response);
    CHECK(response.error().code == ErrorCode::protocol_broken);
    CHECK_THAT(response.error().message, Catch::Contains(expected));
}

TEST_CASE("what is no URL is refused before anything is sent") {
    const auto url =
        GENERATE("", "127.0.0.1:80", "ftp://host", "http://", "http:// host", "file:///etc/passwd");
    HttpClientOptions options;
    options.base_url = url;
    const auto client = HttpClient::create(options);
    REQUIRE_FALSE(client);
    CHECK(client.error().code == ErrorCode::bad_configuration);
}

TEST_CASE("a token with a line break cannot smuggle a header in") {
    HttpClientOptions options;
    options.base_url = "http://127.0.0.1:1";
    options.token = "x\r\nHost: evil";
    CHECK_FALSE(HttpClient::create(options));
}

TEST_CASE("waiting for nothing ends with its time") {
    HttpClient client = client_of("http://127.0.0.1:1");
    const auto begin = std::chrono::steady_clock::now();
    client.wait(std::chrono::milliseconds{150});
    CHECK(std::chrono::steady_clock::now() - begin >= std::chrono::milliseconds{150});
}

/// Takes requests with this token only.
std::string door(const std::string& request, const std::string& token) {
    if (has_line(request, "Authorization: Bearer " + token)) return ok_answer("in");
    if (request.starts_with("GET /services/async/"))
        return "HTTP/1.1 400 X\r\nContent-Length: 16\r\n\r\nInvalidSessionId";
    return "HTTP/1.1 401 X\r\nContent-Length: 0\r\n\r\n";
}

TEST_CASE("requests refused for an old token are sent again with a new one, got once") {
    TinyServer server{[](const std::string& request) { return door(request, "NEW"); }};
    HttpClientOptions options;
    options.base_url = server.url();
    options.token = "OLD";
    int renewals = 0;
    options.renew_token = [&]() -> Result<std::string> {
        ++renewals;
        return "NEW";
    };
    auto client = HttpClient::create(options);
    REQUIRE(client);
    constexpr std::uint64_t k_requests = 6;
    for (std::uint64_t i = 0; i < k_requests; ++i) {
        const std::string path = i % 2 == 0 ? "/services/async/60.0/job" : "/x";
        client->start(i, request_of("GET", path));
    }
    std::set<std::uint64_t> answered;
    while (answered.size() < k_requests) {
        client->wait(std::chrono::seconds{10});
        while (auto reply = client->receive()) {
            REQUIRE(reply->response);
            CHECK(reply->response->body == "in");
            CHECK(answered.insert(reply->token).second);
        }
    }
    CHECK(renewals == 1);
}

TEST_CASE("a refusal is handed on where no token helps") {
    TinyServer server{[](const std::string& request) { return door(request, "ANOTHER"); }};
    HttpClientOptions options;
    options.base_url = server.url();
    options.token = "OLD";
    int renewals = 0;
    bool refused = GENERATE(false, true);
    options.renew_token = [&]() -> Result<std::string> {
        ++renewals;
        if (refused) return fail(ErrorCode::invalid_session_id, "no");
        return "NEW";
    };
    auto client = HttpClient::create(options);
    REQUIRE(client);
    const auto answer = client->perform(request_of("GET", "/x"));
    REQUIRE(answer);
    CHECK(answer->status == 401);
    CHECK(renewals == (refused ? 1 : 5));
    CHECK(server.requests().size() == (refused ? 1 : 6));
}

TEST_CASE("a request outlives several sessions that end one after another") {
    int ended = 0;
    TinyServer server{
        [&](const std::string& request) { return door(request, ++ended <= 3 ? "none" : "NEW"); }};
    HttpClientOptions options;
    options.base_url = server.url();
    options.token = "NEW";
    options.renew_token = []() -> Result<std::string> { return "NEW"; };
    auto client = HttpClient::create(options);
    REQUIRE(client);
    const auto answer = client->perform(request_of("GET", "/x"));
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(server.requests().size() == 4);
}

}  // namespace
}  // namespace rowlock
