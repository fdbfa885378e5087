#include "checks/report/json_report.hpp"

#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/json.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/report/sample_report.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace rowlock {
namespace {

/// Whether `value` is as the schema says, as far as ours goes: types, members, references,
/// alternatives, fixed words. A member the schema does not name is a fault, too: it is
/// undocumented.
class SchemaCheck {
public:
    explicit SchemaCheck(const Json& root) : root_(root) {}

    bool fits(const Json& value, const Json& schema) const {
        if (schema.contains("$ref")) {
            const auto path = schema["$ref"].get<std::string>().substr(1);
            return fits(value, root_[Json::json_pointer(path)]);
        }
        if (schema.contains("anyOf")) {
            return std::any_of(
                schema["anyOf"].begin(),
                schema["anyOf"].end(),
                [&](const Json& one) { return fits(value, one); }
            );
        }
        if (schema.contains("const")) return value == schema["const"];
        if (schema.contains("enum")) {
            return std::find(schema["enum"].begin(), schema["enum"].end(), value) !=
                   schema["enum"].end();
        }
        return fits_type(value, schema, schema["type"].get<std::string>());
    }

private:
    bool fits_type(const Json& value, const Json& schema, const std::string& type) const {
        if (type == "object") return value.is_object() && members_fit(value, schema);
        if (type == "array") {
            return value.is_array() &&
                   std::all_of(value.begin(), value.end(), [&](const Json& one) {
                       return fits(one, schema["items"]);
                   });
        }
        if (type == "integer") return value.is_number_integer();
        if (type == "number") return value.is_number();
        if (type == "boolean") return value.is_boolean();
        if (type == "null") return value.is_null();
        return value.is_string();
    }

    bool members_fit(const Json& value, const Json& schema) const {
        for (const auto& name : schema["required"]) {
            if (!value.contains(name.get<std::string>())) return false;
        }
        for (const auto& member : value.items()) {
            const auto known = schema["properties"].find(member.key());
            if (known == schema["properties"].end()) return false;
            if (!fits(member.value(), *known)) return false;
        }
        return true;
    }

    const Json& root_;
};

TEST_CASE("the JSON report is what its schema says, member by member") {
    const auto text = read_file("docs/check-report.schema.json", 1'000'000);
    REQUIRE(text);
    const auto schema = parse_json(*text);
    REQUIRE(schema);
    const SchemaCheck check{*schema};
    for (const CheckReport& report : {test::sample_report(), test::clean_report(), CheckReport{}}) {
        const auto json = parse_json(check_report_json(report));
        REQUIRE(json);
        CHECK(check.fits(*json, *schema));
        auto more = *json;
        more["load"]["surprise"] = 1;
        CHECK_FALSE(check.fits(more, *schema));
        auto less = *json;
        less["findings"] = "none";
        CHECK_FALSE(check.fits(less, *schema));
    }
}

TEST_CASE("the JSON report is one object on one line with every part") {
    const std::string text = check_report_json(test::sample_report());
    CHECK(std::count(text.begin(), text.end(), '\n') == 1);
    const auto json = parse_json(text);
    REQUIRE(json);
    CHECK((*json)["schemaVersion"] == 1);
    CHECK((*json)["verdict"] == "unsafe");
    CHECK((*json)["conflicts"]["certain"]["keys"] == 3);
    CHECK((*json)["conflicts"]["certain"]["witnesses"][0]["second"]["line"] == 251);
    CHECK((*json)["windows"][0]["reach"] == 18);
    CHECK((*json)["skew"][0]["histogram"].size() == 5);
    CHECK((*json)["bounds"]["binding"] == "work");
    CHECK((*json)["forecast"]["cells"][3]["failureRate"] == 0.31);
    CHECK((*json)["forecast"]["cells"][3]["method"] == "simulation");
    CHECK((*json)["finished"]["rowsForeign"] == 45);
    CHECK((*json)["finished"]["rowsUndecided"] == 5);
    CHECK((*json)["finished"]["batchesWithoutTimes"] == 2);
    CHECK((*json)["findings"].size() == 3);
    CHECK((*json)["findings"][2]["accepted"] == true);
}

TEST_CASE("parts that were not worked out are null, an endless wait too") {
    CheckReport report = test::sample_report();
    report.components.reset();
    report.bounds.reset();
    report.finished.reset();
    report.hard.pairs.reset();
    report.forecast->lock_wait_seconds = std::numeric_limits<double>::infinity();
    auto json = parse_json(check_report_json(report));
    REQUIRE(json);
    CHECK((*json)["components"].is_null());
    CHECK((*json)["bounds"].is_null());
    CHECK((*json)["finished"].is_null());
    CHECK((*json)["conflicts"]["certain"]["pairs"].is_null());
    CHECK((*json)["forecast"]["lockWaitSeconds"].is_null());
    report.forecast.reset();
    json = parse_json(check_report_json(report));
    REQUIRE(json);
    CHECK((*json)["forecast"].is_null());
}

TEST_CASE("the same report gives the same bytes") {
    CHECK(check_report_json(test::sample_report()) == check_report_json(test::sample_report()));
}

}  // namespace
}  // namespace rowlock
