#include "mockorg/server/request_parser.hpp"

#include "mockorg/server/head_rules.hpp"
#include "tests/support/test.hpp"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {
namespace {

using Event = RequestParser::Event;

constexpr std::size_t k_header_limit = 16'384;
constexpr std::size_t k_body_limit = 1'000;

RequestParser new_parser() {
    return RequestParser{k_header_limit, k_body_limit};
}

void feed(RequestParser& parser, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto room = parser.prepare();
        const std::size_t size = std::min(room.size(), bytes.size());
        std::memcpy(room.data(), bytes.data(), size);
        parser.commit(size);
        bytes.remove_prefix(size);
    }
}

/// The first event that is not `header`.
Event run(RequestParser& parser) {
    Event event = parser.advance();
    while (event == Event::header) event = parser.advance();
    return event;
}

Event run_on(RequestParser& parser, std::string_view bytes) {
    feed(parser, bytes);
    return run(parser);
}

Error error_on(std::string_view bytes) {
    RequestParser parser = new_parser();
    REQUIRE(run_on(parser, bytes) == Event::failed);
    return parser.error();
}

TEST_CASE("a body's limit can be lowered once the header is known") {
    const std::string head = "POST /a HTTP/1.1\r\nHost: h\r\nX-B: c\r\n";
    const auto event_of = [&](const std::string& rest, std::size_t max) {
        RequestParser parser = new_parser();
        CHECK(parser.target().empty());
        feed(parser, head + rest);
        REQUIRE(parser.advance() == Event::header);
        CHECK(parser.target() == "/a");
        CHECK(parser.field("x-b") == "c");
        CHECK(parser.field("X-C").empty());
        parser.limit_body(max);
        const Event event = run(parser);
        if (event == Event::failed) CHECK(parser.error().code == ErrorCode::body_too_large);
        return event;
    };
    CHECK(event_of("Content-Length: 3\r\n\r\nabc", 3) == Event::complete);
    // Before any of the body has come.
    CHECK(event_of("Content-Length: 3\r\n\r\n", 2) == Event::failed);
    const std::string chunked = "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n";
    CHECK(event_of(chunked, 1) == Event::failed);
    CHECK(event_of(chunked + "1\r\nc\r\n0\r\n\r\n", 2) == Event::failed);
    CHECK(event_of(chunked + "1\r\nc\r\n0\r\n\r\n", 3) == Event::complete);
}

