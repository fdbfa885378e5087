#include "checks/input/deletion_companions.hpp"

#include "tests/unit/checks/input/files.hpp"

namespace rowlock {
namespace {

using test::Folder;
using test::load;
using Names = std::vector<std::string>;

constexpr std::string_view k_schema = R"json({"objects": [
    {"name": "Plan__c"},
    {"name": "Step__c", "fields": [
        {"name": "Plan__c", "type": "reference", "referenceTo": ["Plan__c"], "relationshipOrder": 0}
    ]},
    {"name": "Note__c", "fields": [
        {"name": "Step__c", "type": "reference", "referenceTo": ["Step__c"]}
    ]},
    {"name": "Shop__c"},
    {"name": "Town__c"},
    {"name": "Visit__c", "fields": [
        {"name": "Shop__c", "type": "reference", "referenceTo": ["Shop__c"], "relationshipOrder": 0},
        {"name": "Town__c", "type": "reference", "referenceTo": ["Town__c"], "relationshipOrder": 1}
    ]},
    {"name": "Road__c", "fields": [
        {"name": "From__c", "type": "reference", "referenceTo": ["Town__c"]},
        {"name": "To__c", "type": "reference", "referenceTo": ["Town__c"]}
    ]},
    {"name": "Part__c", "fields": [
        {"name": "Whole__c", "type": "reference", "referenceTo": ["Part__c"]}
    ]},
    {"name": "Boss__c"},
    {"name": "Aide__c", "fields": [
        {"name": "Boss__c", "type": "reference", "referenceTo": ["Boss__c"], "restrictedDelete": true}
    ]}
]})json";

std::shared_ptr<const Schema> schema() {
    const auto loaded = load_schema(k_schema, "schema.json");
    REQUIRE(loaded);
    return *loaded;
}

LockRules rules_for(
    std::shared_ptr<const Schema> schema, const std::map<std::string, bool>& settings = {}
) {
    std::vector<LockRule> rules = standard_lock_rules();
    REQUIRE(apply_settings(settings, rules));
    auto compiled = LockRules::compile(std::move(schema), rules);
    REQUIRE(compiled);
    return *std::move(compiled);
}

Names companions(const std::string& object, bool beside_others = false) {
    const auto model = schema();
    const LockRules rules = rules_for(model);
    return deletion_companions(*model, rules, model->find(object)->number, beside_others);
}

TEST_CASE("children of one parent alone, and theirs, are nobody else's") {
    CHECK(companions("Plan__c").empty());
    CHECK(companions("Note__c").empty());
}

TEST_CASE("children that lock another master as well may meet there") {
    CHECK(companions("Shop__c") == Names{"Visit__c"});
}

TEST_CASE("a row with two references may lose both of them, or be deleted itself") {
    CHECK(companions("Town__c") == Names{"Road__c", "Visit__c"});
    CHECK(companions("Part__c") == Names{"Part__c"});
}

TEST_CASE("rows that lose a reference are nobody's concern if they are not locked") {
    const auto model = schema();
    const LockRules rules = rules_for(model, {{"cleared-references", false}});
    const auto found = [&](const std::string& object, bool beside_others) {
        return deletion_companions(*model, rules, model->find(object)->number, beside_others);
    };
    CHECK(found("Town__c", false) == Names{"Visit__c"});
    CHECK(found("Part__c", false).empty());
    CHECK(found("Plan__c", true) == Names{"Step__c"});
}

TEST_CASE("who forbids a delete is not locked by it") {
    CHECK(companions("Boss__c").empty());
    CHECK(companions("Boss__c", true).empty());
}

TEST_CASE("other loads may want any child") {
    CHECK(companions("Plan__c", true) == Names{"Note__c", "Step__c"});
}

InputRequest deletes(const Folder& folder, const std::string& object, const std::string& text) {
    InputRequest wanted;
    wanted.schema = schema();
    wanted.rules = std::make_shared<const LockRules>(rules_for(wanted.schema));
    wanted.loads.push_back(
        {object, WriteOperation::remove, "", {folder.write("deletes.csv", text)}, {}}
    );
    return wanted;
}

TEST_CASE("a load of deletes leaves its children open, and says of which objects") {
    const Folder folder;
    const std::string text = "Id\na0X000000000001\na0X000000000002\n";
    const auto open = load(deletes(folder, "Town__c", text)).unresolved();
    const auto found = std::find_if(open.begin(), open.end(), [](const Unresolved& each) {
        return each.reason == UnresolvedReason::deletion_companions;
    });
    REQUIRE(found != open.end());
    CHECK(found->object == "Town__c");
    CHECK(found->field == "Road__c, Visit__c");
    CHECK(found->rows == 2);
    for (const Unresolved& each : load(deletes(folder, "Plan__c", text)).unresolved())
        CHECK(each.reason != UnresolvedReason::deletion_companions);
}

}  // namespace
}  // namespace rowlock
