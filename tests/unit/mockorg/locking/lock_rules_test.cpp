#include "mockorg/locking/lock_rules.hpp"

#include "mockorg/schema/schema_loader.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/locking/fake_records.hpp"

namespace rowlock {
namespace {

using Catch::Matchers::Contains;
using test::FakeOrg;
using Names = std::vector<std::string>;

/// Kinds of relationships side by side: Invoice__c has a master and one lookup of each kind.
std::shared_ptr<const Schema> schema() {
    static const std::shared_ptr<const Schema> loaded = [] {
        const auto result = load_schema(
            R"({"objects": [
            {"name": "Invoice__c", "fields": [
                {"name": "Status__c", "type": "string"},
                {"name": "Shop__c", "type": "reference", "referenceTo": ["Shop__c"], "relationshipOrder": 0},
                {"name": "Strict__c", "type": "reference", "referenceTo": ["Shop__c"], "restrictedDelete": true},
                {"name": "Along__c", "type": "reference", "referenceTo": ["Shop__c"], "cascadeDelete": true},
                {"name": "Loose__c", "type": "reference", "referenceTo": ["Shop__c"]},
                {"name": "Any__c", "type": "reference", "referenceTo": ["Region__c", "Shop__c"]}
            ]},
            {"name": "Shop__c", "fields": [
                {"name": "Region__c", "type": "reference", "referenceTo": ["Region__c"], "restrictedDelete": true}
            ]},
            {"name": "Region__c", "fields": []}
        ]})",
            "test.json"
        );
        if (!result) FAIL(result.error().message);
        return *result;
    }();
    return loaded;
}

LockRule relation_rule(LockRule::Relation relation, std::vector<WriteKind> operations) {
    LockRule rule;
    rule.id = text_of(relation);
    rule.relation = relation;
    rule.operations = std::move(operations);
    return rule;
}

const std::vector<WriteKind> k_all{WriteKind::insert, WriteKind::update, WriteKind::remove};

LockRule path_rule(std::string path, std::vector<WriteKind> operations = k_all) {
    LockRule rule;
    rule.id = path;
    rule.object = "Invoice__c";
    rule.path = std::move(path);
    rule.operations = std::move(operations);
    return rule;
}

std::string fault(const LockRule& rule) {
    const auto compiled = LockRules::compile(schema(), std::vector{rule});
    REQUIRE_FALSE(compiled.has_value());
    CHECK(compiled.error().code == ErrorCode::bad_configuration);
    CHECK_THAT(compiled.error().message, Contains("lock rule \"" + rule.id + "\": "));
    return compiled.error().message;
}

TEST_CASE("a self rule locks the row that is written") {
    const FakeOrg org{
        schema(),
        {relation_rule(LockRule::Relation::self, {WriteKind::update, WriteKind::remove})}};
    CHECK(org.insert("Invoice__c", {}).empty());
    CHECK(org.names(org.update("Invoice__c", {}, {})) == Names{"Invoice__c 99"});
    CHECK(org.names(org.remove("Account", {})) == Names{"Account 99"});
}

TEST_CASE("a relation rule speaks of references of its kind only") {
    const auto [relation, target] = GENERATE(table<LockRule::Relation, std::string>({
        {LockRule::Relation::master_detail, "Shop__c 1"},
        {LockRule::Relation::lookup_restrict, "Shop__c 2"},
        {LockRule::Relation::lookup_cascade, "Shop__c 3"},
        {LockRule::Relation::lookup_clear, "Shop__c 4"},
    }));
    const FakeOrg org{schema(), {relation_rule(relation, k_all)}};
    const test::FakeValues row{
        {"Shop__c", org.reference("Shop__c", 1)},
        {"Strict__c", org.reference("Shop__c", 2)},
        {"Along__c", org.reference("Shop__c", 3)},
        {"Loose__c", org.reference("Shop__c", 4)},
    };
    CHECK(org.names(org.insert("Invoice__c", row)) == Names{target});
    CHECK(org.names(org.update("Invoice__c", row, row)) == Names{target});
    CHECK(org.names(org.remove("Invoice__c", row)) == Names{target});
}

TEST_CASE("excepted fields lock nothing") {
    LockRule rule = relation_rule(LockRule::Relation::lookup_clear, k_all);
    rule.except = {"*.OwnerId", "*.CreatedById", "*.LastModifiedById", "invoice__c.loose__c"};
    const FakeOrg org{schema(), {rule}};
    const test::FakeValues row{
        {"Loose__c", org.reference("Shop__c", 4)},
        {"Any__c", org.reference("Region__c", 5)},
        {"CreatedById", org.reference("User", 6)},
    };
    CHECK(org.names(org.insert("Invoice__c", row)) == Names{"Region__c 5"});
    rule.except = {"Invoice__c.*"};
    CHECK_FALSE(FakeOrg{schema(), {rule}}.rules().locks_anything(
        org.record("Invoice__c", 0).object, WriteKind::insert
    ));
}

