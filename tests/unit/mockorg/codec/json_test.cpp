#include "mockorg/codec/json.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/codec/json_trees.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

/// The message of the refusal; empty if the text is accepted.
std::string error_of(std::string_view text, bool allow_comments = false) {
    const auto json = parse_json(text, allow_comments);
    if (json) return "";
    CHECK(json.error().code == ErrorCode::json_parser_error);
    return json.error().message;
}

std::string nested(std::size_t depth, const std::string& open, const std::string& close) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += open;
    for (std::size_t i = 0; i < depth; ++i) text += close;
    return text;
}

TEST_CASE("a JSON text becomes a tree in the order of its members") {
    const auto json =
        parse_json(R"( {"b": [1, -2, 2.5, "x"], "a": {"t": true, "f": false}, "n": null} )");
    REQUIRE(json.has_value());
    CHECK(json->dump() == R"({"b":[1,-2,2.5,"x"],"a":{"t":true,"f":false},"n":null})");
    CHECK(json->at("b").at(0).is_number_unsigned());
    CHECK(json->at("b").at(1).is_number_integer());
    CHECK(json->at("b").at(2).is_number_float());
}

TEST_CASE("a text is one value of any kind") {
    CHECK(parse_json("7") == Json(7));
    CHECK(parse_json("\"a\"") == Json("a"));
    CHECK(parse_json("[]") == Json::array());
    CHECK(parse_json("{}") == Json::object());
    CHECK(parse_json("\xEF\xBB\xBFnull") == Json(nullptr));
}

TEST_CASE("strings are decoded") {
    CHECK(parse_json(R"("\"\\\/\b\f\n\r\t")") == Json("\"\\/\b\f\n\r\t"));
    CHECK(
        parse_json(R"("\u0041\u00e9\u20AC\ud83d\ude00")") ==
        Json("A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80")
    );
    CHECK(parse_json(R"("\u0000")") == Json(std::string(1, '\0')));
}

