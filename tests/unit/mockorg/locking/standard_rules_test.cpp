#include "mockorg/locking/lock_rule.hpp"
#include "mockorg/schema/schema_loader.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/locking/fake_records.hpp"

#include <fstream>
#include <iterator>
#include <set>

// What the shipped rules lock, one line per case. Every rule has a case in which it locks.

namespace rowlock {
namespace {

using test::FakeOrg;
using test::FakeValues;
using Names = std::vector<std::string>;

/// The standard objects and one object with a reference of each kind.
std::shared_ptr<const Schema> schema() {
    const auto result = load_schema(
        R"({"objects": [{"name": "Visit__c", "fields": [
            {"name": "Master__c", "type": "reference", "referenceTo": ["Account"], "relationshipOrder": 0},
            {"name": "Strict__c", "type": "reference", "referenceTo": ["Account"], "restrictedDelete": true},
            {"name": "Along__c", "type": "reference", "referenceTo": ["Account"], "cascadeDelete": true},
            {"name": "Loose__c", "type": "reference", "referenceTo": ["Account"]}
        ]}]})",
        "test.json"
    );
    if (!result) FAIL(result.error().message);
    return *result;
}

/// Contact 1, Opportunity 1 and Case 1 belong to Account 10, Contact 2 and Opportunity 2 to
/// Account 20.
FakeOrg standard_org() {
    FakeOrg org{schema(), standard_lock_rules()};
    org.put("Contact", 1, {{"AccountId", org.reference("Account", 10)}});
    org.put("Contact", 2, {{"AccountId", org.reference("Account", 20)}});
    org.put("Opportunity", 1, {{"AccountId", org.reference("Account", 10)}});
    org.put("Opportunity", 2, {{"AccountId", org.reference("Account", 20)}});
    return org;
}

/// `Account 7` as a reference.
Value target(const FakeOrg& org, const std::string& name) {
    const std::size_t space = name.find(' ');
    return org.reference(
        name.substr(0, space), static_cast<std::uint32_t>(std::stoul(name.substr(space + 1)))
    );
}

using References = std::map<std::string, std::string>;

FakeValues row(const FakeOrg& org, const References& references) {
    FakeValues values;
    for (const auto& [field, name] : references) values[field] = target(org, name);
    return values;
}

/// A write and what one rule locks because of it.
struct Case {
    std::string rule;
    WriteKind kind;
    std::string object;
    References before;
    References after;
    Names locked;
};

constexpr auto k_insert = WriteKind::insert;
constexpr auto k_update = WriteKind::update;
constexpr auto k_remove = WriteKind::remove;

