#include "mockorg/schema/parent_reference.hpp"

#include "mockorg/schema/schema_loader.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

std::shared_ptr<const Schema> schema() {
    const auto result = load_schema(
        R"({"objects": [
            {"name": "Site__c", "fields": [
                {"name": "Any__c", "type": "reference", "referenceTo": ["Contact", "Account"]},
                {"name": "Billed__c", "type": "reference", "referenceTo": ["Account"]},
                {"name": "Owner__c", "type": "reference", "referenceTo": ["Account"]},
                {"name": "Parent__c", "type": "reference", "referenceTo": ["Account"], "relationshipOrder": 0}
            ]},
            {"name": "Visit__c", "fields": [
                {"name": "Any__c", "type": "reference", "referenceTo": ["Contact", "Account"]},
                {"name": "First__c", "type": "reference", "referenceTo": ["Account"]},
                {"name": "Second__c", "type": "reference", "referenceTo": ["Account"]}
            ]},
            {"name": "Region__c", "fields": []}
        ]})",
        "test.json"
    );
    if (!result) FAIL(result.error().message);
    return *result;
}

std::string parent_of(std::string_view object) {
    const auto known = schema();
    const Field* field =
        custom_parent_reference(*known->find(object), known->find("Account")->number);
    return field == nullptr ? std::string{} : field->name;
}

TEST_CASE("a custom object is a child by its master, else by its first lookup") {
    CHECK(parent_of("Site__c") == "Parent__c");
    CHECK(parent_of("Visit__c") == "First__c");
    CHECK(parent_of("Region__c").empty());
}

TEST_CASE("standard objects have references of known names instead") {
    CHECK(parent_of("Contact").empty());
    CHECK(parent_of("Contract").empty());
}

}  // namespace
}  // namespace rowlock
