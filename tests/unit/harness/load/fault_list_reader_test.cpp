#include "harness/load/fault_list_reader.hpp"

#include "harness/load/load.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

std::string load_with(const std::string& faults) {
    return R"({"name": "n",
"sources": {"s": {"object": "Contact", "rows": 2, "columns": {"LastName": "C"}}},
"faults": )" +
           faults + R"(,
"load": {"source": "s", "operation": "insert"}})";
}

TEST_CASE("faults are read with their places") {
    const auto load = read_load(
        load_with(R"([
{"name": "busy", "kind": "status", "rate": 0.5, "count": 3},
  {"name": "held", "kind": "lock", "object": "Account", "where": "Name = 'A'", "until": 60}])"),
        "x.json"
    );
    INFO((load ? std::string{} : load.error().message));
    REQUIRE(load);
    REQUIRE(load->faults.size() == 2);
    CHECK(load->faults[0].fault.name == "busy");
    CHECK(load->faults[0].fault.rate == 0.5);
    CHECK(load->faults[0].fault.count == 3);
    CHECK(load->faults[1].fault.until->after_set == seconds(60));
    CHECK(load->faults[1].where == "x.json:5:3");
    CHECK(read_load(load_with("[]"), "x")->faults.empty());
}

TEST_CASE("every mistake is told with its place") {
    const std::pair<const char*, const char*> mistakes[] = {
        {"5", "x:3:11: \"faults\" is 5, expected a list of at most 1000 faults"},
        {"[5]", "x:3:12: "},
        {R"([{"name": "a", "kind": "status", "staus": 5}])",
         "x:3:44: unknown member \"staus\" in a fault; did you mean \"status\"?"},
        {R"([{"name": "a", "kind": "status", "status": 5}])",
         "x:3:54: a fault: 'status' must be a whole number from 400 to 599"},
        {R"([{"name": "a"}])", "x:3:12: a fault: 'kind' must be one of"},
        {R"([{"name": "a", "kind": "reset"}, {"name": "a", "kind": "reset"}])",
         "x:3:44: there are two faults named a"},
    };
    for (const auto& [faults, expected] : mistakes) {
        INFO(faults);
        const auto load = read_load(load_with(faults), "x");
        REQUIRE_FALSE(load);
        CHECK_THAT(load.error().message, Catch::Contains(expected));
    }
}

}  // namespace
}  // namespace rowlock
