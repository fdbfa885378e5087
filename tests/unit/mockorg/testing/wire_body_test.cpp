#include "mockorg/testing/wire_body.hpp"

#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

constexpr std::size_t k_answer_line = 3;

/// Lines that begin with `~` come in any order. The first one is line 11.
WireBody body_of(const std::vector<std::string>& lines) {
    WireBody body;
    for (const std::string& line : lines) {
        const bool any_order = line.starts_with('~');
        const std::string_view text = std::string_view{line}.substr(any_order ? 1 : 0);
        const auto parsed = parse_wire_text(text, WireSide::answer, body.size() + 11);
        body.push_back({require_value(parsed), any_order});
    }
    return body;
}

std::optional<WireMismatch> match(
    const std::vector<std::string>& lines,
    std::string_view text,
    WireLayout layout = WireLayout::exact
) {
    WireValues values;
    return match_wire_body(body_of(lines), text, layout, k_answer_line, values);
}

TEST_CASE("between two lines is one line end") {
    CHECK_FALSE(match({"a", "b"}, "a\nb").has_value());
    CHECK_FALSE(match({"a", ""}, "a\n").has_value());
    CHECK(match({"a"}, "a\n").has_value());
    CHECK_FALSE(match({}, "").has_value());
    CHECK(fill_in(body_of({"a", "", "b", ""}), {}) == std::string{"a\n\nb\n"});
}

TEST_CASE("a body that must be empty is told by the answer's line") {
    const auto mismatch = match({}, "x");
    REQUIRE(mismatch.has_value());
    CHECK(mismatch->line == k_answer_line);
    CHECK(mismatch->expected == "the end");
}

TEST_CASE("a mismatch names its line, whatever the layout") {
    CHECK(match({"a", "b", "c"}, "a\nb\nd")->line == 13);
    CHECK(
        match({"{", "\"a\":1,", "\"b\":2", "}"}, "{\"a\":1,\"b\":3}", WireLayout::json)->line == 13
    );
}

TEST_CASE("marked lines come in any order, the others in theirs") {
    const std::vector<std::string> lines = {"head", "~{number}", "~b", "tail"};
    CHECK_FALSE(match(lines, "head\nb\n12\ntail").has_value());
    CHECK_FALSE(match(lines, "head\n12\nb\ntail").has_value());
    CHECK(match(lines, "b\nhead\n12\ntail").has_value());
    CHECK(match(lines, "head\nb\nb\ntail").has_value());
    const auto missing = match(lines, "head\nb\ntail");
    REQUIRE(missing.has_value());
    CHECK(missing->expected == "4 lines");
    CHECK(missing->got == "3 lines");
    CHECK(match(lines, "head\nb\nc\ntail")->got == "'c', which no line in any order fits");
}

TEST_CASE("two groups do not mix") {
    CHECK(match({"~a", "-", "~b"}, "b\n-\na").has_value());
    CHECK_FALSE(match({"~a", "~b", "-", "~c"}, "b\na\n-\nc").has_value());
}

TEST_CASE("a body with lines in any order captures from the others") {
    WireValues values;
    const WireBody body = body_of({"{found:number}", "~{other:word}", "~x"});
    CHECK_FALSE(match_wire_body(body, "5\nx\ny", WireLayout::exact, 1, values).has_value());
    CHECK(values == WireValues{{"found", "5"}});
}

}  // namespace
}  // namespace rowlock
