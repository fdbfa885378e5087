// The JSON Schema for editors, the page for people, the shipped loads and the reader agree.
#include "harness/load/load.hpp"
#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/json.hpp"
#include "tests/support/test.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <set>

namespace rowlock {
namespace {

std::string text_of(const std::string& path) {
    auto text = read_file(path, std::uint64_t{1} << 20);
    REQUIRE(text.has_value());
    return *text;
}

Json json_of(const std::string& path) {
    auto json = parse_json(text_of(path), true);
    REQUIRE(json.has_value());
    return *json;
}

const Json& schema() {
    static const Json k_schema = json_of("docs/load.schema.json");
    return k_schema;
}

const Json& definition(const std::string& name) {
    return name.empty() ? schema() : schema().at("definitions").at(name);
}

/// The part of JSON Schema that load.schema.json uses; patterns are left to editors.
bool is_valid(const Json& value, const Json& rule);

bool has_type(const Json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_number_integer();
    if (type == "boolean") return value.is_boolean();
    REQUIRE(type == "number");
    return value.is_number();
}

bool in_range(const Json& value, const Json& rule, const char* low, const char* high, double size) {
    const double lowest = rule.value(low, -1e300);
    const double highest = rule.value(high, 1e300);
    return !value.is_null() && size >= lowest && size <= highest;
}

bool members_are_valid(const Json& object, const Json& rule) {
    const Json required = rule.value("required", Json::array());
    const bool complete =
        std::all_of(required.begin(), required.end(), [&object](const Json& name) {
            return object.contains(name.get<std::string>());
        });
    const Json properties = rule.value("properties", Json::object());
    const Json additional = rule.value("additionalProperties", Json(true));
    return complete &&
           std::all_of(object.items().begin(), object.items().end(), [&](const auto& member) {
               if (properties.contains(member.key())) {
                   return is_valid(member.value(), properties.at(member.key()));
               }
               return additional.is_boolean() ? additional.get<bool>()
                                              : is_valid(member.value(), additional);
           });
}

bool is_valid(const Json& value, const Json& rule) {
    if (rule.contains("$ref")) {
        const std::string prefix = "#/definitions/";
        return is_valid(
            value, definition(rule.at("$ref").get<std::string>().substr(prefix.size()))
        );
    }
    const auto accepts = [&value](const Json& choice) { return is_valid(value, choice); };
    if (rule.contains("anyOf")) {
        return std::any_of(rule.at("anyOf").begin(), rule.at("anyOf").end(), accepts);
    }
    if (rule.contains("enum")) {
        return std::count(rule.at("enum").begin(), rule.at("enum").end(), value) > 0;
    }
    if (!has_type(value, rule.at("type").get<std::string>())) return false;
    if (value.is_boolean()) return true;
    if (value.is_object()) {
        const auto size = static_cast<double>(value.size());
        return in_range(value, rule, "minProperties", "maxProperties", size) &&
               members_are_valid(value, rule);
    }
    if (value.is_array()) {
        return in_range(value, rule, "minItems", "maxItems", static_cast<double>(value.size())) &&
               std::all_of(value.begin(), value.end(), [&rule](const Json& item) {
                   return is_valid(item, rule.at("items"));
               });
    }
    if (value.is_string()) {
        const auto size = static_cast<double>(value.get_ref<const std::string&>().size());
        return in_range(value, rule, "minLength", "maxLength", size);
    }
    return in_range(value, rule, "minimum", "maximum", value.get<double>());
}

std::set<std::string> member_names(const Json& rule) {
    std::set<std::string> names;
    for (const auto& member : rule.at("properties").items()) names.insert(member.key());
    return names;
}

/// The members the reader knows of an object of that kind: it lists them when it meets a stranger.
std::set<std::string> names_in_hint(const std::string& load_text) {
    const auto load = read_load(load_text, "x");
    REQUIRE_FALSE(load.has_value());
    const std::string& message = load.error().message;
    const auto start = message.find("unknown member \"????????\"");
    INFO(message);
    REQUIRE(start != std::string::npos);
    auto position = message.find("; expected", start);
    const auto end = message.find('\n', start);
    std::set<std::string> names;
    for (;;) {
        const auto open = message.find('"', position);
        if (open >= end) return names;
        const auto close = message.find('"', open + 1);
        names.insert(message.substr(open + 1, close - open - 1));
        position = close + 1;
    }
}

std::string column(const std::string& content) {
    return R"({ "sources": { "s": { "object": "A", "rows": 1, "columns": { "C": )" + content +
           " } } } }";
}

std::string strategy(const std::string& content) {
    return R"({ "load": {}, "strategies": [ { )" + content + " } ] }";
}

TEST_CASE("schema and reader know the same members of every object") {
    const std::string other = R"("????????": 1)";
    const std::pair<const char*, std::string> kinds[] = {
        {"", "{ " + other + " }"},
        {"generatedSource", R"({ "sources": { "s": { )" + other + " } } }"},
        {"fileSource", R"({ "sources": { "s": { "file": "f", )" + other + " } } }"},
        {"dateColumn", column(R"({ "date": "", )" + other + " }")},
        {"numberColumn", column(R"({ "number": 1, )" + other + " }")},
        {"choiceColumn", column(R"({ "oneOf": 1, )" + other + " }")},
        {"parentColumn", column(R"({ "parent": "s", )" + other + " }")},
        {"pickLaw", column(R"({ "parent": "s", "pick": { )" + other + " } }")},
        {"hot", column(R"({ "parent": "s", "pick": { "hot": { )" + other + " } } }")},
        {"setupStep", R"({ "setup": [ { )" + other + " } ] }"},
        {"fault", R"({ "faults": [ { )" + other + " } ] }"},
        {"foreignWriter", R"({ "foreignWriters": [ { )" + other + " } ] }"},
        {"load", R"({ "load": { )" + other + " } }"},
        {"intervalLaw", R"({ "load": { "interval": { )" + other + " } } }"},
        {"orderBy", R"({ "load": { "order": { )" + other + " } } }"},
        {"orderPlan", R"({ "load": { "order": { "plan": "p", )" + other + " } } }"},
        {"retry", R"({ "load": { "retry": { )" + other + " } } }"},
        {"strategy", strategy(other)},
        {"limits", R"({ "limits": { )" + other + " } }"},
        {"overrides", strategy(R"("overrides": { )" + other + " }")},
        {"reported", strategy(R"("reported": { )" + other + " }")},
        {"expect", R"({ "load": {}, "expect": { )" + other + " } }"},
    };
    std::size_t objects = 0;
    for (const auto& [name, text] : kinds) {
        INFO(name);
        auto known = names_in_hint(text);
        // Asked for only to be refused, or to tell one kind of object from another.
        const std::string_view kind = name;
        if (kind == "setupStep") known.erase("rows");
        if (kind == "setupStep") known.erase("partitionRows");
        if (kind == "generatedSource") known.erase("file");
        if (kind == "orderBy") known.erase("plan");
        CHECK(known == member_names(definition(name)));
        ++objects;
    }
    const Json& definitions = schema().at("definitions");
    const auto with_members =
        std::count_if(definitions.begin(), definitions.end(), [](const Json& rule) {
            return rule.contains("properties");
        });
    CHECK(objects == static_cast<std::size_t>(with_members) + 1);
}

TEST_CASE("the shipped loads are valid and stay so in the reader's eyes") {
    std::size_t loads = 0;
    for (const auto& entry : std::filesystem::directory_iterator("fixtures/loads")) {
        if (entry.path().extension() != ".json") continue;
        INFO(entry.path());
        const Json load = json_of(entry.path().string());
        CHECK(is_valid(load, schema()));
        CHECK(read_load(load.dump(), entry.path().string()).has_value());
        ++loads;
    }
    CHECK(loads >= 2);
}

TEST_CASE("the schema refuses what the reader refuses") {
    const Json good = json_of("fixtures/loads/small.json");
    const auto check_change = [&good](const char* pointer, const Json& value) {
        INFO(pointer);
        Json changed = good;
        changed[Json::json_pointer(pointer)] = value;
        CHECK_FALSE(is_valid(changed, schema()));
        CHECK_FALSE(read_load(changed.dump(), "x").has_value());
    };
    check_change("/nmae", "x");
    check_change("/name", "");
    check_change("/seed", -1);
    check_change("/sources", Json::object());
    check_change("/sources/accounts/rows", 0);
    check_change("/sources/accounts/columns/Name", 5);
    check_change("/sources/opportunities/columns/AccountId/pick", "nearest");
    check_change("/sources/opportunities/columns/Amount/number", Json::array({1}));
    check_change("/faults", Json::array({Json::object({{"name", "x"}})}));
    check_change("/faults", Json::array({Json::object({{"name", "x"}, {"kind", "worse"}})}));
    check_change("/foreignWriters", Json::array({Json::object({{"name", "x"}})}));
    check_change(
        "/foreignWriters", Json::array({Json::object({{"name", "x"}, {"kind", "ghost"}})})
    );
    check_change("/load/batchRows", 0);
    check_change("/load/api", "soap");
    check_change("/load/interval/jitter", 2);
    check_change("/load/order", "sorted");
    check_change("/setup/0/rows", 5);
    check_change("/strategies", Json::array());
    check_change("/strategies/1/overrides/bulk2Serial", "maybe");
    check_change("/unknownIds", "maybe");
    check_change("/limits", Json{{"batches-per-day", -1}});
    check_change("/limits", Json{{"batches-a-day", 1}});
    check_change("/strategies/2/overrides/order/keepTogether", 1);
    check_change("/strategies/4/overrides/retry/times", 101);
    check_change("/expect", Json{{"failedPercentAtMost", 101}});
}

TEST_CASE("the page for people names every member") {
    const std::string page = text_of("docs/load-file.md");
    std::set<std::string> names = member_names(schema());
    for (const Json& rule : schema().at("definitions")) {
        if (rule.contains("properties")) names.merge(member_names(rule));
    }
    for (const std::string& name : names) {
        INFO(name);
        const bool named = page.find("`" + name + "`") != std::string::npos ||
                           page.find("\"" + name + "\"") != std::string::npos;
        CHECK(named);
    }
}

TEST_CASE("the first file of the page is a load") {
    const std::string page = text_of("docs/load-file.md");
    const auto start = page.find("```json\n{") + 8;
    const auto load = read_load(page.substr(start, page.find("```", start) - start), "x");
    INFO((load ? std::string{} : load.error().message));
    CHECK(load.has_value());
}

}  // namespace
}  // namespace rowlock
