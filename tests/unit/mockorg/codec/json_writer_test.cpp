#include "mockorg/codec/json_writer.hpp"

#include "tests/support/test.hpp"

#include <nlohmann/json.hpp>

#include <limits>

namespace rowlock {
namespace {

TEST_CASE("commas stand between values and nowhere else") {
    std::string out = "answer=";
    JsonWriter json{out};
    json.begin_object()
        .member("name", "Acme")
        .key("list")
        .begin_array()
        .value(1)
        .begin_object()
        .end_object()
        .begin_array()
        .end_array()
        .null()
        .value(true)
        .end_array()
        .member("done", false)
        .key("amount")
        .raw("60.0")
        .end_object();
    CHECK(out == R"(answer={"name":"Acme","list":[1,{},[],null,true],"done":false,"amount":60.0})");
}

TEST_CASE("numbers keep their whole range") {
    std::string out;
    JsonWriter json{out};
    json.begin_array()
        .value(std::numeric_limits<std::int64_t>::min())
        .value(std::numeric_limits<std::uint64_t>::max())
        .value(-3)
        .value(7U)
        .value(2.5)
        .value(1e300)
        .end_array();
    CHECK(out == "[-9223372036854775808,18446744073709551615,-3,7,2.5,1.0E300]");
}

TEST_CASE("what is no finite number is null") {
    std::string out;
    JsonWriter json{out};
    json.begin_array()
        .value(std::numeric_limits<double>::infinity())
        .value(std::numeric_limits<double>::quiet_NaN())
        .end_array();
    CHECK(out == "[null,null]");
}

TEST_CASE("strings are escaped where JSON asks for it") {
    std::string out;
    JsonWriter json{out};
    using namespace std::string_view_literals;
    json.begin_array().value("\"\\/\b\f\n\r\t\x01\x1f\0\x7f\xC3\xA9"sv).end_array();
    CHECK(out == "[\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\\u0000\x7f\xC3\xA9\"]");
}

TEST_CASE("bytes that are no UTF-8 are replaced") {
    std::string out;
    JsonWriter{out}.value(
        "a\xFF"
        "b\xC3"
    );
    CHECK(
        out ==
        "\"a\xEF\xBF\xBD"
        "b\xEF\xBF\xBD\""
    );
}

TEST_CASE("any text is written as valid JSON") {
    rc::prop("and unchanged if it is UTF-8", [] {
        const auto piece = rc::gen::element<std::string>(
            "a",
            "\"",
            "\\",
            "\n",
            std::string(1, '\0'),
            "\xC3\xA9",
            "\xF0\x9F\x98\x80",
            "\xE2\x82\xAC"
        );
        const auto broken = rc::gen::element<std::string>("\xFF", "\xC3", "\xE2\x82", "\x80");
        const auto valid = *rc::gen::container<std::vector<std::string>>(piece);
        const auto mixed =
            *rc::gen::container<std::vector<std::string>>(rc::gen::oneOf(piece, broken));
        const auto joined = [](const std::vector<std::string>& pieces) {
            std::string text;
            for (const std::string& p : pieces) text += p;
            return text;
        };
        std::string out;
        JsonWriter json{out};
        json.begin_object().member(joined(mixed), joined(valid)).end_object();
        const auto parsed = nlohmann::ordered_json::parse(out);
        RC_ASSERT(parsed.begin().value() == joined(valid));
    });
}

}  // namespace
}  // namespace rowlock