TEST_CASE("an update locks the new target, and the old one when it is left") {
    const FakeOrg org{schema(), {path_rule("Loose__r", {WriteKind::update})}};
    const test::FakeValues one{{"Loose__c", org.reference("Shop__c", 1)}};
    const test::FakeValues two{{"Loose__c", org.reference("Shop__c", 2)}};
    CHECK(org.names(org.update("Invoice__c", one, two)) == Names{"Shop__c 1", "Shop__c 2"});
    CHECK(org.names(org.update("Invoice__c", one, one)) == Names{"Shop__c 1"});
    CHECK(org.update("Invoice__c", one, one).size() == 1);
    CHECK(org.names(org.update("Invoice__c", one, {})) == Names{"Shop__c 1"});
    CHECK(org.names(org.update("Invoice__c", {}, two)) == Names{"Shop__c 2"});
    CHECK(org.update("Invoice__c", {}, {}).empty());
    CHECK(org.insert("Invoice__c", one).empty());
}

TEST_CASE("only_if_changed lets an update that leaves the reference alone go free, and nothing else"
) {
    LockRule rule = path_rule("Loose__r");
    rule.only_if_changed = true;
    const FakeOrg org{schema(), {rule}};
    const test::FakeValues one{{"Loose__c", org.reference("Shop__c", 1)}};
    const test::FakeValues two{{"Loose__c", org.reference("Shop__c", 2)}};
    CHECK(org.update("Invoice__c", one, one).empty());
    CHECK(org.names(org.update("Invoice__c", one, two)) == Names{"Shop__c 1", "Shop__c 2"});
    CHECK(org.names(org.update("Invoice__c", one, {})) == Names{"Shop__c 1"});
    CHECK(org.names(org.insert("Invoice__c", one)) == Names{"Shop__c 1"});
    CHECK(org.names(org.remove("Invoice__c", one)) == Names{"Shop__c 1"});
}

TEST_CASE("where the stored row is not known, references count as changed") {
    LockRule rule = path_rule("Loose__r");
    rule.only_if_changed = true;
    const FakeOrg org{schema(), {rule}};
    CHECK(
        org.names(org.blind_update("Invoice__c", {{"Loose__c", org.reference("Shop__c", 1)}})) ==
        Names{"Shop__c 1"}
    );
    CHECK(org.blind_update("Invoice__c", {}).empty());
}

TEST_CASE("a longer path is walked through the records, both before and after") {
    FakeOrg org{schema(), {path_rule("Loose__r.Region__r")}};
    org.put("Shop__c", 1, {{"Region__c", org.reference("Region__c", 10)}});
    org.put("Shop__c", 2, {{"Region__c", org.reference("Region__c", 20)}});
    const test::FakeValues one{{"Loose__c", org.reference("Shop__c", 1)}};
    const test::FakeValues two{{"Loose__c", org.reference("Shop__c", 2)}};
    CHECK(org.names(org.insert("Invoice__c", one)) == Names{"Region__c 10"});
    CHECK(org.names(org.update("Invoice__c", one, two)) == Names{"Region__c 10", "Region__c 20"});
    CHECK(org.names(org.remove("Invoice__c", two)) == Names{"Region__c 20"});
    CHECK(org.insert("Invoice__c", {{"Loose__c", org.reference("Shop__c", 3)}}).empty());
}

TEST_CASE("a polymorphic step goes on from the objects that have the next one") {
    FakeOrg org{schema(), {path_rule("Any__r.Region__r")}};
    org.put("Shop__c", 1, {{"Region__c", org.reference("Region__c", 10)}});
    CHECK(
        org.names(org.insert("Invoice__c", {{"Any__c", org.reference("Shop__c", 1)}})) ==
        Names{"Region__c 10"}
    );
    CHECK(org.insert("Invoice__c", {{"Any__c", org.reference("Region__c", 1)}}).empty());
}

