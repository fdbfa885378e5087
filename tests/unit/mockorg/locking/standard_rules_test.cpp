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
            {"name": "Loose__c", "type": "reference", "referenceTo": ["Account"]},
            {"name": "Other__c", "type": "reference", "referenceTo": ["Campaign"], "relationshipOrder": 1},
            {"name": "Must__c", "type": "reference", "referenceTo": ["Account"], "nillable": false},
            {"name": "Code__c", "type": "string", "externalId": true},
            {"name": "Stops__c", "type": "double", "summary": {"operation": "count", "object": "Stop__c", "reference": "Visit__c"}}
        ]}, {"name": "Stop__c", "fields": [
            {"name": "Visit__c", "type": "reference", "referenceTo": ["Visit__c"], "relationshipOrder": 0}
        ]},
        {"name": "Task", "fields": [{"name": "WhatId", "referenceTo": ["Account", "Case", "Contract", "Opportunity", "Visit__c", "Stop__c"]}]},
        {"name": "Event", "fields": [{"name": "WhatId", "referenceTo": ["Account", "Case", "Contract", "Opportunity", "Visit__c", "Stop__c"]}]},
        {"name": "Account", "fields": [
            {"name": "Visits__c", "type": "double", "summary": {"operation": "count", "object": "Visit__c", "reference": "Master__c"}}
        ]}]})",
        "test.json"
    );
    if (!result) FAIL(result.error().message);
    return *result;
}

