#include "mockorg/schema/describe_reader.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/schema/loading.hpp"

namespace rowlock {
namespace {

std::vector<std::string> field_names(const ObjectType& object) {
    std::vector<std::string> names;
    for (const Field& field : object.fields()) names.push_back(field.name);
    return names;
}

TEST_CASE("a custom object gets everything a custom object has") {
    const auto schema =
        loaded(R"({"objects": [{"name": "Invoice__c", "label": "Invoice", "labelPlural": "Invoices",
        "fields": [{"name": "Amount__c", "type": "currency"}]}]})");
    const ObjectType* invoice = schema->find("Invoice__c");
    REQUIRE(invoice != nullptr);
    CHECK(invoice->custom);
    CHECK(invoice->label == "Invoice");
    CHECK(invoice->label_plural == "Invoices");
    CHECK(
        field_names(*invoice) ==
        std::vector<std::string>{
            "Id",
            "OwnerId",
            "IsDeleted",
            "Name",
            "CreatedDate",
            "CreatedById",
            "LastModifiedDate",
            "LastModifiedById",
            "SystemModstamp",
            "Amount__c"}
    );
    CHECK(invoice->find_field("Name")->name_field);
    CHECK(invoice->find_field("Name")->length == 80);
    CHECK(invoice->find_relationship("Owner")->polymorphic());
}

TEST_CASE("an object with a master has no owner") {
    const auto schema = loaded(R"({"objects": [{"name": "Line__c", "fields": [
        {"name": "Account__c", "type": "reference", "referenceTo": ["Account"], "relationshipOrder": 0}]}]})"
    );
    CHECK(schema->find("Line__c")->find_field("OwnerId") == nullptr);
}

TEST_CASE("the label stands in for what is left out") {
    const auto schema =
        loaded(R"({"objects": [{"name": "A__c"}, {"name": "B__c", "label": "B"}]})");
    CHECK(schema->find("A__c")->label == "A__c");
    CHECK(schema->find("A__c")->label_plural == "A__c");
    CHECK(schema->find("B__c")->label_plural == "B");
}

TEST_CASE("an object of a standard name adds to the standard one") {
    const auto schema = loaded(R"({"objects": [{"name": "ACCOUNT", "label": "Customer"}]})");
    const ObjectType* account = schema->find("Account");
    CHECK(account->name == "Account");
    CHECK(account->label == "Customer");
    CHECK(account->label_plural == "Accounts");
    CHECK(schema->objects().size() == Schema::standard()->objects().size());
}

TEST_CASE("a custom field's name behind another file's object order does not matter for references"
) {
    const auto schema = loaded(R"({"objects": [
        {"name": "A__c", "fields": [{"name": "B__c", "type": "reference", "referenceTo": ["B__c"]}]},
        {"name": "B__c"}]})");
    const Field* field = schema->find("A__c")->find_field("B__c");
    REQUIRE(field->reference_to.size() == 1);
    CHECK(schema->object(field->reference_to.front()).name == "B__c");
    CHECK(schema->children_of(schema->find("B__c")->number).size() == 1);
}

TEST_CASE("objects that are wrong are refused by name") {
    struct Wrong {
        const char* json;
        const char* message;
    };

    const std::vector<Wrong> wrongs{
        {R"({"objects": [{}]})", "object 1: 'name' is missing"},
        {R"({"objects": [{"name": ""}]})", "object 1: 'name' is missing"},
        {R"({"objects": [{"name": 3}]})", "object 1: 'name' must be a text"},
        {R"({"objects": [{"name": "A__c"}, {"label": "B"}]})", "object 2: 'name' is missing"},
        {R"({"objects": [{"name": "My Object__c"}]})",
         "object 1: 'My Object__c' is no valid API name"},
        {R"({"objects": [{"name": "_A__c"}]})", "no valid API name"},
        {R"({"objects": [{"name": "Invoice"}]})",
         "object 'Invoice': a custom object's name ends in __c"},
        {R"({"objects": [{"name": "A__c"}, {"name": "a__C"}]})",
         "object 'a__C' is described twice"},
        {R"({"objects": [{"name": "A__c", "keyPrefix": "a0"}]})", "'a0' is no key prefix"},
        {R"({"objects": [{"name": "A__c", "keyPrefix": "a-0"}]})", "'a-0' is no key prefix"},
        {R"({"objects": [{"name": "A__c", "keyPrefix": "001"}]})",
         "key prefix '001' belongs to 'Account'"},
        {R"({"objects": [{"name": "A__c", "fields": {}}]})",
         "object 'A__c': 'fields' must be a list"},
        {R"({"objects": [{"name": "A__c", "prefix": "a01"}]})",
         "object 'A__c': unknown member 'prefix'"},
        {R"({"objects": [{"name": "A__c", "label": false}]})",
         "object 'A__c': 'label' must be a text"},
    };
    for (const Wrong& wrong : wrongs) {
        CAPTURE(wrong.json);
        CHECK_THAT(refusal(wrong.json), Catch::Contains(wrong.message));
    }
}

