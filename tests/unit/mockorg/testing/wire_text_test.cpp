#include "mockorg/testing/wire_text.hpp"

#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

WireText answer(std::string_view text) {
    return require_value(parse_wire_text(text, WireSide::answer, 7));
}

std::string error_of(std::string_view text, WireSide side = WireSide::answer) {
    const auto parsed = parse_wire_text(text, side, 1);
    return parsed ? "" : parsed.error().message;
}

std::string filled(std::string_view text, const WireValues& values, std::uint64_t number = 0) {
    const auto parsed = require_value(parse_wire_text(text, WireSide::request, 1, number));
    return require_value(fill_in(parsed, values));
}

bool fits(std::string_view pattern, std::string_view text) {
    WireValues values;
    return !match_wire_text(answer(pattern), text, values);
}

TEST_CASE("braces are ordinary unless a small letter follows") {
    CHECK(filled(R"({"a":{"b":[{}]}} {A} {1})", {}) == R"({"a":{"b":[{}]}} {A} {1})");
    CHECK(fits("{\"a\":{}}", "{\"a\":{}}"));
}

TEST_CASE("requests are filled in with what was captured") {
    const WireValues values = {{"job", "750000000000001AAA"}};
    CHECK(filled("/x/{job}/{job:15}", values) == "/x/750000000000001AAA/750000000000001");
    CHECK(filled("a{cr}{byte 00}{fill 3}{n}", values, 12) == std::string{"a\r\0xxx12", 8});
    const auto unknown =
        fill_in(require_value(parse_wire_text("{batch}", WireSide::request, 1)), values);
    REQUIRE_FALSE(unknown.has_value());
    CHECK(unknown.error().message == "nothing was captured as 'batch'");
}

TEST_CASE("what is no placeholder is refused") {
    CHECK(error_of("{job") == "'{job' has no closing brace");
    CHECK(error_of("{job!}") == "'{job!}' is no placeholder");
    CHECK(error_of("{job:x}") == "'{job:x}' is no placeholder");
    CHECK(error_of("{id:number}") == "'{id:number}' has no name before its colon");
    CHECK(error_of("{x:}").empty());
    CHECK(error_of("{byte 0d}") == "'{byte 0d}' is no byte such as {byte 0D}");
    CHECK(error_of("{byte 0}") == "'{byte 0}' is no byte such as {byte 0D}");
    CHECK(error_of("{fill -1}") == "'{fill -1}' is no {fill N} up to 16000000");
    CHECK(error_of("{fill 99999999}") == "'{fill 99999999}' is no {fill N} up to 16000000");
    CHECK(error_of("{number 3}") == "'{number 3}' takes no argument");
    CHECK(error_of("{id}", WireSide::request) == "'{id}' stands in a request");
}

TEST_CASE("each kind takes what it says") {
    CHECK(fits("{id}", "750P0000006HoS1IAK"));
    CHECK(fits("{id 750}", "750P0000006HoS1IAK"));
    CHECK_FALSE(fits("{id 751}", "750P0000006HoS1IAK"));
    CHECK_FALSE(fits("{id}", "750P0000006HoS1AAA"));
    CHECK_FALSE(fits("{id}", "750p0000006hos1iak"));
    CHECK_FALSE(fits("{id}", "750P0000006HoS1"));
    CHECK(fits("{id15}", "750P0000006HoS1"));
    CHECK_FALSE(fits("{id15}", "750P0000006HoS1IAK"));
    CHECK(fits("{date}", "2024-09-09T19:25:27.000+0000"));
    CHECK_FALSE(fits("{date}", "2024-09-09T19:25:27.000Z"));
    CHECK(fits("{zdate}", "2024-09-09T19:25:27.000Z"));
    CHECK_FALSE(fits("{zdate}", "2024-09-09T19:25:27Z"));
    CHECK(fits("{number}", "0"));
    CHECK(fits("{number}0", "120") == false);
    CHECK_FALSE(fits("{number}", "-1"));
    CHECK_FALSE(fits("{number}", ""));
    CHECK(fits("{positive}", "10"));
    CHECK_FALSE(fits("{positive}", "00"));
    CHECK(fits("{word} b", "MTAwMDA= b"));
    CHECK_FALSE(fits("{word}", "a b"));
    CHECK(fits("{any}", ""));
    CHECK(fits("{any}", "a\nb"));
}

TEST_CASE("any takes as little as it may and as much as it must") {
    CHECK(fits("a{any}b{any}c", "axbybzc"));
    CHECK(fits("{any}ab", "aab"));
    CHECK(fits("{any}{number};", "x1y22;"));
    CHECK_FALSE(fits("a{any}b", "axbc"));
    WireValues values;
    CHECK_FALSE(match_wire_text(answer("<{inside:any}>{any}"), "<a>b>", values).has_value());
    CHECK(values["inside"] == "a");
}

TEST_CASE("a capture must come again where it is named") {
    WireValues values;
    const WireText pattern = answer("{job:id 750},{job},{job:15}");
    const std::string id = "750P0000006HoS1IAK";
    CHECK(match_wire_text(pattern, id + "," + id + ",750P0000006HoS2", values).has_value());
    CHECK(values.empty());
    CHECK_FALSE(match_wire_text(pattern, id + "," + id + ",750P0000006HoS1", values).has_value());
    CHECK(values.at("job") == id);
}

TEST_CASE("a mismatch is told where the text leaves the pattern") {
    WireValues values;
    auto mismatch = match_wire_text(answer("state: Open, {number}"), "state: Closed, 1", values);
    REQUIRE(mismatch.has_value());
    CHECK(mismatch->line == 7);
    CHECK(mismatch->expected == "'Open, '");
    CHECK(mismatch->got == "'Closed, 1'");
    mismatch = match_wire_text(answer("{id 001}"), "x", values);
    REQUIRE(mismatch.has_value());
    CHECK(mismatch->expected == "an id of 18 characters that begins with 001");
    mismatch = match_wire_text(answer("a{any}b{number}"), "axbyb", values);
    REQUIRE(mismatch.has_value());
    CHECK(mismatch->expected == "a number");
    CHECK(mismatch->got == "'yb'");
    mismatch = match_wire_text(answer("a"), "ab", values);
    REQUIRE(mismatch.has_value());
    CHECK(mismatch->expected == "the end");
    CHECK(mismatch->got == "'b'");
    mismatch = match_wire_text(answer("{job}"), "x", values);
    REQUIRE(mismatch.has_value());
    CHECK(mismatch->expected == "nothing was captured as 'job'");
}

TEST_CASE("many holes do not take for ever") {
    std::string pattern;
    for (int i = 0; i < 200; ++i) pattern += "{any}a";
    CHECK_FALSE(fits(pattern + "b", std::string(20'000, 'a')));
}

TEST_CASE("a text without placeholders fits itself and nothing else") {
    rc::prop("for any texts", [] {
        const auto one = *rc::gen::container<std::string>(rc::gen::inRange('A', 'F'));
        const auto two = *rc::gen::container<std::string>(rc::gen::inRange('A', 'F'));
        RC_ASSERT(fits(one, one));
        RC_ASSERT(fits(one, two) == (one == two));
        RC_ASSERT(fits("{any}" + one, two) == two.ends_with(one));
        RC_ASSERT(fits(one + "{any}", two) == two.starts_with(one));
        RC_ASSERT(fits("{any}" + one + "{any}", two) == (two.find(one) != std::string::npos));
    });
}

}  // namespace
}  // namespace rowlock