TEST_CASE("a step can be called by the object that a custom one is a child of") {
    FakeOrg org{schema(), {path_rule("Any__r.^Region__c")}};
    org.put("Shop__c", 1, {{"Region__c", org.reference("Region__c", 10)}});
    const test::FakeValues shop{{"Any__c", org.reference("Shop__c", 1)}};
    const test::FakeValues region{{"Any__c", org.reference("Region__c", 1)}};
    CHECK(org.names(org.insert("Invoice__c", shop)) == Names{"Region__c 10"});
    CHECK(
        org.names(org.update("Invoice__c", shop, region)) ==
        org.names(org.remove("Invoice__c", shop))
    );
    CHECK(org.insert("Invoice__c", region).empty());
}

TEST_CASE("a path that no object of the schema leads along locks nothing") {
    const FakeOrg org{schema(), {path_rule("Loose__r.^Account")}};
    CHECK_FALSE(org.rules().locks_anything(org.record("Invoice__c", 0).object, WriteKind::insert));
    CHECK_THAT(
        fault(path_rule("Loose__r.^Nothing__c")),
        Contains("path: \"^Nothing__c\": no object \"Nothing__c\"")
    );
    CHECK_THAT(fault(path_rule("Loose__r.^")), Contains("empty step"));
}

TEST_CASE("a condition is about the row as it will be, or as it was for a delete") {
    LockRule first = path_rule("Loose__r");
    first.condition = "Status__c = 'Open'";
    LockRule second = path_rule("Along__r");
    second.condition = first.condition;
    LockRule third = path_rule("Strict__r");
    third.condition = "Status__c != 'Open'";
    const FakeOrg org{schema(), {first, second, third}};
    test::FakeValues open{
        {"Loose__c", org.reference("Shop__c", 1)},
        {"Along__c", org.reference("Shop__c", 2)},
        {"Strict__c", org.reference("Shop__c", 3)},
        {"Status__c", Value::of_text("Open")},
    };
    test::FakeValues closed = open;
    closed["Status__c"] = Value::of_text("Closed");
    const Names if_open{"Shop__c 1", "Shop__c 2"};
    const Names if_closed{"Shop__c 3"};
    CHECK(org.names(org.insert("Invoice__c", open)) == if_open);
    CHECK(org.names(org.insert("Invoice__c", closed)) == if_closed);
    CHECK(org.names(org.update("Invoice__c", closed, open)) == if_open);
    CHECK(org.names(org.update("Invoice__c", open, closed)) == if_closed);
    CHECK(org.names(org.remove("Invoice__c", open)) == if_open);
    CHECK(org.names(org.remove("Invoice__c", closed)) == if_closed);
}

TEST_CASE("rules that may lock count when asked for") {
    LockRule rule = path_rule("Loose__r");
    rule.strength = LockStrength::may;
    const FakeOrg org{schema(), {rule, path_rule("Along__r")}};
    const test::FakeValues row{
        {"Loose__c", org.reference("Shop__c", 1)},
        {"Along__c", org.reference("Shop__c", 2)},
    };
    CHECK(org.names(org.insert("Invoice__c", row)) == Names{"Shop__c 2"});
    CHECK(org.names(org.insert("Invoice__c", row, true)) == Names{"Shop__c 1", "Shop__c 2"});
}

TEST_CASE("a later rule of the same id takes the place of the earlier one") {
    LockRule off = path_rule("Loose__r");
    off.operations.clear();
    LockRule moved = path_rule("Strict__r");
    moved.id = "Along__r";
    const std::vector<LockRule> rules{path_rule("Loose__r"), path_rule("Along__r"), off, moved};
    const FakeOrg org{schema(), rules};
    REQUIRE(org.rules().rules().size() == 2);
    CHECK(org.rules().rules()[0].id == "Loose__r");
    CHECK(org.rules().rules()[1].path == "Strict__r");
    const test::FakeValues row{
        {"Loose__c", org.reference("Shop__c", 1)},
        {"Along__c", org.reference("Shop__c", 2)},
        {"Strict__c", org.reference("Shop__c", 3)},
    };
    CHECK(org.names(org.insert("Invoice__c", row)) == Names{"Shop__c 3"});
}

TEST_CASE("rules about objects that do not exist here are left out") {
    LockRule rule = path_rule("Nowhere");
    rule.object = "Rocket__c";
    const FakeOrg org{schema(), {rule, path_rule("Loose__r")}};
    REQUIRE(org.rules().rules().size() == 1);
    CHECK(org.rules().rules()[0].id == "Loose__r");
}

TEST_CASE("locks_anything says whether a kind of write can lock at all") {
    const FakeOrg org{schema(), {path_rule("Loose__r", {WriteKind::update})}};
    const ObjectNo invoice = org.record("Invoice__c", 0).object;
    CHECK(org.rules().locks_anything(invoice, WriteKind::update));
    CHECK_FALSE(org.rules().locks_anything(invoice, WriteKind::insert));
    CHECK_FALSE(org.rules().locks_anything(org.record("Account", 0).object, WriteKind::update));
}