TEST_CASE("the next request has its own limit") {
    RequestParser parser = new_parser();
    feed(parser, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\na");
    REQUIRE(parser.advance() == Event::header);
    parser.limit_body(1);
    REQUIRE(run(parser) == Event::complete);
    parser.take();
    CHECK(
        run_on(parser, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc") ==
        Event::complete
    );
}

TEST_CASE("a request's parts are taken as they stand") {
    RequestParser parser = new_parser();
    CHECK(parser.idle());
    feed(parser, "POST //services/data/v60.0/q%20x?a=b+c HTTP/1.1\r\nHost: h\r\nX-A:  b \r\n");
    CHECK_FALSE(parser.idle());
    CHECK(run(parser) == Event::need_more);
    feed(parser, "Content-Length: 3\r\n\r\nabc");
    CHECK(parser.advance() == Event::header);
    CHECK(parser.advance() == Event::complete);
    CHECK(parser.body_size() == 3);
    const ParsedRequest parsed = parser.take();
    CHECK(parsed.request.method == "POST");
    CHECK(parsed.request.target == "//services/data/v60.0/q%20x?a=b+c");
    CHECK(parsed.request.headers.get("x-a") == "b");
    CHECK(parsed.request.body == "abc");
    CHECK(parsed.keep_alive);
    CHECK(parser.idle());
}

TEST_CASE("pipelined requests come out one after another") {
    RequestParser parser = new_parser();
    feed(
        parser,
        "GET /1 HTTP/1.1\r\nHost: h\r\n\r\nPUT /2 HTTP/1.1\r\nHost: h\r\nContent-Length: "
        "2\r\n\r\nhiGET /3 HT"
    );
    REQUIRE(run(parser) == Event::complete);
    CHECK(parser.take().request.target == "/1");
    CHECK_FALSE(parser.idle());
    REQUIRE(run(parser) == Event::complete);
    CHECK(parser.take().request.body == "hi");
    REQUIRE(run_on(parser, "TP/1.1\r\nHost: h\r\n\r\n") == Event::complete);
    CHECK(parser.take().request.target == "/3");
}

TEST_CASE("chunks are joined, extensions and trailers dropped") {
    RequestParser parser = new_parser();
    const Event event = run_on(
        parser,
        "PUT /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n"
        "3;name=value\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\nTrailer: t\r\n\r\n"
    );
    REQUIRE(event == Event::complete);
    CHECK(parser.take().request.body == "abc0123456789abcdef");
}

TEST_CASE("what could mean two things to two readers is refused") {
    const std::string head = "POST / HTTP/1.1\r\nHost: h\r\n";
    const auto fields = GENERATE(
        as<std::string>{},
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
        "Content-Length: 3\r\nContent-Length: 4\r\n",
        "Content-Length: 3, 4\r\n",
        "Content-Length: -3\r\n",
        "Content-Length: 3x\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "X-A: b\r\n c\r\n",
        "Transfer-Encoding:\r\n\tchunked\r\n",
        "X-A: b\rc\r\n",
        std::string{"X-A: b\0c\r\n", 10},
        "Host: h\r\n",
        "Host: other\r\n",
        "no colon\r\n",
        "Na\001me: value\r\n"
    );
    CAPTURE(fields);
    CHECK(error_on(head + fields + "\r\nabc").code == ErrorCode::malformed_request);
}

TEST_CASE("a request says once for which host it is") {
    const auto [text, is_fine] = GENERATE(table<std::string, bool>({
        {"GET / HTTP/1.1\r\nHost: h:8080\r\n\r\n", true},
        {"GET / HTTP/1.1\r\nHost:\r\n\r\n", true},
        {"GET / HTTP/1.0\r\n\r\n", true},
        {"GET / HTTP/1.0\r\nHost: h\r\n\r\n", true},
        {"GET / HTTP/1.1\r\n\r\n", false},
        {"GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", false},
        {"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", false},
        {"GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", false},
    }));
    CAPTURE(text);
    RequestParser parser = new_parser();
    CHECK(run_on(parser, text) == (is_fine ? Event::complete : Event::failed));
    if (!is_fine) CHECK(parser.error().code == ErrorCode::malformed_request);
}

TEST_CASE("an address may be written with scheme and host") {
    RequestParser parser = new_parser();
    feed(parser, "GET http://h:1//services/data?a=b HTTP/1.1\r\nHost: h:1\r\n\r\n");
    REQUIRE(parser.advance() == Event::header);
    CHECK(parser.target() == "//services/data?a=b");
    REQUIRE(parser.advance() == Event::complete);
    CHECK(parser.take().request.target == "//services/data?a=b");
}

TEST_CASE("an address that is too long is told from other fields that are") {
    const std::string much(k_target_bytes_max, 'x');
    const auto too_long = [](const std::string& text) {
        RequestParser parser{4 * k_target_bytes_max, k_body_limit};
        const bool failed = run_on(parser, text) == Event::failed;
        if (failed) CHECK(parser.error().code == ErrorCode::header_too_large);
        CHECK_FALSE((parser.has_long_target() && !failed));
        return parser.has_long_target();
    };
    const std::string rest = " HTTP/1.1\r\nHost: h\r\n\r\n";
    CHECK_FALSE(too_long("GET /" + much.substr(1) + rest));
    CHECK(too_long("GET /" + much + rest));
    CHECK(too_long("GET /" + much + much + much + much));
    CHECK_FALSE(too_long("GET / HTTP/1.1\r\nA: " + much + much + much + much));
}

TEST_CASE("malformed request lines and chunks are refused") {
    const auto text = GENERATE(
        as<std::string>{},
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET / FTP/1.1\r\n\r\n",
        "GE T / HTTP/1.1\r\nHost: h\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello TLS",
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n"
    );
    CAPTURE(text);
    CHECK(error_on(text).code == ErrorCode::malformed_request);
}

TEST_CASE("a line that ends without a CR is refused as soon as it is there") {
    const std::string chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    const auto text = GENERATE_COPY(
        as<std::string>{},
        "GET / HTTP/1.1\n",
        "GET / HTTP/1.1\r\nHost: h\n",
        chunked + "5\n",
        chunked + "5;name=value\n",
        chunked + "3\r\nabc\n",
        chunked + "3\r\nabc\r\n5\n",
        chunked + "0\n",
        chunked + "0\r\nTrailer: t\n",
        chunked + "0\r\n\n"
    );
    CAPTURE(text);
    CHECK(error_on(text).code == ErrorCode::malformed_request);
    RequestParser parser = new_parser();
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        REQUIRE(run_on(parser, text.substr(i, 1)) == Event::need_more);
    }
    CHECK(run_on(parser, "\n") == Event::failed);
}

TEST_CASE("what is in a body may be cut anywhere, its own line ends are none of ours") {
    const std::string text =
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\n\na\n\r\n1\r\n\n\r\n0\r\n\r\n";
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
        RequestParser parser = new_parser();
        CHECK(run_on(parser, text.substr(0, cut)) == Event::need_more);
        REQUIRE(run_on(parser, text.substr(cut)) == Event::complete);
        CHECK(parser.take().request.body == "\na\n\n");
    }
}

TEST_CASE("a last chunk may come byte by byte") {
    const auto tail = GENERATE(
        as<std::string>{}, "0\r\n\r\n", "000;a=b\r\nT: t\r\n\r\n", "1\r\na\r\n0\r\nT: t\r\n\r\n"
    );
    CAPTURE(tail);
    const std::string text =
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + tail;
    RequestParser parser = new_parser();
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        REQUIRE(run_on(parser, text.substr(i, 1)) == Event::need_more);
    }
    CHECK(run_on(parser, "\n") == Event::complete);
}

