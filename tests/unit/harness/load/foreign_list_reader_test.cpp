#include "harness/load/foreign_list_reader.hpp"

#include "harness/load/load.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

std::string load_with(const std::string& writers, const std::string& overrides = "{}") {
    return R"({"name": "n",
"sources": {"s": {"object": "Contact", "rows": 2, "columns": {"LastName": "C"}}},
"foreignWriters": )" +
           writers + R"(,
"load": {"source": "s", "operation": "insert"},
"strategies": [{"name": "as is"}, {"name": "other", "overrides": )" +
           overrides + "}]}";
}

constexpr const char* k_ann =
    R"({"name": "Ann", "kind": "user", "object": "Account", "hold": "9s"})";

TEST_CASE("foreign writers are read with their places; a strategy may have others") {
    const auto load = read_load(
        load_with(
            "[\n  " + std::string{k_ann} + "]",
            R"({"foreignWriters": [{"name": "Bob", "kind": "scheduled", "object": "Contact"}]})"
        ),
        "x.json"
    );
    INFO((load ? std::string{} : load.error().message));
    REQUIRE(load);
    REQUIRE(load->strategies.size() == 2);
    const auto& first = load->strategies[0].foreign_writers;
    REQUIRE(first.size() == 1);
    CHECK(first[0].writer.name == "Ann");
    CHECK(first[0].writer.hold->mean == seconds(9));
    CHECK(first[0].where == "x.json:4:3");
    REQUIRE(load->strategies[1].foreign_writers.size() == 1);
    CHECK(load->strategies[1].foreign_writers[0].writer.name == "Bob");
}

TEST_CASE("a strategy may do without them") {
    const auto load =
        read_load(load_with("[" + std::string{k_ann} + "]", R"({"foreignWriters": []})"), "x.json");
    REQUIRE(load);
    CHECK(load->strategies[0].foreign_writers.size() == 1);
    CHECK(load->strategies[1].foreign_writers.empty());
}

TEST_CASE("every mistake in foreign writers is told with its place") {
    const std::pair<std::string, const char*> mistakes[] = {
        {"5", "x:3:19: \"foreignWriters\" is 5, expected a list of at most 100 foreign writers"},
        {R"([{"name": "a", "kind": "user", "objekt": "A"}])",
         "unknown member \"objekt\" in a foreign writer; did you mean \"object\"?"},
        {R"([{"name": "a", "kind": "user", "object": "A", "hold": 5}])",
         "x:3:73: a foreign writer: 'hold' must be a duration"},
        {"[" + std::string{k_ann} + ", " + k_ann + "]", "there are two foreign writers named Ann"},
    };
    for (const auto& [writers, expected] : mistakes) {
        INFO(writers);
        const auto load = read_load(load_with(writers), "x");
        REQUIRE_FALSE(load);
        CHECK_THAT(load.error().message, Catch::Contains(expected));
    }
}

}  // namespace
}  // namespace rowlock
