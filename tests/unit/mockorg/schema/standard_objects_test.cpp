#include "mockorg/schema/standard_objects.hpp"

#include "mockorg/schema/schema.hpp"
#include "tests/support/test.hpp"

#include <set>

namespace rowlock {
namespace {

const ObjectType& standard(std::string_view name) {
    const ObjectType* object = Schema::standard()->find(name);
    REQUIRE(object != nullptr);
    return *object;
}

const Field& standard(std::string_view object, std::string_view field) {
    const Field* found = standard(object).find_field(field);
    REQUIRE(found != nullptr);
    return *found;
}

std::vector<std::string> required_fields(std::string_view object) {
    std::vector<std::string> names;
    for (const Field& field : standard(object).fields()) {
        if (field.required()) names.push_back(field.name);
    }
    return names;
}

std::vector<std::string> target_names(const Field& field) {
    std::vector<std::string> names;
    for (const ObjectNo target : field.reference_to) {
        names.push_back(Schema::standard()->object(target).name);
    }
    return names;
}

TEST_CASE("the standard schema is built once") {
    CHECK(Schema::standard() == Schema::standard());
}

TEST_CASE("standard objects have the key prefixes of every org") {
    const std::vector<std::pair<std::string_view, std::string_view>> expected{
        {"Account", "001"},
        {"Contact", "003"},
        {"Opportunity", "006"},
        {"Lead", "00Q"},
        {"Case", "500"},
        {"Task", "00T"},
        {"Event", "00U"},
        {"User", "005"},
        {"Campaign", "701"},
        {"CampaignMember", "00v"},
        {"OpportunityLineItem", "00k"},
        {"OpportunityContactRole", "00K"},
        {"Product2", "01t"},
        {"Pricebook2", "01s"},
        {"PricebookEntry", "01u"},
        {"Contract", "800"},
        {"Order", "801"},
        {"Asset", "02i"},
        {"Group", "00G"},
        {"Organization", "00D"},
        {"Attachment", "00P"},
        {"Profile", "00e"},
        {"AccountTeamMember", "01M"},
        {"OpportunityTeamMember", "00q"},
        {"CaseTeamMember", "0B6"},
        {"AccountContactRole", "02Z"},
        {"CaseContactRole", "03j"},
        {"ContractContactRole", "02a"},
        {"AccountContactRelation", "07k"},
        {"OrderItem", "802"},
        {"Quote", "0Q0"},
        {"QuoteLineItem", "0QL"},
        {"Entitlement", "550"},
        {"EmailMessage", "02s"},
        {"AccountShare", "00r"},
        {"OpportunityShare", "00t"},
        {"CaseShare", "01n"},
        {"ContactShare", "03s"},
        {"LeadShare", "01o"},
        {"CampaignShare", "08s"},
        {"UserRole", "00E"},
        {"GroupMember", "011"},
        {"Territory2", "0MI"},
        {"UserTerritory2Association", "0Ml"},
        {"UserLicense", "100"},
    };
    for (const auto& entry : expected) {
        CAPTURE(entry.first);
        const KeyPrefix prefix = standard(entry.first).key_prefix;
        CHECK(std::string_view(prefix.data(), prefix.size()) == entry.second);
        CHECK(Schema::standard()->find_by_prefix(prefix) == &standard(entry.first));
    }
    CHECK(Schema::standard()->objects().size() == expected.size());
}

TEST_CASE("every standard object has the system fields, read-only, Id first") {
    for (const ObjectType& object : Schema::standard()->objects()) {
        CAPTURE(object.name);
        CHECK_FALSE(object.custom);
        CHECK(object.fields().front().name == "Id");
        for (const char* name :
             {"Id",
              "IsDeleted",
              "CreatedDate",
              "CreatedById",
              "LastModifiedDate",
              "LastModifiedById",
              "SystemModstamp"}) {
            CAPTURE(name);
            const Field* field = object.find_field(name);
            REQUIRE(field != nullptr);
            CHECK_FALSE(field->createable);
            CHECK_FALSE(field->updateable);
            CHECK_FALSE(field->nillable);
        }
        CHECK(target_names(*object.find_field("CreatedById")) == std::vector<std::string>{"User"});
    }
}

TEST_CASE("every field's number is its place, and its name finds it") {
    for (const ObjectType& object : Schema::standard()->objects()) {
        for (const Field& field : object.fields()) {
            CAPTURE(object.name, field.name);
            CHECK(object.find_field(field.name) == &field);
            CHECK(&object.field(field.number) == &field);
            CHECK_FALSE(field.custom);
        }
    }
}

TEST_CASE("text fields have a length, and only they and ids have one") {
    for (const ObjectType& object : Schema::standard()->objects()) {
        for (const Field& field : object.fields()) {
            CAPTURE(object.name, field.name);
            const bool measured = holds_text(field.type) || field.type == FieldType::id ||
                                  field.type == FieldType::reference;
            CHECK((field.length > 0) == measured);
        }
    }
}

TEST_CASE("a parent's children are exactly the references that name it") {
    const Schema& schema = *Schema::standard();
    std::set<std::tuple<ObjectNo, ObjectNo, FieldNo>> from_fields;
    std::set<std::tuple<ObjectNo, ObjectNo, FieldNo>> from_children;
    for (const ObjectType& object : schema.objects()) {
        for (const Field& field : object.fields()) {
            for (const ObjectNo target : field.reference_to) {
                from_fields.insert({target, object.number, field.number});
            }
        }
        for (const ChildRelationship& child : schema.children_of(object.number)) {
            from_children.insert({object.number, child.child, child.field});
            CHECK(
                child.on_delete == schema.object(child.child).field(child.field).on_parent_delete
            );
        }
    }
    CHECK(from_fields == from_children);
}

TEST_CASE("what an insert must name") {
    using Names = std::vector<std::string>;
    CHECK(required_fields("Account") == Names{"Name"});
    CHECK(required_fields("Contact") == Names{"LastName"});
    CHECK(required_fields("Opportunity") == Names{"Name", "StageName", "CloseDate"});
    CHECK(required_fields("Lead") == Names{"LastName", "Company"});
    CHECK(required_fields("Case").empty());
    CHECK(required_fields("Task").empty());
    CHECK(required_fields("Event").empty());
    CHECK(required_fields("Campaign") == Names{"Name"});
    CHECK(required_fields("CampaignMember") == Names{"CampaignId"});
    CHECK(required_fields("OpportunityLineItem") == Names{"OpportunityId", "Quantity"});
    CHECK(required_fields("Attachment") == Names{"ParentId", "Name", "Body"});
    CHECK(required_fields("OpportunityContactRole") == Names{"OpportunityId", "ContactId"});
}

TEST_CASE("what a delete of the parent does") {
    CHECK(standard("Contact", "AccountId").on_parent_delete == OnParentDelete::cascade);
    CHECK(standard("Opportunity", "AccountId").on_parent_delete == OnParentDelete::cascade);
    CHECK(standard("Case", "AccountId").on_parent_delete == OnParentDelete::restrict);
    CHECK(standard("Case", "ContactId").on_parent_delete == OnParentDelete::restrict);
    CHECK(standard("Contract", "AccountId").on_parent_delete == OnParentDelete::cascade);
    CHECK(standard("Contract", "CustomerSignedId").on_parent_delete == OnParentDelete::restrict);
    CHECK(standard("Account", "ParentId").on_parent_delete == OnParentDelete::clear);
    CHECK(standard("Contact", "ReportsToId").on_parent_delete == OnParentDelete::clear);
    CHECK(standard("Attachment", "ParentId").on_parent_delete == OnParentDelete::cascade);
    CHECK(standard("Task", "WhatId").on_parent_delete == OnParentDelete::cascade);
    CHECK(standard("Task", "AccountId").on_parent_delete == OnParentDelete::clear);
    CHECK(standard("CampaignMember", "LeadId").on_parent_delete == OnParentDelete::cascade);
    CHECK(
        standard("OpportunityLineItem", "OpportunityId").on_parent_delete == OnParentDelete::cascade
    );
}

TEST_CASE("defaults of new rows") {
    CHECK(standard("Lead", "Status").default_value == "Open - Not Contacted");
    CHECK(standard("Case", "Status").default_value == "New");
    CHECK(standard("Task", "Status").default_value == "Not Started");
    CHECK(standard("Task", "Priority").default_value == "Normal");
    CHECK(standard("Account", "IsDeleted").default_value == "false");
    CHECK(standard("Opportunity", "StageName").default_value.empty());
}

TEST_CASE("a standard default is one of the picklist's values") {
    for (const ObjectType& object : Schema::standard()->objects()) {
        for (const Field& field : object.fields()) {
            if (field.picklist_values.empty() || field.default_value.empty()) continue;
            CAPTURE(object.name, field.name);
            const auto& values = field.picklist_values;
            CHECK(std::count(values.begin(), values.end(), field.default_value) == 1);
        }
    }
}

TEST_CASE("relationships of the standard objects") {
    const ObjectType& task = standard("Task");
    CHECK(task.find_relationship("Who")->name == "WhoId");
    CHECK(task.find_relationship("Who")->polymorphic());
    CHECK(
        target_names(*task.find_relationship("Who")) == std::vector<std::string>{"Contact", "Lead"}
    );
    CHECK(target_names(standard("Case", "OwnerId")) == std::vector<std::string>{"Group", "User"});
    CHECK(standard("Opportunity", "ContactId").relationship_name.empty());
    CHECK(standard("Account").find_relationship("CreatedBy")->name == "CreatedById");

    const Field& record_type = standard("Account", "RecordTypeId");
    CHECK(record_type.type == FieldType::reference);
    CHECK(record_type.reference_to.empty());
}

TEST_CASE("a file may be as long as a stored text can be") {
    CHECK(standard("Attachment", "Body").type == FieldType::textarea);
    CHECK(standard("Attachment", "Body").length == 16'777'215);
    CHECK_FALSE(standard("Attachment", "Body").filterable);
}

TEST_CASE("long text cannot be filtered, keys can be looked up") {
    CHECK_FALSE(standard("Account", "Description").filterable);
    CHECK(standard("Account", "BillingStreet").filterable);
    CHECK(standard("Contact", "Email").usable_as_key());
    CHECK(standard("Account", "Id").usable_as_key());
    CHECK_FALSE(standard("Account", "Name").usable_as_key());
    CHECK(standard("Case", "CaseNumber").auto_number);
    CHECK_FALSE(standard("Case", "CaseNumber").createable);
}

}  // namespace
}  // namespace rowlock
