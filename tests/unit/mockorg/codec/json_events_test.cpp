#include "mockorg/codec/json_events.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/codec/json_trees.hpp"

#include <limits>

namespace rowlock {
namespace {

struct Event {
    /// The character a part of its kind starts with; '0' for numbers, 'k' for names.
    char kind;
    std::size_t offset;
    std::string text;
    std::size_t place = 0;

    bool operator==(const Event&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Event& event) {
    return out << event.kind << " at " << event.offset << " \"" << event.text << "\" place "
               << event.place;
}

class Recorder final : public JsonEvents {
public:
    std::vector<Event> events;
    std::vector<JsonNumber> numbers;

    void begin_object(std::size_t offset) override { events.push_back({'{', offset, ""}); }

    void key(std::string name, std::size_t place, std::size_t offset) override {
        events.push_back({'k', offset, std::move(name), place});
    }

    void end_object(std::size_t offset) override { events.push_back({'}', offset, ""}); }

    void begin_array(std::size_t offset) override { events.push_back({'[', offset, ""}); }

    void end_array(std::size_t offset) override { events.push_back({']', offset, ""}); }

    void text(std::string text, std::size_t offset) override {
        events.push_back({'"', offset, std::move(text)});
    }

    void number(JsonNumber number, std::size_t offset) override {
        events.push_back({'0', offset, ""});
        numbers.push_back(number);
    }

    void boolean(bool value, std::size_t offset) override {
        events.push_back({value ? 't' : 'f', offset, ""});
    }

