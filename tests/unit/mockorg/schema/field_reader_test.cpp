#include "mockorg/schema/field_reader.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/schema/loading.hpp"

namespace rowlock {
namespace {

TEST_CASE("a new field needs no more than a name and a type") {
    const Field field = loaded_field("Account", "X__c", R"({"name": "X__c", "type": "string"})");
    CHECK(field.label == "X__c");
    CHECK(field.length == 255);
    CHECK(field.nillable);
    CHECK(field.createable);
    CHECK(field.updateable);
    CHECK(field.filterable);
    CHECK(field.custom);
    CHECK_FALSE(field.defaulted_on_create);
    CHECK_FALSE(field.usable_as_key());
}

TEST_CASE("nobody writes what stands in answers as it is") {
    const Field field = loaded_field(
        "Account",
        "X__c",
        R"({"name": "X__c", "type": "complexvalue", "createable": true, "updateable": true})"
    );
    CHECK_FALSE(field.createable);
    CHECK_FALSE(field.updateable);
    CHECK_FALSE(field.filterable);
}

TEST_CASE("a known field changes only in the members given") {
    const Field before = *Schema::standard()->find("Opportunity")->find_field("StageName");
    const Field after = loaded_field(
        "Opportunity", "StageName", R"({"name": "stagename", "defaultValue": "Prospecting"})"
    );
    CHECK(after.name == "StageName");
    CHECK(after.number == before.number);
    CHECK(after.default_value == "Prospecting");
    CHECK(after.defaulted_on_create);
    CHECK(after.picklist_values == before.picklist_values);
    CHECK(after.length == before.length);
    CHECK_FALSE(after.nillable);
    CHECK_FALSE(after.required());
}

TEST_CASE("a known reference keeps its targets and may get others") {
    CHECK(
        loaded_field("Contact", "AccountId", R"({"name": "AccountId", "nillable": false})")
            .reference_to.size() == 1
    );
    const Field who =
        loaded_field("Task", "WhoId", R"({"name": "WhoId", "referenceTo": ["Contact"]})");
    CHECK(who.reference_to.size() == 1);
    CHECK_FALSE(who.polymorphic());
}

TEST_CASE("a master-detail field") {
    const Field field = loaded_field(
        "Line__c",
        "Account__c",
        R"({"name": "Account__c", "type": "reference", "referenceTo": ["Account"], "relationshipOrder": 0})"
    );
    CHECK(field.master_detail);
    CHECK(field.on_parent_delete == OnParentDelete::cascade);
    CHECK_FALSE(field.nillable);
    CHECK_FALSE(field.updateable);
    CHECK(field.relationship_name == "Account__r");
    CHECK(field.required());
}

TEST_CASE("delete behaviour of a lookup") {
    const auto behaviour = [](const std::string& members) {
        return loaded_field(
                   "Asset",
                   "Case__c",
                   R"({"name": "Case__c", "type": "reference", "referenceTo": ["Case"])" + members +
                       "}"
        )
            .on_parent_delete;
    };
    CHECK(behaviour("") == OnParentDelete::clear);
    CHECK(behaviour(R"(, "cascadeDelete": true)") == OnParentDelete::cascade);
    CHECK(behaviour(R"(, "restrictedDelete": true)") == OnParentDelete::restrict);
    CHECK(
        behaviour(R"(, "cascadeDelete": true, "restrictedDelete": true)") == OnParentDelete::cascade
    );
    CHECK(behaviour(R"(, "nillable": false)") == OnParentDelete::restrict);
    CHECK(behaviour(R"(, "nillable": false, "restrictedDelete": false)") == OnParentDelete::clear);
}

TEST_CASE("an auto-number is written by the org alone") {
    const Field name = loaded_field(
        "Line__c", "Name", R"({"name": "Name", "type": "string", "autoNumber": true})"
    );
    CHECK(name.auto_number);
    CHECK(name.name_field);
    CHECK_FALSE(name.createable);
    CHECK_FALSE(name.updateable);
    CHECK_FALSE(name.required());
}

TEST_CASE("a long text area cannot be filtered unless the file says so") {
    const auto filterable = [](const std::string& members) {
        return loaded_field(
                   "Account", "T__c", R"({"name": "T__c", "type": "textarea")" + members + "}"
        )
            .filterable;
    };
    CHECK(filterable(""));
    CHECK_FALSE(filterable(R"(, "length": 256)"));
    CHECK(filterable(R"(, "length": 256, "filterable": true)"));
}

TEST_CASE("a file is a very long text") {
    const auto length = [](const std::string& members) {
        return loaded_field(
                   "Account", "F__c", R"({"name": "F__c", "type": "base64")" + members + "}"
        )
            .length;
    };
    CHECK(length("") == 16'777'215);
    // As in a describe answer.
    CHECK(length(R"(, "length": 0)") == 16'777'215);
    CHECK(length(R"(, "length": 200000)") == 200'000);
}

TEST_CASE("which texts are files is kept, and forgotten when the type changes") {
    const auto field = [](const std::string& type) {
        return loaded_field("Account", "F__c", R"({"name": "F__c", "type": ")" + type + "\"}");
    };
    CHECK(field("base64").holds_file);
    CHECK_FALSE(field("textarea").holds_file);
    CHECK(loaded_field("Attachment", "Body", R"({"name": "Body", "length": 100})").holds_file);
    CHECK_FALSE(
        loaded_field("Attachment", "Body", R"({"name": "Body", "type": "textarea"})").holds_file
    );
}

TEST_CASE("a relationship without a name cannot be walked") {
    const Field field = loaded_field(
        "Account",
        "Case__c",
        R"({"name": "Case__c", "type": "reference", "referenceTo": ["Case"], "relationshipName": null})"
    );
    CHECK(field.relationship_name.empty());
}

TEST_CASE("a picklist's values come as texts or as objects") {
    const Field field = loaded_field(
        "Account",
        "P__c",
        R"({"name": "P__c", "type": "picklist", "restrictedPicklist": true,
            "picklistValues": ["A", {"value": "B"}, {"value": "C", "active": false}]})"
    );
    CHECK(field.picklist_values == std::vector<std::string>{"A", "B"});
    CHECK(field.restricted_picklist);
}