TEST_CASE("a standard object that is not shipped says so") {
    const auto schema =
        loaded(R"({"objects": [{"name": "Solution", "custom": false, "keyPrefix": "501", "fields": [
        {"name": "OpportunityId", "type": "reference", "referenceTo": ["Opportunity"], "custom": false}]}]})"
        );
    const ObjectType* quote = schema->find("Solution");
    CHECK_FALSE(quote->custom);
    CHECK(quote->find_field("OwnerId") == nullptr);
    CHECK(quote->find_field("SystemModstamp") != nullptr);
    CHECK(quote->find_relationship("Opportunity") != nullptr);
}

constexpr const char* k_describe_answer = R"({
    "name": "Project__c", "custom": true, "keyPrefix": "a7X", "label": "Project", "labelPlural": "Projects",
    "searchable": true, "aMemberOfALaterRelease": {"x": 1},
    "fields": [
        {"name": "Id", "type": "id", "length": 18, "nillable": false, "digits": 0},
        {"name": "OwnerId", "type": "reference", "referenceTo": ["Group", "User"], "relationshipName": "Owner"},
        {"name": "RecordTypeId", "type": "reference", "referenceTo": ["RecordType"], "relationshipName": "RecordType",
         "custom": false},
        {"name": "Status__c", "type": "picklist", "length": 255, "defaultValue": null, "referenceTo": [],
         "relationshipName": null, "relationshipOrder": null, "custom": true, "picklistValues": [
            {"active": true, "defaultValue": false, "label": "Open", "validFor": null, "value": "Open"},
            {"active": false, "defaultValue": false, "label": "Old", "validFor": null, "value": "Old"}]},
        {"name": "Secret__c", "type": "encryptedstring", "length": 175, "custom": true}
    ]})";

TEST_CASE("a raw describe answer is read as it came") {
    const auto schema = loaded(k_describe_answer);
    const ObjectType* project = schema->find("Project__c");
    REQUIRE(project != nullptr);
    CHECK(std::string_view(project->key_prefix.data(), 3) == "a7X");
    CHECK(project->find_field("Status__c")->picklist_values == std::vector<std::string>{"Open"});
    CHECK(project->find_field("RecordTypeId")->reference_to.empty());
    CHECK(project->find_field("Secret__c")->length == 175);
    CHECK(project->find_field("Name") != nullptr);
}

TEST_CASE("several describe answers come as a list") {
    const auto schema = loaded(
        "[" + std::string{k_describe_answer} +
        R"(, {"name": "Account", "fields": [{"name": "X__c", "type": "date"}]}])"
    );
    CHECK(schema->find("Project__c") != nullptr);
    CHECK(schema->find("Account")->find_field("X__c")->type == FieldType::date);
}

TEST_CASE("a target missing on a shipped reference is found once a file describes it") {
    const auto schema =
        loaded(R"({"objects": [{"name": "Individual", "custom": false, "keyPrefix": "0PK"}]})");
    const Field* field = schema->find("Contact")->find_field("IndividualId");
    REQUIRE(field->reference_to.size() == 1);
    CHECK(schema->object(field->reference_to.front()).name == "Individual");
}

}  // namespace
}  // namespace rowlock