    void null(std::size_t offset) override { events.push_back({'n', offset, ""}); }
};

std::vector<Event> events_of(std::string_view text, bool allow_comments = false) {
    Recorder recorder;
    CHECK(read_json_events(text, allow_comments, recorder).has_value());
    return recorder.events;
}

JsonNumber number_of(std::string_view text) {
    Recorder recorder;
    CHECK(read_json_events(text, false, recorder).has_value());
    return recorder.numbers.at(0);
}

/// The message of the refusal; empty if the text is accepted.
std::string error_of(std::string_view text, bool allow_comments = false) {
    Recorder recorder;
    const auto read = read_json_events(text, allow_comments, recorder);
    if (read) return "";
    CHECK(read.error().code == ErrorCode::json_parser_error);
    return read.error().message;
}

TEST_CASE("events know where their part starts") {
    const std::vector<Event> expected = {
        {'{', 1, ""},
        {'k', 3, "a\n"},
        {'[', 11, ""},
        {'0', 12, ""},
        {'t', 19, ""},
        {'f', 25, ""},
        {'n', 31, ""},
        {']', 35, ""},
        {'k', 38, "b", 1},
        {'"', 43, "c"},
        {'}', 47, ""},
    };
    CHECK(events_of(R"( { "a\n" : [-1.5e3,true, false,null], "b": "c" })") == expected);
}

TEST_CASE("a number ends where its digits end") {
    CHECK(events_of("7") == std::vector<Event>{{'0', 0, ""}});
    CHECK(events_of("[1]") == std::vector<Event>{{'[', 0, ""}, {'0', 1, ""}, {']', 2, ""}});
    CHECK(
        events_of("[1/*]*/]", true) == std::vector<Event>{{'[', 0, ""}, {'0', 1, ""}, {']', 7, ""}}
    );
}

TEST_CASE("comments are stepped over") {
    const std::string text = "// [0\r\n/*/ {***/  [ /*\"*/ //x\r7 // , *\n]//";
    const std::vector<Event> expected = {
        {'[', text.find("[ /*"), ""},
        {'0', text.find('7'), ""},
        {']', text.find(']'), ""},
    };
    CHECK(events_of(text, true) == expected);
}

TEST_CASE("a byte-order mark is stepped over") {
    CHECK(events_of("\xEF\xBB\xBF{}") == std::vector<Event>{{'{', 3, ""}, {'}', 4, ""}});
}

TEST_CASE("a name knows its place, a repeated one has the place of the first") {
    const std::vector<Event> expected = {
        {'{', 0, ""},
        {'k', 1, "a"},
        {'{', 5, ""},
        {'k', 6, "b"},
        {'0', 10, ""},
        {'}', 11, ""},
        {'k', 13, "b", 1},
        {'0', 17, ""},
        {'k', 19, "a"},
        {'0', 23, ""},
        {'k', 25, "c", 2},
        {'0', 29, ""},
        {'}', 30, ""},
    };
    CHECK(events_of(R"({"a":{"b":1},"b":2,"a":3,"c":4})") == expected);
}

TEST_CASE("numbers stay whole while 64 bits hold them") {
    CHECK(number_of("0") == JsonNumber{std::uint64_t{0}});
    CHECK(number_of("-7") == JsonNumber{std::int64_t{-7}});
    CHECK(
        number_of("18446744073709551615") == JsonNumber{std::numeric_limits<std::uint64_t>::max()}
    );
    CHECK(
        number_of("-9223372036854775808") == JsonNumber{std::numeric_limits<std::int64_t>::min()}
    );
    CHECK(number_of("18446744073709551616") == JsonNumber{18446744073709551616.0});
    CHECK(number_of("-9223372036854775809") == JsonNumber{-9223372036854775808.0});
    CHECK(number_of("1.0") == JsonNumber{1.0});
    CHECK(number_of("1e2") == JsonNumber{100.0});
    CHECK(number_of("1e-999") == JsonNumber{0.0});
}

TEST_CASE("a refusal says what is wrong, and where") {
    const auto [text, message] = GENERATE(table<std::string, std::string>({
        {"", "Unexpected end of input; expected '[', '{', or a literal at line 1, column 1"},
        {" \n", "Unexpected end of input; expected '[', '{', or a literal at line 2, column 1"},
        {"[1,\n  2,]", "Unexpected ']'; expected '[', '{', or a literal at line 2, column 5"},
        {"[1,,\"abc\"]", "Unexpected ','; expected '[', '{', or a literal at line 1, column 4"},
        {"[1 2]", "Unexpected number literal; expected ']' at line 1, column 4"},
        {"[1", "Unexpected end of input; expected ']' at line 1, column 3"},
        {"{a: 1}", "Invalid literal; expected string literal at line 1, column 2"},
        {"{\"a\": 1,}", "Unexpected '}'; expected string literal at line 1, column 9"},
        {"{\"a\" 1}", "Unexpected number literal; expected ':' at line 1, column 6"},
        {"{\"a\": 1 \"b\"", "Unexpected string literal; expected '}' at line 1, column 9"},
        {"{}\n{}", "Unexpected '{'; expected end of input at line 2, column 1"},
        {"True", "Invalid literal at line 1, column 1"},
        {"[nullx]", "Invalid literal; expected ']' at line 1, column 6"},
        {"\xC3\xA9", "Invalid literal at line 1, column 1"},
        {"\xEF\xBB", "Invalid BOM; must be 0xEF 0xBB 0xBF if given at line 1, column 1"},
        {"[1, // one\n2]", "Invalid literal at line 1, column 5"},
        {"[\n \"abc", "Invalid string: missing closing quote at line 2, column 2"},
        {"[\"\xC3\xA9\", \"a\nb\"]",
         "Invalid string: control character U+000A (LF) must be escaped to \\u000A or \\n at line "
         "1, column 9"},
        {"\"a\xFF\"", "Invalid string: ill-formed UTF-8 byte at line 1, column 3"},
        {R"("\x")", "Invalid string: forbidden character after backslash at line 1, column 3"},
        {R"("\u12g4")",
         "Invalid string: '\\u' must be followed by 4 hex digits at line 1, column 6"},
        {R"("\ud83d")",
         "Invalid string: surrogate U+D800..U+DBFF must be followed by U+DC00..U+DFFF at line 1, "
         "column 8"},
        {R"("\ude00")",
         "Invalid string: surrogate U+DC00..U+DFFF must follow U+D800..U+DBFF at line 1, column 7"},
        {"[01]", "Unexpected number literal; expected ']' at line 1, column 3"},
        {"[-]", "Invalid number; expected digit after '-' at line 1, column 2"},
        {"1.", "Invalid number; expected digit after '.' at line 1, column 1"},
        {"1e+", "Invalid number; expected digit after exponent sign at line 1, column 1"},
        {"[0, 1e999]", "The number is too large at line 1, column 5"},
    }));
    CAPTURE(text);
    CHECK(error_of(text) == message);
}

TEST_CASE("a NUL character is no end of the text") {
    const auto [text, message] = GENERATE(table<std::string, std::string>({
        {std::string("[1]\0[2]", 7),
         "JSON holds no NUL characters; one stands at line 1, column 4"},
        {std::string("\0", 1), "JSON holds no NUL characters; one stands at line 1, column 1"},
        {std::string("\"\n\0\"", 4),
         "JSON holds no NUL characters; one stands at line 2, column 1"},
    }));
    CHECK(error_of(text) == message);
}

TEST_CASE("a comment must be whole") {
    CHECK(
        error_of("[1]\n /* open *", true) ==
        "Invalid comment; missing closing '*/'; expected end of input at line 2, column 2"
    );
    CHECK(
        error_of("[1, / 2]", true) ==
        "Invalid comment; expecting '/' or '*' after '/' at line 1, column 5"
    );
}

TEST_CASE("a refusal is short and readable, whatever the text holds") {
    const std::string noise = GENERATE(
        std::string(1'000'000, 'a'),
        std::string(1'000'000, '\n'),
        std::string("; last read: '; expected - "),
        std::string("\xC3\xA9")
    );
    const std::string text =
        GENERATE("[\"@\xFF\"]", "[\"@", "@x", "[1 \"@\"]", "[1\"@\x01\"]", "{\"@\":1e9999@");
    std::string noisy = text;
    for (auto at = noisy.find('@'); at != std::string::npos;
         at = noisy.find('@', at + noise.size())) {
        noisy.replace(at, 1, noise);
    }
    const std::string message = error_of(noisy);
    CHECK(message.size() > 20);
    CHECK(message.size() < 200);
    CHECK_NOTHROW(Json(message).dump());
    CHECK_THAT(message, !Catch::Contains("last read"));
}

TEST_CASE("what stands before a mistake is reported") {
    Recorder recorder;
    CHECK_FALSE(read_json_events("[1, nul", false, recorder).has_value());
    CHECK(recorder.events == std::vector<Event>{{'[', 0, ""}, {'0', 1, ""}});
}

TEST_CASE("every event's offset is the place of its character") {
    rc::prop("in any tree with comments between its lines", [] {
        std::string text;
        for (const char c : (*any_json_tree(3)).dump(1)) {
            text += c == '\n' ? "/*{,:\"**/\r\n//[1\r\t" : std::string(1, c);
        }
        std::size_t behind_last = 0;
        for (const Event& event : events_of(text, true)) {
            RC_ASSERT(event.offset >= behind_last);
            const char c = text.at(event.offset);
            if (event.kind == 'k') {
                RC_ASSERT(c == '"');
            } else if (event.kind == '0') {
                RC_ASSERT(c == '-' || (c >= '0' && c <= '9'));
            } else {
                RC_ASSERT(c == event.kind);
            }
            behind_last = event.offset + 1;
        }
    });
}

}  // namespace
}  // namespace rowlock