TEST_CASE("our own files may hold comments") {
    const std::string text = "// load\n{\"a\": /* one */ 1, \"b\": \"// no comment\"}\n// end";
    CHECK(parse_json(text, true)->dump() == R"({"a":1,"b":"// no comment"})");
    CHECK(error_of(text) == "Invalid literal at line 1, column 1");
}

TEST_CASE("a repeated name is refused in our own files") {
    CHECK(
        error_of("{\"a\": 1,\n \"b\": {\"a\": 2},\n \"a\": 3}", true) ==
        "The name \"a\" appears twice in one object, again at line 3, column 2"
    );
    CHECK(error_of("{\"a\": {\"a\": {\"a\": 1}}, \"b\": [{\"a\": 1}, {\"a\": 2}]}", true).empty());
}

TEST_CASE("the first of many repeated names is reported") {
    std::string text = "{";
    for (int i = 0; i < 100; ++i) text += "\"m" + std::to_string(i) + "\": 0,\n";
    CHECK(parse_json(text + "\"last\": 0}", true)->size() == 101);
    CHECK(
        error_of(text + "\"m70\": 0,\n\"m3\": 0}", true) ==
        "The name \"m70\" appears twice in one object, again at line 101, column 1"
    );
}

TEST_CASE("on the wire the last value of a name counts, in the place of the first") {
    CHECK(parse_json(R"({"a":1,"b":2,"a":{"x":1},"a":3})")->dump() == R"({"a":3,"b":2})");
}

TEST_CASE("nesting is limited to 200 levels") {
    CHECK(parse_json(nested(200, "[", "]")).has_value());
    CHECK(
        error_of(nested(201, "[", "]")) == "Nesting deeper than 200 levels at line 1, column 201"
    );
    CHECK(parse_json(nested(199, "{\"a\":", "}").insert(199 * 5, "{}")).has_value());
    CHECK_FALSE(parse_json(nested(200, "{\"a\":", "}").insert(200 * 5, "{}")).has_value());
    CHECK_FALSE(parse_json(std::string(5'000'000, '[')).has_value());
}

TEST_CASE("an object of very many members is read in good time") {
    std::string text = "{";
    for (int i = 0; i < 200'000; ++i) text += "\"" + std::to_string(i % 100'000) + "\":0,";
    CHECK(parse_json(text + "\"end\":0}")->size() == 100'001);
}

TEST_CASE("a position counts lines and characters from one") {
    const std::string text = "ab\n\xC3\xA9x\r\n";
    CHECK(position_of(text, 0).line == 1);
    CHECK(position_of(text, 0).column == 1);
    CHECK(position_of(text, 2).column == 3);
    CHECK(position_of(text, 3).line == 2);
    CHECK(position_of(text, 3).column == 1);
    CHECK(position_of(text, 5).column == 2);
    CHECK(position_of(text, text.size()).line == 3);
    CHECK(position_of(text, text.size()).column == 1);
    CHECK(position_of("", 0).line == 1);
}

/// What the JSON library's own parser makes of a text.
std::optional<Json> library_parse(const std::string& text, bool allow_comments) {
    Json json = Json::parse(text, nullptr, false, allow_comments);
    if (json.is_discarded()) return std::nullopt;
    return json;
}

void check_against_library(const std::string& text, bool allow_comments) {
    const auto expected = library_parse(text, allow_comments);
    const auto parsed = parse_json(text, allow_comments);
    RC_ASSERT(parsed.has_value() == expected.has_value());
    if (parsed) RC_ASSERT(parsed->dump() == expected->dump());
    if (!parsed) RC_ASSERT(parsed.error().message.size() < 200);
}

TEST_CASE("a written tree is read back") {
    rc::prop("compact and indented", [] {
        const Json tree = *any_json_tree(3);
        const auto compact = parse_json(tree.dump());
        RC_ASSERT(compact.has_value() && *compact == tree);
        const auto indented = parse_json(tree.dump(2), true);
        RC_ASSERT(indented.has_value() && *indented == tree);
        RC_ASSERT(indented->dump() == tree.dump());
        const auto ascii = parse_json(tree.dump(-1, ' ', true));
        RC_ASSERT(ascii.has_value() && *ascii == tree);
    });
}

TEST_CASE("a damaged text is accepted or refused as the JSON library does") {
    rc::prop("with one byte changed", [] {
        std::string text = (*any_json_tree(2)).dump();
        const auto place = *rc::gen::inRange<std::size_t>(0, text.size());
        const auto letters = std::string("{}[],:\"\\/0-.eE+ntu \n\x80\xC3\x01");
        const char letter = *rc::gen::elementOf(letters);
        if (*rc::gen::arbitrary<bool>()) {
            text[place] = letter;
        } else {
            text.insert(place, 1, letter);
        }
        check_against_library(text, false);
    });
}

TEST_CASE("any tokens are accepted or refused as the JSON library does") {
    rc::prop("in any order", [] {
        const auto pieces =
            *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\"a\"",
                "\"b\"",
                "1",
                "-0",
                "0.5",
                "1e9",
                "01",
                "1e999",
                "true",
                "nul",
                " ",
                "\n",
                "//",
                "/*",
                "*/",
                "\"",
                "\\",
                "\\u00e9",
                "\\ud83d",
                "\\ude00",
                "\xFF"
            ));
        std::string text;
        for (const std::string& piece : pieces) text += piece;
        check_against_library(text, false);
    });
}

TEST_CASE("short texts are accepted or refused as the JSON library does") {
    // Short enough that many are valid.
    rc::prop("with comments", [] {
        const auto count = *rc::gen::inRange<std::size_t>(1, 8);
        const auto pieces = *rc::gen::container<std::vector<std::string>>(
            count,
            rc::gen::element<std::string>(
                "[", "]", ",", "1", "-0", "0.5", "{}", "\"a\"", "//x\n", "/*y*/", "/"
            )
        );
        std::string text;
        for (const std::string& piece : pieces) text += piece;
        check_against_library(text, true);
    });
}

}  // namespace
}  // namespace rowlock
