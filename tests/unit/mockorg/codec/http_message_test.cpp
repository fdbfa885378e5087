#include "mockorg/codec/http_message.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

using Path = std::vector<std::string>;
using Query = std::vector<std::pair<std::string, std::string>>;

TEST_CASE("header names are compared in any letter case and keep their order") {
    HttpHeaders headers;
    headers.add("Content-Type", "text/csv");
    headers.add("Set-Cookie", "a");
    headers.add("set-cookie", "b");
    CHECK(headers.get("content-type") == "text/csv");
    CHECK(headers.get("SET-COOKIE") == "a");
    CHECK(headers.get("Accept").empty());
    CHECK(headers.has("CONTENT-TYPE"));
    CHECK_FALSE(headers.has("Content"));
    CHECK(headers.all().size() == 3);
}

TEST_CASE("leading, doubled and trailing slashes mean nothing") {
    const auto target = GENERATE(
        as<std::string>{},
        "/services/data",
        "//services/data",
        "/services//data/",
        "services/data",
        "/services/data//"
    );
    CHECK(parse_target(target).path == Path{"services", "data"});
}

TEST_CASE("path segments are decoded after the split") {
    CHECK(parse_target("/a%20b/c%2Fd/e+f").path == Path{"a b", "c/d", "e+f"});
    CHECK(parse_target("/").path.empty());
    CHECK(parse_target("").path.empty());
    CHECK(parse_target("?q=1").path.empty());
}

TEST_CASE("query parameters are decoded, a plus is a space") {
    const HttpTarget target = parse_target("/query?q=SELECT+Id%2BName&empty=&flag&&a=b=c&q=2?/");
    CHECK(target.path == Path{"query"});
    CHECK(
        target.query ==
        Query{{"q", "SELECT Id+Name"}, {"empty", ""}, {"flag", ""}, {"a", "b=c"}, {"q", "2?/"}}
    );
    CHECK(target.parameter("q") == "SELECT Id+Name");
    CHECK(target.parameter("none").empty());
    CHECK(target.has_parameter("flag"));
    CHECK_FALSE(target.has_parameter("none"));
    CHECK_FALSE(target.has_parameter("Q"));
}

TEST_CASE("a malformed percent sequence is kept as it stands") {
    CHECK(parse_target("/100%/%4/%zz/%a%41/%").path == Path{"100%", "%4", "%zz", "%aA", "%"});
    CHECK(parse_target("/?a=%&b=%+").query == Query{{"a", "%"}, {"b", "% "}});
}

TEST_CASE("everything but unreserved characters is encoded") {
    CHECK(percent_encode("AZaz09-_.~") == "AZaz09-_.~");
    CHECK(percent_encode("a b/c+d\xC3\xA9%") == "a%20b%2Fc%2Bd%C3%A9%25");
}

TEST_CASE("what is encoded decodes to the same text") {
    rc::prop("as a path segment and in a query", [] {
        const auto text = *rc::gen::nonEmpty(rc::gen::arbitrary<std::string>());
        const std::string encoded = percent_encode(text);
        const HttpTarget target = parse_target("/x/" + encoded + "?" + encoded + "=" + encoded);
        RC_ASSERT((target.path == Path{"x", text}));
        RC_ASSERT((target.query == Query{{text, text}}));
    });
}

TEST_CASE("any target is taken apart") {
    rc::prop("without empty segments", [] {
        const auto target = *rc::gen::container<std::string>(
            rc::gen::element('/', '?', '&', '=', '%', '4', 'f', '+', 'z', '\0', '\xff')
        );
        for (const std::string& segment : parse_target(target).path) RC_ASSERT(!segment.empty());
    });
}

}  // namespace
}  // namespace rowlock
