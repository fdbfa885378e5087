#include "tests/unit/harness/batcher/json_shape.hpp"

#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/json.hpp"
#include "tests/support/test.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace rowlock::test {
namespace {

bool is_of_type(const Json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "integer") return value.is_number_integer();
    return type == "null" && value.is_null();
}

void check_value(const Json& value, const Json& rule) {
    if (rule.contains("const")) CHECK(value == rule.at("const"));
    if (rule.contains("enum")) {
        const Json& words = rule.at("enum");
        CHECK(std::find(words.begin(), words.end(), value) != words.end());
    }
    if (!rule.contains("type")) return;
    const Json& types = rule.at("type");
    const Json list = types.is_array() ? types : Json::array({types});
    CHECK(std::any_of(list.begin(), list.end(), [&value](const Json& type) {
        return is_of_type(value, type.get<std::string>());
    }));
}

void check_shape(const Json& value, const Json& rule, const Json& root, const std::string& where) {
    INFO(where);
    if (rule.contains("$ref")) {
        const std::string name = rule.at("$ref").get<std::string>().substr(14);
        return check_shape(value, root.at("definitions").at(name), root, where);
    }
    check_value(value, rule);
    if (value.is_array() && rule.contains("items")) {
        for (const Json& item : value) check_shape(item, rule.at("items"), root, where + "[]");
    }
    if (!value.is_object()) return;
    for (const Json& name : rule.value("required", Json::array())) {
        CHECK(value.contains(name.get<std::string>()));
    }
    for (const auto& [name, member] : value.items()) {
        INFO(name);
        REQUIRE(rule.at("properties").contains(name));
        check_shape(member, rule.at("properties").at(name), root, where + "." + name);
    }
}

}  // namespace

void check_json_shape(const std::string& json, const std::string& schema_file) {
    const auto value = parse_json(json);
    REQUIRE(value);
    const auto text = read_file(schema_file, 1'000'000);
    REQUIRE(text);
    const auto schema = parse_json(*text);
    REQUIRE(schema);
    check_shape(*value, *schema, *schema, "report");
}

}  // namespace rowlock::test