TEST_CASE("rules that do not fit the schema are named") {
    CHECK_THAT(
        fault(path_rule("Nowhere__r")),
        Contains("path: no relationship \"Nowhere__r\" on Invoice__c")
    );
    CHECK_THAT(
        fault(path_rule("Loose__c")),
        Contains("\"Loose__c\" is a field; its relationship is called \"Loose__r\"")
    );
    CHECK_THAT(
        fault(path_rule("Any__r.Loose__r")),
        Contains("path: no relationship \"Loose__r\" on Shop__c, Region__c")
    );
    LockRule unknown_field = path_rule("Loose__r");
    unknown_field.condition = "Colour__c = 'red'";
    CHECK_THAT(fault(unknown_field), Contains("condition: "));
    LockRule no_condition = path_rule("Loose__r");
    no_condition.condition = "Status__c =";
    CHECK_THAT(fault(no_condition), Contains("condition: "));
    LockRule senseless = path_rule("Loose__r");
    senseless.except = {"*.A"};
    CHECK_THAT(fault(senseless), Contains("\"except\""));
}

TEST_CASE("parents come before children in lock order, whatever their numbers") {
    const FakeOrg org{schema(), {path_rule("Any__r.Region__r"), path_rule("Loose__r", {})}};
    const auto key = [&](std::string_view object, std::uint32_t row) {
        return org.rules().key_of(org.record(object, row));
    };
    REQUIRE(org.record("Invoice__c", 0) < org.record("Shop__c", 0));
    REQUIRE(org.record("Shop__c", 0) < org.record("Region__c", 0));
    CHECK(key("Region__c", 4'000'000'000) < key("Shop__c", 0));
    CHECK(key("Shop__c", 4'000'000'000) < key("Invoice__c", 0));
    CHECK(key("Shop__c", 1) < key("Shop__c", 2));
}

TEST_CASE("relation rules count for lock order, too, unless they are off") {
    const auto relation = LockRule::Relation::master_detail;
    const FakeOrg on{schema(), {relation_rule(relation, {WriteKind::insert})}};
    const FakeOrg off{schema(), {relation_rule(relation, {})}};
    const RecordHandle shop = on.record("Shop__c", 0);
    const RecordHandle invoice = on.record("Invoice__c", 0);
    CHECK(on.rules().key_of(shop) < on.rules().key_of(invoice));
    CHECK(off.rules().key_of(invoice) < off.rules().key_of(shop));
}

/// A value that is null, or a reference to one of a few shops.
rc::Gen<Value> some_shop(const FakeOrg& org) {
    return rc::gen::map(rc::gen::inRange(0U, 4U), [&org](std::uint32_t row) {
        return row == 0 ? Value::of_null() : org.reference("Shop__c", row);
    });
}

std::set<RecordHandle> records(const std::vector<WantedLock>& wanted) {
    std::set<RecordHandle> result;
    for (const WantedLock& lock : wanted) result.insert(lock.key.record());
    return result;
}

TEST_CASE(
    "an update locks what deleting the old row and inserting the new one would, less what stays"
) {
    LockRule always = path_rule("Along__r");
    LockRule changed = path_rule("Strict__r");
    changed.only_if_changed = true;
    const FakeOrg org{schema(), {always, changed}};
    rc::prop("set of keys", [&] {
        const test::FakeValues before{
            {"Along__c", *some_shop(org)}, {"Strict__c", *some_shop(org)}};
        const test::FakeValues after{{"Along__c", *some_shop(org)}, {"Strict__c", *some_shop(org)}};
        std::set<RecordHandle> expected =
            records(org.remove("Invoice__c", {{"Along__c", before.at("Along__c")}}));
        expected.merge(records(org.insert("Invoice__c", {{"Along__c", after.at("Along__c")}})));
        const Value old_strict = before.at("Strict__c");
        const Value new_strict = after.at("Strict__c");
        const bool same = old_strict.is_null()
                              ? new_strict.is_null()
                              : !new_strict.is_null() && old_strict.record == new_strict.record;
        if (!same && !old_strict.is_null()) expected.insert(old_strict.record);
        if (!same && !new_strict.is_null()) expected.insert(new_strict.record);
        RC_ASSERT(records(org.update("Invoice__c", before, after)) == expected);
    });
}

}  // namespace
}  // namespace rowlock