// clang-format off
const std::vector<Case> k_cases{
    {"self", k_update, "Account", {}, {}, {"Account 99"}},
    {"self", k_remove, "Visit__c", {}, {}, {"Visit__c 99"}},
    {"self", k_insert, "Account", {}, {}, {}},

    {"opportunity.account.insert", k_insert, "Opportunity", {}, {{"AccountId", "Account 1"}}, {"Account 1"}},
    {"opportunity.account.insert", k_insert, "Opportunity", {}, {}, {}},
    {"opportunity.account.reparent", k_update, "Opportunity", {{"AccountId", "Account 1"}}, {{"AccountId", "Account 2"}}, {"Account 1", "Account 2"}},
    {"opportunity.account.reparent", k_update, "Opportunity", {{"AccountId", "Account 1"}}, {{"AccountId", "Account 1"}}, {}},
    {"opportunity.account.update", k_update, "Opportunity", {{"AccountId", "Account 1"}}, {{"AccountId", "Account 1"}}, {"Account 1"}},
    {"opportunity.account.delete", k_remove, "Opportunity", {{"AccountId", "Account 1"}}, {}, {"Account 1"}},

    {"contact.account", k_insert, "Contact", {}, {{"AccountId", "Account 1"}}, {"Account 1"}},
    {"contact.account", k_update, "Contact", {{"AccountId", "Account 1"}}, {{"AccountId", "Account 1"}}, {"Account 1"}},
    {"contact.account", k_remove, "Contact", {{"AccountId", "Account 1"}}, {}, {"Account 1"}},
    {"case.account", k_insert, "Case", {}, {{"AccountId", "Account 1"}}, {"Account 1"}},
    {"case.account", k_update, "Case", {{"AccountId", "Account 1"}}, {}, {"Account 1"}},
    {"case.contact", k_insert, "Case", {}, {{"ContactId", "Contact 1"}}, {"Contact 1"}},
    {"case.contact", k_remove, "Case", {{"ContactId", "Contact 1"}}, {}, {"Contact 1"}},

    {"task.who", k_update, "Task", {{"WhoId", "Contact 1"}}, {{"WhoId", "Contact 1"}}, {"Contact 1"}},
    {"task.who", k_remove, "Task", {{"WhoId", "Lead 3"}}, {}, {"Lead 3"}},
    {"task.what", k_update, "Task", {{"WhatId", "Case 1"}}, {{"WhatId", "Account 2"}}, {"Account 2", "Case 1"}},
    {"task.account", k_remove, "Task", {{"AccountId", "Account 1"}}, {}, {"Account 1"}},
    {"task.who.account", k_update, "Task", {{"WhoId", "Contact 1"}}, {{"WhoId", "Contact 2"}}, {"Account 10", "Account 20"}},
    {"task.who.account", k_remove, "Task", {{"WhoId", "Lead 3"}}, {}, {}},
    {"task.what.account", k_remove, "Task", {{"WhatId", "Opportunity 2"}}, {}, {"Account 20"}},
    {"task.what.account", k_remove, "Task", {{"WhatId", "Account 2"}}, {}, {}},

    {"event.who", k_insert, "Event", {}, {{"WhoId", "Contact 1"}}, {"Contact 1"}},
    {"event.what", k_insert, "Event", {}, {{"WhatId", "Opportunity 1"}}, {"Opportunity 1"}},
    {"event.account", k_update, "Event", {}, {{"AccountId", "Account 1"}}, {"Account 1"}},
    {"event.who.account", k_remove, "Event", {{"WhoId", "Contact 1"}}, {}, {"Account 10"}},
    {"event.what.account", k_insert, "Event", {}, {{"WhatId", "Opportunity 1"}}, {"Account 10"}},

    {"opportunity-line-item.opportunity", k_insert, "OpportunityLineItem", {}, {{"OpportunityId", "Opportunity 1"}}, {"Opportunity 1"}},
    {"opportunity-line-item.account", k_remove, "OpportunityLineItem", {{"OpportunityId", "Opportunity 2"}}, {}, {"Account 20"}},
    {"campaign-member.campaign", k_insert, "CampaignMember", {}, {{"CampaignId", "Campaign 1"}}, {"Campaign 1"}},
    {"campaign-member.lead", k_update, "CampaignMember", {{"LeadId", "Lead 1"}}, {{"LeadId", "Lead 1"}}, {"Lead 1"}},
    {"campaign-member.contact", k_remove, "CampaignMember", {{"ContactId", "Contact 1"}}, {}, {"Contact 1"}},
    {"account.parent", k_insert, "Account", {}, {{"ParentId", "Account 1"}}, {"Account 1"}},

    {"master-detail", k_insert, "Visit__c", {}, {{"Master__c", "Account 1"}}, {"Account 1"}},
    {"master-detail", k_update, "Visit__c", {{"Master__c", "Account 1"}}, {{"Master__c", "Account 2"}}, {"Account 1", "Account 2"}},
    {"master-detail", k_update, "Visit__c", {{"Master__c", "Account 1"}}, {{"Master__c", "Account 1"}}, {}},
    {"master-detail", k_remove, "Visit__c", {{"Master__c", "Account 1"}}, {}, {"Account 1"}},
    {"master-detail.update", k_update, "Visit__c", {{"Master__c", "Account 1"}}, {{"Master__c", "Account 1"}}, {"Account 1"}},
    {"lookup-restrict", k_insert, "Visit__c", {}, {{"Strict__c", "Account 1"}}, {"Account 1"}},
    {"lookup-restrict", k_update, "Visit__c", {{"Strict__c", "Account 1"}}, {{"Strict__c", "Account 1"}}, {}},
    {"lookup-restrict", k_insert, "Case", {}, {{"AccountId", "Account 1"}}, {}},
    {"lookup-restrict.update", k_update, "Visit__c", {{"Strict__c", "Account 1"}}, {{"Strict__c", "Account 1"}}, {"Account 1"}},
    {"lookup-cascade", k_remove, "Visit__c", {{"Along__c", "Account 1"}}, {}, {"Account 1"}},
    {"lookup-cascade", k_insert, "OpportunityContactRole", {}, {{"ContactId", "Contact 1"}, {"OpportunityId", "Opportunity 1"}}, {"Contact 1", "Opportunity 1"}},
    {"lookup-cascade", k_insert, "Task", {}, {{"WhoId", "Contact 1"}, {"WhatId", "Account 1"}}, {}},
    {"lookup-cascade.update", k_update, "Visit__c", {{"Along__c", "Account 1"}}, {{"Along__c", "Account 1"}}, {"Account 1"}},
    {"lookup-clear", k_insert, "Visit__c", {}, {{"Loose__c", "Account 1"}}, {}},
};

// clang-format on

TEST_CASE("each shipped rule locks what its line says") {
    const FakeOrg org = standard_org();
    for (const Case& line : k_cases) {
        INFO(line.rule << ": " << text_of(line.kind) << " of " << line.object);
        const FakeValues before = row(org, line.before);
        const FakeValues after = row(org, line.after);
        std::vector<WantedLock> wanted;
        if (line.kind == k_insert) wanted = org.insert(line.object, after, true);
        if (line.kind == k_update) wanted = org.update(line.object, before, after, true);
        if (line.kind == k_remove) wanted = org.remove(line.object, before, true);
        CHECK(org.names(wanted, line.rule) == line.locked);
    }
}

