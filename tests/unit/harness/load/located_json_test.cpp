#include "harness/load/located_json.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

using Kind = LocatedJson::Kind;

TEST_CASE("every value and every name knows where it starts") {
    const std::string text =
        "// c: [1]\n{ \"a\\\"{\" : [1, /* , */ -2.5,true],\n  \"b\": {\"c\": null} }";
    const auto root = read_located_json(text, "f.json");
    REQUIRE(root.has_value());
    CHECK(root->kind == Kind::object);
    CHECK(root->offset == text.find('{'));
    REQUIRE(root->members.size() == 2);
    const LocatedMember& first = root->members[0];
    CHECK(first.name == "a\"{");
    CHECK(first.offset == text.find("\"a"));
    CHECK(first.value.kind == Kind::array);
    CHECK(first.value.offset == text.find("[1,"));
    REQUIRE(first.value.items.size() == 3);
    CHECK(first.value.items[0].natural == 1U);
    CHECK(first.value.items[1].offset == text.find("-2.5"));
    CHECK(first.value.items[1].number == -2.5);
    CHECK_FALSE(first.value.items[1].natural.has_value());
    CHECK(first.value.items[2].kind == Kind::boolean);
    CHECK(first.value.items[2].boolean);
    const LocatedJson* second = find_member(*root, "b");
    REQUIRE(second != nullptr);
    CHECK(second->offset == text.find("{\"c\""));
    CHECK(second->members[0].value.kind == Kind::null);
    CHECK(find_member(*root, "c") == nullptr);
}

TEST_CASE("a number is natural if it is a whole one from 0 up, however it is spelled") {
    const auto root =
        read_located_json("[0, 2e6, 18446744073709551615, 5.0, -1, 0.5, 1e300]", "f.json");
    REQUIRE(root.has_value());
    CHECK(root->items[0].natural == 0U);
    CHECK(root->items[1].natural == 2'000'000U);
    CHECK(root->items[2].natural == 18'446'744'073'709'551'615U);
    CHECK(root->items[3].natural == 5U);
    for (std::size_t i : {4U, 5U, 6U}) CHECK_FALSE(root->items[i].natural.has_value());
}

TEST_CASE("broken JSON is reported with its place in front") {
    const auto error_of = [](const char* text) {
        const auto root = read_located_json(text, "f.json");
        REQUIRE_FALSE(root.has_value());
        CHECK(root.error().code == ErrorCode::bad_file);
        return root.error().message;
    };
    CHECK_THAT(error_of("{\n  \"a\": 1\n  \"b\": 2\n}"), Catch::StartsWith("f.json:3:3: "));
    CHECK_THAT(error_of(""), Catch::StartsWith("f.json:1:1: "));
    CHECK_THAT(error_of("[1, nul]"), Catch::StartsWith("f.json:1:5: "));
    CHECK_THAT(error_of("[1"), Catch::StartsWith("f.json:1:3: "));
    CHECK_THAT(error_of("{\"a\": 1,\n \"a\": 2}"), Catch::StartsWith("f.json:2:2: "));
    CHECK_THAT(error_of("[1] x"), Catch::StartsWith("f.json:1:5: "));
    CHECK_THAT(error_of(std::string(100'000, '[').c_str()), Catch::StartsWith("f.json:1:"));
}

TEST_CASE("no JSON text whatever ends the process") {
    rc::prop("a value or an error", [](const std::string& text) {
        const auto root = read_located_json(text, "f.json");
        if (!root) RC_ASSERT(root.error().message.starts_with("f.json:"));
    });
    rc::prop("a value or an error, near misses of JSON", [] {
        const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string{
            "{}[]\":,0 1e-.\\u/*tn"}));
        const auto root = read_located_json(text, "f.json");
        if (!root) RC_ASSERT(root.error().message.starts_with("f.json:"));
    });
}

}  // namespace
}  // namespace rowlock
