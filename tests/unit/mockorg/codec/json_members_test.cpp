#include "mockorg/codec/json_members.hpp"

#include "tests/support/test.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace rowlock {
namespace {

constexpr std::array<std::string_view, 2> k_words{"sync", "async"};

std::string wrong_of(const JsonMembers& members) {
    return members.wrong() ? members.wrong()->message : std::string{};
}

TEST_CASE("members are read by their kind, absent ones as nothing") {
    const Json object = Json::parse(
        R"({"name": "n", "rate": 0.5, "times": 3, "on": true, "hold": "1.5s", "when": "async"})"
    );
    JsonMembers members{object};
    CHECK(members.text("name") == "n");
    CHECK(members.text("none").empty());
    CHECK(members.number("rate", 0, 1) == 0.5);
    CHECK(members.whole("times", 0, 3) == 3U);
    bool on = false;
    members.read_flag("on", on);
    CHECK(on);
    CHECK(members.duration("hold", Duration{0}, seconds(2)) == seconds(1.5));
    CHECK(members.word("when", k_words) == 1U);
    CHECK_FALSE(members.word("none", k_words));
    CHECK_FALSE(members.duration("none", Duration{0}, seconds(2)));
    int times = 7;
    members.read_whole("none", 0, 9, times);
    CHECK(times == 7);
    CHECK_FALSE(members.wrong());
}

TEST_CASE("the first mistake is kept, with its member") {
    const Json object = Json::parse(R"({"a": 5, "b": "x", "c": -1, "d": "9s", "e": "later"})");
    const auto first = [&](auto&& read) {
        JsonMembers members{object};
        read(members);
        return wrong_of(members);
    };
    CHECK(first([](auto& m) { m.text("a"); }) == "'a' must be a text of 1 to 4096 characters");
    CHECK(first([](auto& m) { m.number("b", 0, 1); }) == "'b' must be a number from 0 to 1");
    CHECK(first([](auto& m) { m.whole("c", 0, 9); }) == "'c' must be a whole number from 0 to 9");
    CHECK(first([](auto& m) {
              m.duration("d", seconds(0.5), seconds(8));
          }) == "'d' must be a duration such as \"4.05s\", from 0.5s to 8s");
    CHECK(first([](auto& m) { m.word("e", k_words); }) == "'e' must be one of sync, async");
    CHECK_THAT(
        first([](auto& m) { m.refuse_others(k_words, "a writer"); }),
        Catch::Contains("'a' means nothing in a writer; there are sync, async")
    );
    JsonMembers members{object};
    members.number("b", 0, 1);
    members.text("a");
    CHECK(members.wrong()->fields == std::vector<std::string>{"b"});
}

TEST_CASE("a name comes from the path or from the object") {
    const Json named = Json::parse(R"({"name": "n"})");
    const Json nameless = Json::object();
    CHECK(JsonMembers{named}.name("") == "n");
    CHECK(JsonMembers{named}.name("n") == "n");
    CHECK(JsonMembers{nameless}.name("n") == "n");
    JsonMembers other{named};
    other.name("m");
    CHECK(wrong_of(other) == "'name' must be 'm', as in the request's path, or left out");
    JsonMembers none{nameless};
    none.name("");
    CHECK_THAT(wrong_of(none), Catch::Contains("'name' must be a text of 1 to 100 letters"));
}

TEST_CASE("plain names") {
    for (const char* name : {"a", "A-1_b.c", "9"}) CHECK(is_plain_name(name));
    for (const char* name : {"", "a b", "ä", "a/b"}) CHECK_FALSE(is_plain_name(name));
    CHECK(is_plain_name(std::string(100, 'a')));
    CHECK_FALSE(is_plain_name(std::string(101, 'a')));
}

}  // namespace
}  // namespace rowlock
