#include "mockorg/schema/member_reader.hpp"

#include "tests/support/test.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

TEST_CASE("absent and null members leave their variable alone") {
    const Json json = Json::parse(R"({"label": null})");
    MemberReader members{json, "thing"};
    std::string label = "before";
    bool unique = true;
    members.read("label", label);
    members.read("unique", unique);
    CHECK(label == "before");
    CHECK(unique);
    CHECK_FALSE(members.has("label"));
    CHECK(members.outcome().has_value());
}

TEST_CASE("the first wrong member is the one reported") {
    const Json json = Json::parse(R"({"a": 1, "b": 2})");
    MemberReader members{json, "thing"};
    bool flag = false;
    std::string text;
    members.read("a", flag);
    members.read("b", text);
    REQUIRE_FALSE(members.outcome().has_value());
    CHECK(members.outcome().error().message == "thing: 'a' must be true or false");
}

TEST_CASE("whole numbers are taken up to their limit") {
    const Json json = Json::parse(R"({"small": 255, "large": 256})");
    MemberReader members{json, "thing"};
    std::uint8_t value = 0;
    members.read("small", value);
    CHECK(value == 255);
    CHECK(members.outcome().has_value());
    members.read("large", value);
    CHECK(value == 255);
    CHECK_FALSE(members.outcome().has_value());
}

TEST_CASE("what is no object is reported and reads as empty") {
    const Json json = Json::parse("[1]");
    MemberReader members{json, "thing"};
    CHECK(members.find("a") == nullptr);
    CHECK(members.outcome().error().message == "thing: must be a JSON object");
}

TEST_CASE("unknown members are named") {
    const Json json = Json::parse(R"({"name": 1, "nmae": 2})");
    MemberReader members{json, "thing"};
    members.refuse_unknown({"name"});
    CHECK(members.outcome().error().message == "thing: unknown member 'nmae'");
}

}  // namespace
}  // namespace rowlock
