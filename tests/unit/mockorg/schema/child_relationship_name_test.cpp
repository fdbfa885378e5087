#include "mockorg/schema/child_relationship_name.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/schema/loading.hpp"

namespace rowlock {
namespace {

/// `Contact.AccountId` for a relationship's name; empty if there is none.
std::string field_behind(
    const Schema& schema, std::string_view parent, std::string_view relationship
) {
    const auto* found = find_child_relationship(schema, schema.find(parent)->number, relationship);
    if (found == nullptr) return {};
    const ObjectType& child = schema.object(found->child);
    return child.name + "." + child.field(found->field).name;
}

TEST_CASE("standard relationships have the names of every org") {
    const Schema& schema = *Schema::standard();
    CHECK(field_behind(schema, "Account", "contacts") == "Contact.AccountId");
    CHECK(field_behind(schema, "Account", "Opportunities") == "Opportunity.AccountId");
    CHECK(field_behind(schema, "Account", "ChildAccounts") == "Account.ParentId");
    CHECK(field_behind(schema, "Account", "ProvidedAssets") == "Asset.AssetProvidedById");
    CHECK(field_behind(schema, "Account", "Assets") == "Asset.AccountId");
    CHECK(field_behind(schema, "Account", "Tasks") == "Task.WhatId");
    CHECK(field_behind(schema, "Contact", "Cases") == "Case.ContactId");
    CHECK(field_behind(schema, "Case", "Cases") == "Case.ParentId");
    CHECK(field_behind(schema, "Pricebook2", "PricebookEntries") == "PricebookEntry.Pricebook2Id");
    CHECK(
        field_behind(schema, "Opportunity", "OpportunityLineItems") ==
        "OpportunityLineItem.OpportunityId"
    );
    CHECK(field_behind(schema, "User", "ManagedUsers") == "User.ManagerId");
    CHECK(field_behind(schema, "User", "Accounts").empty());
    CHECK(field_behind(schema, "Account", "Shares") == "AccountShare.AccountId");
    CHECK(field_behind(schema, "Lead", "Shares") == "LeadShare.LeadId");
    CHECK(field_behind(schema, "Account", "Emails") == "EmailMessage.RelatedToId");
    CHECK(field_behind(schema, "Case", "EmailMessages") == "EmailMessage.ParentId");
    CHECK(field_behind(schema, "Case", "Emails") == "EmailMessage.RelatedToId");
    CHECK(field_behind(schema, "Case", "TeamMembers") == "CaseTeamMember.ParentId");
    CHECK(field_behind(schema, "Contact", "CaseTeamMembers").empty());
    CHECK(field_behind(schema, "Account", "UserRoles").empty());
    CHECK(field_behind(schema, "Account", "").empty());
    CHECK(field_behind(schema, "Account", "Nothing").empty());
}

TEST_CASE("custom relationships are named after the plural label, each differently") {
    const auto schema = loaded(
        R"({"objects": [{"name": "Trip__c", "label": "Trip", "labelPlural": "Long Trips", "fields": [
          {"name": "From__c", "type": "reference", "referenceTo": ["Account"]},
          {"name": "To__c", "type": "reference", "referenceTo": ["Account"]}]}]})"
    );
    CHECK(field_behind(*schema, "Account", "LongTrips__r") == "Trip__c.From__c");
    CHECK(field_behind(*schema, "Account", "LongTrips1__r") == "Trip__c.To__c");
}

TEST_CASE("relationships of a package have its namespace in front") {
    const auto schema = loaded(
        R"({"objects": [{"name": "npsp__Gift__c", "labelPlural": "Gifts", "fields": [
          {"name": "npsp__Giver__c", "type": "reference", "referenceTo": ["Account"]},
          {"name": "npsp__Taker__c", "type": "reference", "referenceTo": ["Account"]},
          {"name": "Own__c", "type": "reference", "referenceTo": ["Account"]}]}]})"
    );
    CHECK(field_behind(*schema, "Account", "npsp__Gifts__r") == "npsp__Gift__c.npsp__Giver__c");
    CHECK(field_behind(*schema, "Account", "npsp__Gifts1__r") == "npsp__Gift__c.npsp__Taker__c");
    CHECK(field_behind(*schema, "Account", "Gifts__r") == "npsp__Gift__c.Own__c");
}

TEST_CASE("a relationship has the name that the schema gives it") {
    const auto schema = loaded(
        R"({"objects": [{"name": "Trip__c", "labelPlural": "Trips", "fields": [
          {"name": "From__c", "type": "reference", "referenceTo": ["Account"],
           "childRelationshipName": "Departures__r"},
          {"name": "To__c", "type": "reference", "referenceTo": ["Account"]}]}]})"
    );
    CHECK(field_behind(*schema, "Account", "Departures__r") == "Trip__c.From__c");
    CHECK(field_behind(*schema, "Account", "Trips__r") == "Trip__c.To__c");
}

TEST_CASE("no two relationships of an object share a name") {
    const Schema& schema = *Schema::standard();
    for (const ObjectType& object : schema.objects()) {
        for (const ChildRelationship& each : schema.children_of(object.number)) {
            const std::string name = child_relationship_name(schema, object.number, each);
            if (name.empty()) continue;
            CAPTURE(object.name, name);
            const auto* found = find_child_relationship(schema, object.number, name);
            REQUIRE(found != nullptr);
            CHECK(found->child == each.child);
        }
    }
}

TEST_CASE("describe answers name children among their parents' own members") {
    constexpr const char* k_room = R"({"name": "Room__c", "fields": [], "childRelationships": [
        {"childSObject": "Bed__c", "field": "Room__c", "relationshipName": "Standing_here__r"},
        {"childSObject": "Bed__c", "field": "LastRoom__c", "relationshipName": null},
        {"childSObject": "Elsewhere__c", "field": "Room__c", "relationshipName": "Others__r"}]})";
    constexpr const char* k_bed = R"({"name": "Bed__c", "labelPlural": "Beds", "fields": [
        {"name": "Room__c", "type": "reference", "referenceTo": ["Room__c"], "custom": true},
        {"name": "LastRoom__c", "type": "reference", "referenceTo": ["Room__c"],
         "custom": true}]})";
    const auto list = [](const std::string& a, const std::string& b) {
        return "[" + a + ", " + b + "]";
    };
    for (const std::string& answers : {list(k_room, k_bed), list(k_bed, k_room)}) {
        const auto schema = loaded(answers);
        CHECK(field_behind(*schema, "Room__c", "Standing_here__r") == "Bed__c.Room__c");
        CHECK(field_behind(*schema, "Room__c", "Beds__r") == "Bed__c.LastRoom__c");
    }
}

}  // namespace
}  // namespace rowlock