TEST_CASE("header and body have limits") {
    const std::string fits(k_header_limit - 100, 'x');
    RequestParser parser = new_parser();
    CHECK(run_on(parser, "GET /" + fits + " HTTP/1.1\r\nHost: h\r\n\r\n") == Event::complete);

    const std::string beyond(k_header_limit + 100, 'x');
    CHECK(
        error_on("GET /" + beyond + " HTTP/1.1\r\nHost: h\r\n\r\n").code ==
        ErrorCode::header_too_large
    );
    CHECK(
        error_on("GET / HTTP/1.1\r\nHost: h\r\nA: " + beyond + "\r\n\r\n").code ==
        ErrorCode::header_too_large
    );
    CHECK(
        error_on("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n").code ==
        ErrorCode::body_too_large
    );
    const std::string chunked = "PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    const std::string chunk = "1f4\r\n" + std::string(500, 'x') + "\r\n";
    CHECK(error_on(chunked + chunk + chunk + chunk).code == ErrorCode::body_too_large);
    CHECK(error_on(chunked + "1;" + beyond).code == ErrorCode::header_too_large);
    CHECK(error_on(chunked + "0\r\nA: " + beyond).code == ErrorCode::header_too_large);
}

TEST_CASE("only 100-continue can be expected, and only by those who send a body") {
    RequestParser parser = new_parser();
    feed(parser, "PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\n");
    REQUIRE(parser.advance() == Event::header);
    CHECK(parser.expects_continue());

    RequestParser empty = new_parser();
    feed(empty, "GET / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n\r\n");
    REQUIRE(empty.advance() == Event::header);
    CHECK_FALSE(empty.expects_continue());

    CHECK(
        error_on("PUT / HTTP/1.1\r\nHost: h\r\nExpect: miracles\r\nContent-Length: 1\r\n\r\n")
            .code == ErrorCode::expectation_failed
    );
}

TEST_CASE("the connection stays open where both sides know how") {
    const auto [text, keep_alive, old] = GENERATE(table<std::string, bool, bool>({
        {"GET / HTTP/1.1\r\nHost: h\r\n\r\n", true, false},
        {"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", false, false},
        {"GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n",
         true,
         false},
        {"GET / HTTP/1.0\r\n\r\n", false, true},
        {"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", true, true},
    }));
    CAPTURE(text);
    RequestParser parser = new_parser();
    REQUIRE(run_on(parser, text) == Event::complete);
    const ParsedRequest parsed = parser.take();
    CHECK(parsed.keep_alive == keep_alive);
    CHECK(parsed.http_1_0 == old);
}

TEST_CASE("how the bytes arrive makes no difference") {
    const std::string wire =
        "PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"
        "PUT /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: "
        "chunked\r\n\r\n2\r\nwo\r\n3\r\nrld\r\n0\r\n\r\n"
        "PUT /d HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        "GET /c HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    rc::prop("cut anywhere", [&] {
        const auto sizes = *rc::gen::nonEmpty(
            rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(1, 40))
        );
        RequestParser parser = new_parser();
        std::string seen;
        std::string_view rest = wire;
        for (std::size_t i = 0; !rest.empty(); ++i) {
            feed(parser, rest.substr(0, sizes[i % sizes.size()]));
            rest.remove_prefix(std::min(rest.size(), sizes[i % sizes.size()]));
            Event event = run(parser);
            for (; event == Event::complete; event = run(parser)) {
                const ParsedRequest parsed = parser.take();
                seen += parsed.request.target + "=" + parsed.request.body + ";";
            }
            RC_ASSERT(event == Event::need_more);
        }
        RC_ASSERT(seen == "/a=hello;/b=world;/d=;/c=;");
    });
}

TEST_CASE("no bytes upset the parser") {
    const std::vector<std::string> seeds = {
        "GET /a HTTP/1.1\r\nHost: h\r\n\r\n",
        "PUT /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nwo\r\n0\r\nA: "
        "b\r\n\r\n",
        "PUT /c HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello",
        "PUT /d HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n\r\n",
    };
    rc::prop("changed anywhere", [&] {
        std::string text = *rc::gen::elementOf(seeds) + *rc::gen::elementOf(seeds);
        const auto changes = *rc::gen::inRange(0, 6);
        for (int i = 0; i < changes; ++i) {
            const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
            text[at] = *rc::gen::arbitrary<char>();
        }
        RequestParser parser = new_parser();
        std::size_t steps = 0;
        for (const char byte : text) {
            feed(parser, {&byte, 1});
            Event event = run(parser);
            while (event == Event::complete) {
                parser.take();
                event = run(parser);
                RC_ASSERT(++steps <= text.size());
            }
            if (event == Event::failed) return;
        }
    });
}

}  // namespace
}  // namespace rowlock