TEST_CASE("inserting a task locks only if it is completed and has a due date") {
    const FakeOrg org = standard_org();
    FakeValues task{
        {"WhoId", org.reference("Contact", 1)},
        {"WhatId", org.reference("Opportunity", 2)},
        {"AccountId", org.reference("Account", 30)},
        {"Status", Value::of_text("Completed")},
        {"ActivityDate", Value::of_date(20'000)},
    };
    const std::vector<WantedLock> wanted = org.insert("Task", task);
    CHECK(org.names(wanted, "task.who.insert") == Names{"Contact 1"});
    CHECK(org.names(wanted, "task.what.insert") == Names{"Opportunity 2"});
    CHECK(org.names(wanted, "task.account.insert") == Names{"Account 30"});
    CHECK(org.names(wanted, "task.who.account.insert") == Names{"Account 10"});
    CHECK(org.names(wanted, "task.what.account.insert") == Names{"Account 20"});
    FakeValues undated = task;
    undated.erase("ActivityDate");
    CHECK(org.insert("Task", undated, true).empty());
    task["Status"] = Value::of_text("Not Started");
    CHECK(org.insert("Task", task, true).empty());
}

TEST_CASE("owners and authors are never locked") {
    const FakeOrg org = standard_org();
    for (const char* field : {"OwnerId", "CreatedById", "LastModifiedById"}) {
        const FakeValues mine{{field, org.reference("User", 1)}};
        const FakeValues yours{{field, org.reference("User", 2)}};
        CHECK(org.insert("Account", mine, true).empty());
        CHECK(org.names(org.update("Opportunity", mine, yours, true)) == Names{"Opportunity 99"});
        CHECK(org.names(org.remove("Lead", mine, true)) == Names{"Lead 99"});
    }
}

TEST_CASE("an opportunity whose account stays locks it only by rules that may lock") {
    const FakeOrg org = standard_org();
    const FakeValues opportunity{{"AccountId", org.reference("Account", 1)}};
    CHECK(
        org.names(org.update("Opportunity", opportunity, opportunity)) == Names{"Opportunity 99"}
    );
    CHECK(
        org.names(org.update("Opportunity", opportunity, opportunity, true)) ==
        Names{"Account 1", "Opportunity 99"}
    );
}

TEST_CASE("no reference of a standard object is claimed by two rules that always lock") {
    const FakeOrg org = standard_org();
    for (const ObjectType& object : org.schema().objects()) {
        FakeValues values;
        for (const Field& field : object.fields()) {
            if (field.reference_to.empty()) continue;
            // Field numbers as rows: each reference has a target of its own.
            const RecordHandle to{
                field.reference_to.front(), 1000 + static_cast<std::uint32_t>(field.number)};
            values[field.name] = Value::of_record(to);
        }
        const std::vector<WantedLock> wanted = org.insert(object.name, values);
        INFO(object.name);
        CHECK(org.names(wanted).size() == wanted.size());
    }
}

TEST_CASE("every shipped rule has an explanation, a source and a line above") {
    std::set<std::string> tested;
    for (const Case& line : k_cases) {
        if (!line.locked.empty()) tested.insert(line.rule);
    }
    for (const LockRule& rule : standard_lock_rules()) {
        INFO(rule.id);
        CHECK_FALSE(rule.note.empty());
        CHECK_FALSE(rule.source.empty());
        const bool task_insert = rule.id.starts_with("task.") && rule.id.ends_with(".insert");
        if (!task_insert && !rule.operations.empty()) CHECK(tested.count(rule.id) == 1);
    }
}

TEST_CASE("accounts are locked before what belongs to them") {
    const FakeOrg org = standard_org();
    const auto before = [&](std::string_view parent, std::string_view child) {
        return org.rules().key_of(org.record(parent, 4'000'000)) <
               org.rules().key_of(org.record(child, 0));
    };
    CHECK(before("Account", "Contact"));
    CHECK(before("Account", "Opportunity"));
    CHECK(before("Contact", "Case"));
    CHECK(before("Opportunity", "OpportunityLineItem"));
    CHECK(before("Campaign", "CampaignMember"));
    CHECK(before("Opportunity", "Task"));
}

TEST_CASE("the example of docs/lock-rules.md works on top of the shipped rules") {
    std::ifstream file{"docs/lock-rules.md"};
    const std::string page{std::istreambuf_iterator<char>{file}, {}};
    const std::size_t begin = page.find("```json\n");
    const std::size_t end = page.find("```\n", begin + 8);
    REQUIRE(end != std::string::npos);
    const auto example = parse_lock_rules(page.substr(begin + 8, end - begin - 8), "example");
    if (!example) FAIL(example.error().message);
    std::vector<LockRule> rules = standard_lock_rules();
    rules.insert(rules.end(), example->begin(), example->end());
    const auto compiled = LockRules::compile(Schema::standard(), rules);
    if (!compiled) FAIL(compiled.error().message);
    // One is about an object that the standard schema lacks; the others replace shipped rules.
    CHECK(compiled->rules().size() == standard_lock_rules().size());
}

}  // namespace
}  // namespace rowlock
