#include "mockorg/api/pretty_json.hpp"

#include "tests/support/test.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

TEST_CASE("pretty JSON looks like a real org's") {
    CHECK(
        pretty_json(R"({"totalSize":0,"done":true,"records":[],"a":[1,{"b":"x\"{,:"},{}]})") ==
        R"({
  "totalSize" : 0,
  "done" : true,
  "records" : [ ],
  "a" : [
    1,
    {
      "b" : "x\"{,:"
    },
    { }
  ]
})"
    );
    CHECK(pretty_json(R"("only \\")") == R"("only \\")");
}

rc::Gen<nlohmann::json> json_of(int depth) {
    using nlohmann::json;
    const auto leaf = rc::gen::oneOf(
        rc::gen::map(rc::gen::arbitrary<int>(), [](int n) { return json(n); }),
        rc::gen::map(rc::gen::arbitrary<bool>(), [](bool b) { return json(b); }),
        rc::gen::map(
            rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127)),
            [](const std::string& s) { return json(s); }
        )
    );
    if (depth == 0) return leaf;
    const auto values = rc::gen::container<std::vector<json>>(json_of(depth - 1));
    return rc::gen::oneOf(
        leaf,
        rc::gen::map(values, [](const std::vector<json>& items) { return json(items); }),
        rc::gen::map(
            values,
            [](const std::vector<json>& items) {
                json object = json::object();
                for (const json& item : items) object[item.dump()] = item;
                return object;
            }
        )
    );
}

TEST_CASE("pretty JSON means the same") {
    rc::prop("reads back equal", [] {
        const auto value = *rc::gen::resize(5, json_of(3));
        RC_ASSERT(nlohmann::json::parse(pretty_json(value.dump())) == value);
    });
}

}  // namespace
}  // namespace rowlock