TEST_CASE("numbers have their digits") {
    CHECK(
        loaded_field("Account", "N__c", R"({"name": "N__c", "type": "int", "digits": 5})")
            .precision == 5
    );
    const Field amount = loaded_field(
        "Account", "N__c", R"({"name": "N__c", "type": "currency", "precision": 16, "scale": 3})"
    );
    CHECK(amount.precision == 16);
    CHECK(amount.scale == 3);
}

TEST_CASE("fields that are wrong are refused by name") {
    struct Wrong {
        const char* field;
        const char* message;
    };

    const std::vector<Wrong> wrongs{
        {R"({"type": "string"})", "object 'Account', field 1: 'name' is missing"},
        {R"({"name": "A__c", "type": "date"}, {"type": "string"})", "field 2: 'name' is missing"},
        {R"("A__c")", "field 1: must be a JSON object"},
        {R"({"name": "A b__c", "type": "string"})", "'A b__c' is no valid API name"},
        {R"({"name": "1A__c", "type": "string"})", "'1A__c' is no valid API name"},
        {R"({"name": "A__c"})", "object 'Account', field 'A__c': 'type' is missing"},
        {R"({"name": "A__c", "type": "strng"})", "field 'A__c': unknown type 'strng'"},
        {R"({"name": "A__c", "type": 5})", "'type' must be a text"},
        {R"({"name": "A", "type": "string"})", "field 'A': a custom field's name ends in __c"},
        {R"({"name": "A__c", "type": "date"}, {"name": "a__c", "type": "date"})",
         "field 'a__c' is described twice"},
        {R"({"name": "A__c", "type": "date", "externalId": true})",
         "a field of type date cannot be an external id"},
        {R"({"name": "A__c", "type": "reference", "referenceTo": ["Nope__c"]})",
         "referenceTo names the unknown object 'Nope__c'"},
        {R"({"name": "A__c", "type": "reference"})", "a reference needs 'referenceTo'"},
        {R"({"name": "A__c", "type": "string", "referenceTo": ["Account"]})",
         "only a reference can have 'referenceTo'"},
        {R"({"name": "A__c", "type": "string", "relationshipOrder": 1})",
         "only a reference can be a master-detail"},
        {R"({"name": "A__c", "type": "reference", "referenceTo": ["Case", "Lead"], "relationshipOrder": 0})",
         "needs exactly one object"},
        {R"({"name": "A__c", "type": "reference", "referenceTo": ["Case"], "relationshipName": "a-b"})",
         "'a-b' is no valid relationship name"},
        {R"({"name": "A__c", "type": "reference", "referenceTo": ["Case"], "relationshipName": "Owner"})",
         "relationship name 'Owner' belongs to 'OwnerId'"},
        {R"({"name": "A__c", "type": "string", "lenght": 5})", "unknown member 'lenght'"},
        {R"({"name": "A__c", "type": "string", "length": -5})",
         "'length' must be a whole number from 0 to 131072"},
        {R"({"name": "A__c", "type": "string", "length": 5.5})", "'length' must be a whole number"},
        {R"({"name": "A__c", "type": "string", "length": 200000})",
         "'length' must be a whole number"},
        {R"({"name": "A__c", "type": "double", "precision": 256})",
         "'precision' must be a whole number from 0 to 255"},
        {R"({"name": "A__c", "type": "string", "unique": "yes"})",
         "'unique' must be true or false"},
        {R"({"name": "A__c", "type": "picklist", "picklistValues": [3]})",
         "'picklistValues' must be a list"},
        {R"({"name": "A__c", "type": "picklist", "picklistValues": "A"})",
         "'picklistValues' must be a list"},
        {R"({"name": "A__c", "type": "boolean", "defaultValue": "maybe"})",
         "'maybe' is no value for this field"},
        {R"({"name": "A__c", "type": "double", "defaultValue": "ten"})",
         "'ten' is no value for this field"},
        {R"({"name": "A__c", "type": "date", "defaultValue": "2026-02-30"})",
         "'2026-02-30' is no value"},
        {R"({"name": "A__c", "type": "picklist", "restrictedPicklist": true, "picklistValues": ["A"],
             "defaultValue": "B"})",
         "'B' is no value for this field"},
        {R"({"name": "Id", "type": "string"})",
         "field 'Id': this field is of type id in every org"},
        {R"({"name": "CreatedDate", "type": "date"})",
         "this field is of type datetime in every org"},
    };
    for (const Wrong& wrong : wrongs) {
        CAPTURE(wrong.field);
        CHECK_THAT(refusal(file_with("Account", wrong.field)), Catch::Contains(wrong.message));
    }
}

TEST_CASE("defaults are written as JSON or as text") {
    CHECK(
        loaded_field(
            "Account", "B__c", R"({"name": "B__c", "type": "boolean", "defaultValue": true})"
        )
            .default_value == "true"
    );
    CHECK(
        loaded_field(
            "Account", "N__c", R"({"name": "N__c", "type": "double", "defaultValue": 2.5})"
        )
            .default_value == "2.5"
    );
    CHECK(
        loaded_field(
            "Account", "N__c", R"({"name": "N__c", "type": "double", "defaultValue": "3"})"
        )
            .default_value == "3"
    );
}

TEST_CASE("API names") {
    CHECK(is_api_name("A"));
    CHECK(is_api_name("ns__Invoice_2__c"));
    CHECK(is_api_name(std::string(80, 'a')));
    CHECK_FALSE(is_api_name(std::string(81, 'a')));
    CHECK_FALSE(is_api_name(""));
    CHECK_FALSE(is_api_name("_a"));
    CHECK_FALSE(is_api_name("a.b"));
    CHECK_FALSE(is_api_name("\xc3\xa4"));
}

}  // namespace
}  // namespace rowlock