/// Contact 1, Opportunity 1 and Case 1 belong to Account 10, Contact 2 and Opportunity 2 to
/// Account 20.
FakeOrg standard_org(bool with_settings = false) {
    std::vector<LockRule> rules = standard_lock_rules();
    for (LockRule& rule : rules) {
        if (with_settings && rule.strength == LockStrength::off)
            rule.strength = LockStrength::always;
    }
    FakeOrg org{schema(), rules};
    org.put("Visit__c", 1, {{"Master__c", org.reference("Account", 10)}});
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
constexpr auto k_clear = WriteKind::clear;

// clang-format off
const std::vector<Case> k_cases{
    {"self", k_update, "Account", {}, {}, {"Account 99"}},
    {"self", k_remove, "Visit__c", {}, {}, {"Visit__c 99"}},
    {"self", k_insert, "Account", {}, {}, {}},
    {"self.cleared", k_clear, "Contact", {{"AccountId", "Account 1"}}, {}, {"Contact 99"}},
    {"contact.account", k_clear, "Contact", {{"AccountId", "Account 1"}}, {}, {}},

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
    {"case.contact.account", k_insert, "Case", {}, {{"ContactId", "Contact 1"}}, {"Account 10"}},
    {"case.contact.account", k_update, "Case", {}, {{"ContactId", "Contact 1"}}, {"Account 10"}},
    {"case.contact.account", k_insert, "Case", {}, {{"ContactId", "Contact 1"}, {"AccountId", "Account 2"}}, {}},

    {"task.who", k_update, "Task", {{"WhoId", "Contact 1"}}, {{"WhoId", "Contact 1"}}, {"Contact 1"}},
    {"task.who", k_remove, "Task", {{"WhoId", "Lead 3"}}, {}, {"Lead 3"}},
    {"task.what", k_update, "Task", {{"WhatId", "Case 1"}}, {{"WhatId", "Account 2"}}, {"Account 2", "Case 1"}},
    {"task.account", k_remove, "Task", {{"AccountId", "Account 1"}}, {}, {"Account 1"}},
    {"task.who.account", k_update, "Task", {{"WhoId", "Contact 1"}}, {{"WhoId", "Contact 2"}}, {"Account 10", "Account 20"}},
    {"task.who.account", k_remove, "Task", {{"WhoId", "Lead 3"}}, {}, {}},
    {"task.what.account", k_remove, "Task", {{"WhatId", "Opportunity 2"}}, {}, {"Account 20"}},
    {"task.what.account", k_remove, "Task", {{"WhatId", "Account 2"}}, {}, {}},
    {"task.what.custom.account", k_update, "Task", {{"WhatId", "Visit__c 1"}}, {{"WhatId", "Visit__c 1"}}, {"Account 10"}},
    {"task.what.custom.account", k_remove, "Task", {{"WhatId", "Visit__c 1"}}, {}, {"Account 10"}},
    {"task.what.custom.account", k_remove, "Task", {{"WhatId", "Stop__c 1"}}, {}, {}},
    {"task.what.custom.account", k_remove, "Task", {{"WhatId", "Opportunity 1"}}, {}, {}},

    {"event.who", k_insert, "Event", {}, {{"WhoId", "Contact 1"}}, {"Contact 1"}},
    {"event.what", k_insert, "Event", {}, {{"WhatId", "Opportunity 1"}}, {"Opportunity 1"}},
    {"event.account", k_update, "Event", {}, {{"AccountId", "Account 1"}}, {"Account 1"}},
    {"event.who.account", k_remove, "Event", {{"WhoId", "Contact 1"}}, {}, {"Account 10"}},
    {"event.what.account", k_insert, "Event", {}, {{"WhatId", "Opportunity 1"}}, {"Account 10"}},
    {"event.what.custom.account", k_insert, "Event", {}, {{"WhatId", "Visit__c 1"}}, {"Account 10"}},

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
    {"lookup-cascade", k_insert, "PricebookEntry", {}, {{"Pricebook2Id", "Pricebook2 1"}, {"Product2Id", "Product2 1"}}, {"Pricebook2 1", "Product2 1"}},
    {"lookup-cascade", k_insert, "Task", {}, {{"WhoId", "Contact 1"}, {"WhatId", "Account 1"}}, {}},
    {"lookup-cascade.update", k_update, "Visit__c", {{"Along__c", "Account 1"}}, {{"Along__c", "Account 1"}}, {"Account 1"}},
    {"lookup-clear", k_insert, "Visit__c", {}, {{"Loose__c", "Account 1"}}, {"Account 1"}},
    {"lookup-restrict", k_insert, "Visit__c", {}, {{"Must__c", "Account 1"}}, {"Account 1"}},
    {"master-detail", k_insert, "Visit__c", {}, {{"Master__c", "Account 1"}, {"Other__c", "Campaign 2"}}, {"Account 1", "Campaign 2"}},

    {"account-team-member.account", k_update, "AccountTeamMember", {{"AccountId", "Account 1"}}, {{"AccountId", "Account 1"}}, {"Account 1"}},
    {"opportunity-team-member.opportunity", k_insert, "OpportunityTeamMember", {}, {{"OpportunityId", "Opportunity 1"}}, {"Opportunity 1"}},
    {"case-team-member.case", k_remove, "CaseTeamMember", {{"ParentId", "Case 1"}}, {}, {"Case 1"}},
    {"contract.account", k_insert, "Contract", {}, {{"AccountId", "Account 1"}}, {"Account 1"}},
    {"order.account", k_update, "Order", {{"AccountId", "Account 1"}}, {{"AccountId", "Account 2"}}, {"Account 1", "Account 2"}},
    {"order.account", k_update, "Order", {{"AccountId", "Account 1"}}, {{"AccountId", "Account 1"}}, {}},
    {"asset.account", k_insert, "Asset", {}, {{"AccountId", "Account 1"}}, {"Account 1"}},
    {"asset.contact", k_remove, "Asset", {{"ContactId", "Contact 1"}}, {}, {"Contact 1"}},
    {"entitlement.account", k_insert, "Entitlement", {}, {{"AccountId", "Account 1"}}, {"Account 1"}},
    {"quote.opportunity", k_insert, "Quote", {}, {{"OpportunityId", "Opportunity 1"}}, {"Opportunity 1"}},
    {"quote.account", k_insert, "Quote", {}, {{"OpportunityId", "Opportunity 1"}}, {"Account 10"}},
    {"quote.contact", k_update, "Quote", {{"ContactId", "Contact 1"}}, {{"ContactId", "Contact 2"}}, {"Contact 1", "Contact 2"}},
    {"quote.contact", k_update, "Quote", {{"ContactId", "Contact 1"}}, {{"ContactId", "Contact 1"}}, {}},
    {"quote.contract", k_remove, "Quote", {{"ContractId", "Contract 1"}}, {}, {"Contract 1"}},
    {"order.contract", k_insert, "Order", {}, {{"ContractId", "Contract 1"}}, {"Contract 1"}},
    {"account-contact-relation.account", k_insert, "AccountContactRelation", {}, {{"AccountId", "Account 1"}}, {"Account 1"}},
    {"account-contact-relation.contact", k_remove, "AccountContactRelation", {{"ContactId", "Contact 1"}}, {}, {"Contact 1"}},
    {"account-contact-role.account", k_insert, "AccountContactRole", {}, {{"AccountId", "Account 1"}}, {"Account 1"}},
    {"account-contact-role.contact", k_insert, "AccountContactRole", {}, {{"ContactId", "Contact 1"}}, {"Contact 1"}},
    {"case-contact-role.case", k_insert, "CaseContactRole", {}, {{"CasesId", "Case 1"}}, {"Case 1"}},
    {"case-contact-role.contact", k_insert, "CaseContactRole", {}, {{"ContactId", "Contact 1"}}, {"Contact 1"}},
    {"contract-contact-role.contract", k_insert, "ContractContactRole", {}, {{"ContractId", "Contract 1"}}, {"Contract 1"}},
    {"contract-contact-role.contact", k_insert, "ContractContactRole", {}, {{"ContactId", "Contact 1"}}, {"Contact 1"}},
    {"opportunity-contact-role.opportunity", k_insert, "OpportunityContactRole", {}, {{"OpportunityId", "Opportunity 1"}}, {"Opportunity 1"}},
    {"opportunity-contact-role.contact", k_insert, "OpportunityContactRole", {}, {{"ContactId", "Contact 1"}}, {"Contact 1"}},
    {"order-item.order", k_update, "OrderItem", {{"OrderId", "Order 1"}}, {{"OrderId", "Order 1"}}, {"Order 1"}},
    {"quote-line-item.quote", k_remove, "QuoteLineItem", {{"QuoteId", "Quote 1"}}, {}, {"Quote 1"}},
    {"email-message.related-to", k_remove, "EmailMessage", {{"RelatedToId", "Account 1"}}, {}, {"Account 1"}},
    {"email-message.related-to", k_insert, "EmailMessage", {}, {{"RelatedToId", "Account 1"}}, {}},
    {"account-share.account", k_insert, "AccountShare", {}, {{"AccountId", "Account 1"}}, {"Account 1"}},
    {"opportunity-share.opportunity", k_insert, "OpportunityShare", {}, {{"OpportunityId", "Opportunity 1"}}, {"Opportunity 1"}},
    {"case-share.case", k_insert, "CaseShare", {}, {{"CaseId", "Case 1"}}, {"Case 1"}},
    {"contact-share.contact", k_insert, "ContactShare", {}, {{"ContactId", "Contact 1"}}, {"Contact 1"}},
    {"lead-share.lead", k_remove, "LeadShare", {{"LeadId", "Lead 1"}}, {}, {"Lead 1"}},
    {"campaign-share.campaign", k_insert, "CampaignShare", {}, {{"CampaignId", "Campaign 1"}}, {"Campaign 1"}},
    {"task.what.account", k_remove, "Task", {{"WhatId", "Case 1"}}, {}, {}},

    {"user.groups.insert", k_insert, "User", {}, {{"UserRoleId", "UserRole 1"}}, {"group memberships"}},
    {"user.groups.insert", k_insert, "User", {}, {}, {}},
    {"user.groups.role", k_update, "User", {{"UserRoleId", "UserRole 1"}}, {{"UserRoleId", "UserRole 2"}}, {"group memberships"}},
    {"user.groups.role", k_update, "User", {{"UserRoleId", "UserRole 1"}}, {{"UserRoleId", "UserRole 1"}}, {}},
    {"user-role.groups", k_update, "UserRole", {}, {{"ParentRoleId", "UserRole 1"}}, {"group memberships"}},
    {"user-role.groups", k_update, "UserRole", {}, {}, {}},
    {"territory.groups", k_insert, "Territory2", {}, {}, {"group memberships"}},
    {"user-territory.groups", k_remove, "UserTerritory2Association", {}, {}, {"group memberships"}},
    {"group.groups", k_insert, "Group", {}, {}, {"group memberships"}},
    {"group-member.groups", k_remove, "GroupMember", {{"GroupId", "Group 1"}}, {}, {"group memberships"}},
    {"owner.groups", k_update, "Lead", {{"OwnerId", "User 1"}}, {{"OwnerId", "User 2"}}, {"group memberships"}},
    {"owner.groups", k_update, "Lead", {{"OwnerId", "User 1"}}, {{"OwnerId", "User 1"}}, {}},

    {"roll-up", k_update, "Stop__c", {{"Visit__c", "Visit__c 1"}}, {{"Visit__c", "Visit__c 1"}}, {"Visit__c 1"}},
    {"roll-up", k_update, "Stop__c", {{"Visit__c", "Visit__c 1"}}, {{"Visit__c", "Visit__c 2"}}, {"Visit__c 1", "Visit__c 2"}},
    {"roll-up.above", k_insert, "Stop__c", {}, {{"Visit__c", "Visit__c 1"}}, {"Account 10"}},
    {"roll-up.above", k_remove, "Visit__c", {{"Master__c", "Account 1"}}, {}, {}},
};

// clang-format on

TEST_CASE("each shipped rule locks what its line says") {
    const FakeOrg org = standard_org(true);
    for (const Case& line : k_cases) {
        INFO(line.rule << ": " << text_of(line.kind) << " of " << line.object);
        const FakeValues before = row(org, line.before);
        const FakeValues after = row(org, line.after);
        std::vector<WantedLock> wanted;
        if (line.kind == k_insert) wanted = org.insert(line.object, after, true);
        if (line.kind == k_update) wanted = org.update(line.object, before, after, true);
        if (line.kind == k_remove) wanted = org.remove(line.object, before, true);
        if (line.kind == k_clear) wanted = org.clear(line.object, before, true);
        CHECK(org.names(wanted, line.rule) == line.locked);
    }
}

TEST_CASE("an account with portal roles locks the group table when it goes or changes hands") {
    const FakeOrg org = standard_org();
    const FakeValues mine{
        {"OwnerId", org.reference("User", 1)}, {"IsPartner", Value::of_boolean(true)}};
    FakeValues yours = mine;
    yours["OwnerId"] = org.reference("User", 2);
    const Names groups{"group memberships"};
    CHECK(org.names(org.update("Account", mine, yours), "account.groups.owner") == groups);
    CHECK(org.names(org.update("Account", mine, mine), "account.groups.owner").empty());
    CHECK(org.names(org.remove("Account", mine), "account.groups.delete") == groups);
    FakeValues plain = mine;
    plain.erase("IsPartner");
    FakeValues plain_of_another = yours;
    plain_of_another.erase("IsPartner");
    CHECK(org.names(org.update("Account", plain, plain_of_another)) == Names{"Account 99"});
    CHECK(org.names(org.remove("Account", plain)) == Names{"Account 99"});
}

TEST_CASE("unique values are locked as their index tells them apart, if the setting says so") {
    const FakeOrg org = standard_org(true);
    const auto keys = [&](const FakeValues& values) {
        std::vector<LockKey> result;
        for (const WantedLock& lock : org.insert("Visit__c", values)) result.push_back(lock.key);
        return result;
    };
    const auto first = keys({{"Code__c", Value::of_text("a-1")}});
    REQUIRE(first.size() == 1);
    CHECK(first.front().kind() == LockKeyKind::unique_value);
    CHECK(first.front().record().object == org.record("Visit__c", 0).object);
    CHECK(keys({{"Code__c", Value::of_text("A-1")}}) == first);
    CHECK(keys({{"Code__c", Value::of_text("A-2")}}) != first);
    CHECK(
        keys({{"Code__c", Value::of_text("\xc3\x9c")}}) ==
        keys({{"Code__c", Value::of_text("\xc3\xbc")}})
    );
    CHECK(keys({}).empty());
    const FakeValues one{{"Code__c", Value::of_text("a-1")}};
    const FakeValues two{{"Code__c", Value::of_text("a-2")}};
    CHECK(org.names(org.update("Visit__c", one, one), "unique-value").empty());
    CHECK(org.update("Visit__c", one, two).size() == 3);
    CHECK(standard_org().insert("Visit__c", one, true).empty());
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
    FakeValues on_visit = task;
    on_visit["WhatId"] = org.reference("Visit__c", 1);
    CHECK(
        org.names(org.insert("Task", on_visit), "task.what.custom.account.insert") ==
        Names{"Account 10"}
    );
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
        if (object.custom) continue;
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
        // These have test cases of their own.
        const bool elsewhere = rule.id == "unique-value" ||
                               rule.id.starts_with("account.groups.") ||
                               (rule.id.starts_with("task.") && rule.id.ends_with(".insert"));
        if (!elsewhere) CHECK(tested.count(rule.id) == 1);
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
