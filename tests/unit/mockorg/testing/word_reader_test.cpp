#include "mockorg/testing/word_reader.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

std::string message(const WordReader& words) {
    return words.error() ? words.error()->message : std::string{};
}

TEST_CASE("words are separated by blanks, quotes hold them together") {
    WordReader words{"f", 3, "  one Name=\"Acme \"\"Inc\"\"\"\ttwo\"three\"  "};
    CHECK(words.word("a word") == "one");
    CHECK(words.word("a word") == "Name=Acme \"Inc\"");
    CHECK(words.word("a word") == "twothree");
    CHECK(words.at_end());
    CHECK(words.word("a fourth word").empty());
    CHECK(message(words) == "f:3: expected a fourth word, found the end of the line");
}

TEST_CASE("an open quote is an error") {
    WordReader words{"f", 1, "\"open"};
    words.word("a word");
    CHECK(message(words) == "f:1: expected a closing quote, found the end of the line");
}

TEST_CASE("a word is accepted only if it is the next") {
    WordReader words{"f", 1, "rows 5"};
    CHECK_FALSE(words.accept("row"));
    CHECK(words.accept("rows"));
    CHECK(words.whole("a number", 1, 9) == 5);
    CHECK_FALSE(words.accept("rows"));
    CHECK_FALSE(words.error().has_value());
}

TEST_CASE("whole numbers have bounds") {
    const auto text =
        GENERATE(as<std::string>{}, "0", "10", "-1", "1.5", "x", "99999999999999999999");
    WordReader words{"f", 1, text};
    words.whole("a number", 1, 9);
    CHECK(message(words) == "f:1: expected a number from 1 to 9, found '" + text + "'");
}

TEST_CASE("durations have one unit") {
    CHECK(parse_scenario_duration("4.05s") == seconds(4.05));
    CHECK(parse_scenario_duration("500ms") == seconds(0.5));
    CHECK(parse_scenario_duration("2m") == seconds(120));
    CHECK(parse_scenario_duration("1h") == seconds(3600));
    CHECK(parse_scenario_duration("0s") == seconds(0));
    const auto text = GENERATE(
        as<std::string>{}, "", "s", "5", "-1s", "1d", "1h30m", "9999999h", "nans", "1e99s", "s5"
    );
    CAPTURE(text);
    CHECK_FALSE(parse_scenario_duration(text).has_value());
}

TEST_CASE("shares, switches and numbers") {
    WordReader words{"f", 1, "50% 0% on off 1.5"};
    CHECK(words.share("a share") == 0.5);
    CHECK(words.share("a share") == 0.0);
    CHECK(words.on_or_off());
    CHECK_FALSE(words.on_or_off());
    CHECK(words.number("a number") == 1.5);
    words.expect_end();
    CHECK_FALSE(words.error().has_value());
    WordReader wrong{"f", 1, "101%"};
    wrong.share("a share");
    CHECK(message(wrong) == "f:1: expected a share, a percentage such as 50%, found '101%'");
}

TEST_CASE("the rest of a line is taken as it stands") {
    WordReader words{"f", 1, "contains  some \"quoted\" text \t"};
    words.word("a word");
    CHECK(words.rest("a text") == "some \"quoted\" text");
    CHECK(words.at_end());
}

TEST_CASE("the first error is kept, and nothing is read after it") {
    WordReader words{"f", 7, "x 5"};
    words.whole("a number", 0, 9);
    CHECK(words.word("a word").empty());
    CHECK(words.at_end());
    words.complain("something else", "nothing");
    CHECK(message(words) == "f:7: expected a number from 0 to 9, found 'x'");
}

TEST_CASE("what is left over is an error") {
    WordReader words{"f", 1, "run now"};
    words.word("a statement");
    words.expect_end();
    CHECK(message(words) == "f:1: expected the end of the line, found 'now'");
}

}  // namespace
}  // namespace rowlock
