#include "mockorg/server/head_rules.hpp"

#include "tests/support/test.hpp"

#include <string>

namespace rowlock {
namespace {

TEST_CASE("lines end with CR and LF") {
    CHECK_FALSE(has_bare_line_end("a\r\nb\r\n"));
    CHECK(has_bare_line_end("a\r\nb\n"));
    CHECK(has_bare_line_end("\n"));
    CHECK_FALSE(has_bare_line_end("a\nb\r\n", 2));
}

TEST_CASE("a line that begins with a blank goes on with the one before") {
    CHECK(is_folded("GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n"));
    CHECK(is_folded("GET / HTTP/1.1\r\nA: b\r\n\tc\r\n\r\n"));
    CHECK_FALSE(is_folded("GET / HTTP/1.1\r\nA:  b \r\nC: d\r\n\r\n"));
}

TEST_CASE("hosts are names and addresses") {
    for (const char* host : {"", "h", "a-b.example:8080", "[::1]:80", "127.0.0.1", "x%20y"}) {
        CAPTURE(host);
        CHECK(is_host(host));
    }
    for (const char* host : {"a b", "a/b", "me@a", "a,b", "a\"", "\xff", "a?b", "a#b"}) {
        CAPTURE(host);
        CHECK_FALSE(is_host(host));
    }
}

TEST_CASE("scheme and host of an address are left out") {
    CHECK(origin_form("/a?b=http://c") == "/a?b=http://c");
    CHECK(origin_form("//a") == "//a");
    CHECK(origin_form("http://h:1/a?b") == "/a?b");
    CHECK(origin_form("HTTPS://h/a") == "/a");
    CHECK(origin_form("http://h?b") == "?b");
    CHECK(origin_form("http://h") == "/");
    CHECK(origin_form("*") == "*");
    CHECK(origin_form("").empty());
}

TEST_CASE("an address is measured before all of it is there") {
    const std::string longest(k_target_bytes_max, 'x');
    CHECK_FALSE(is_target_too_long("GET " + longest));
    CHECK_FALSE(is_target_too_long("GET " + longest + " HTTP/1.1\r\nA: " + longest));
    CHECK(is_target_too_long("GET " + longest + "x"));
    CHECK(is_target_too_long("GET " + longest + "x HTTP/1.1\r\n"));
    CHECK_FALSE(is_target_too_long(longest + "x"));
    CHECK_FALSE(is_target_too_long(""));
}

}  // namespace
}  // namespace rowlock
