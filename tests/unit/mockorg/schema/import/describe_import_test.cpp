#include "mockorg/schema/import/describe_import.hpp"

#include "mockorg/schema/schema_loader.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

/// As an org answers: with members that no schema file has, nulls, and zeros where nothing is.
constexpr const char* k_invoice = R"({
  "name": "Invoice__c", "label": "Invoice", "labelPlural": "Invoices", "keyPrefix": "a0B",
  "custom": true, "queryable": true, "urls": {"describe": "/somewhere"},
  "childRelationships": [],
  "fields": [
    {"name": "Id", "type": "id", "length": 18, "precision": 0, "byteLength": 18, "soapType": "tns:ID"},
    {"name": "Name", "type": "string", "length": 80, "nameField": true, "nillable": false},
    {"name": "Account__c", "type": "reference", "length": 18, "referenceTo": ["Account"],
     "relationshipName": "Account__r", "relationshipOrder": 0, "cascadeDelete": true, "nillable": false},
    {"name": "Clerk__c", "type": "reference", "length": 18, "referenceTo": ["Clerk__c"],
     "relationshipName": "Clerk__r", "relationshipOrder": null, "nillable": true},
    {"name": "Key__c", "type": "string", "length": 40, "externalId": true, "unique": true},
    {"name": "Total__c", "type": "currency", "length": 0, "precision": 18, "scale": 2,
     "calculated": true, "calculatedFormula": null, "nillable": true},
    {"name": "Where__c", "type": "hologram"}
  ]})";

/// What its children are called is for the parent to say.
constexpr const char* k_account = R"({
  "name": "Account", "label": "Account", "custom": false,
  "childRelationships": [
    {"childSObject": "Contact", "field": "AccountId", "relationshipName": "Contacts"},
    {"childSObject": "Invoice__c", "field": "Account__c", "relationshipName": "Bills__r"},
    {"childSObject": "Invoice__c", "field": "Clerk__c", "relationshipName": null}],
  "fields": [{"name": "Id", "type": "id"}]})";

bool says(const ImportReport& report, ImportNote::Kind kind, const std::string& part) {
    for (const ImportNote& note : report.notes) {
        if (note.kind == kind && (note.place + ": " + note.what).find(part) != std::string::npos)
            return true;
    }
    return false;
}

Result<ImportedSchema> import_text(const test::Folder& folder, const std::string& text) {
    const std::vector<std::string> paths{folder.write("describe.json", text)};
    return import_describes(paths);
}

TEST_CASE("a describe answer is a schema file, whatever form it was kept in") {
    const std::string answer = k_invoice;
    const std::vector<std::string> forms{
        answer,
        "[" + answer + "]",
        R"({"status": 0, "result": )" + answer + R"(, "warnings": []})",
        R"({"status": 0, "result": [)" + answer + "]}"};
    const std::string& text = forms[GENERATE(0U, 1U, 2U, 3U)];
    const test::Folder folder;
    const auto imported = import_text(folder, text);
    if (!imported) FAIL(imported.error().message);

    const auto schema = load_schema(imported->json, "imported");
    if (!schema) FAIL(schema.error().message);
    const ObjectType* invoice = (*schema)->find("Invoice__c");
    REQUIRE(invoice != nullptr);
    CHECK(std::string(invoice->key_prefix.begin(), invoice->key_prefix.end()) == "a0B");
    const Field* account = invoice->find_field("Account__c");
    REQUIRE(account != nullptr);
    CHECK(account->master_detail);
    CHECK_FALSE(account->nillable);
    CHECK(invoice->find_relationship("Account__r") == account);
    CHECK(invoice->find_field("Key__c")->external_id);
    CHECK(invoice->find_field("Key__c")->length == 40);
    CHECK(invoice->find_field("OwnerId") == nullptr);
}

TEST_CASE("an object whose children are tasks can be what tasks and events are about") {
    const test::Folder folder;
    const std::string site =
        R"({"name": "Site__c", "custom": true, "keyPrefix": "a01", "fields": [],
      "childRelationships": [{"childSObject": "Task", "field": "WhatId"}]})";
    const std::string plain = R"({"name": "Room__c", "custom": true, "fields": [],
      "childRelationships": [{"childSObject": "Bed__c", "field": "Room__c"}]})";
    const std::string task = R"({"name": "Task", "fields": [
      {"name": "WhatId", "type": "reference", "referenceTo": ["Account", "Site__c"]}]})";
    const std::string answers =
        GENERATE_COPY("[" + site + "," + plain + "]", "[" + site + "," + plain + "," + task + "]");
    const auto imported = import_text(folder, answers);
    REQUIRE(imported.has_value());
    for (const auto& schema :
         {load_schema(imported->json, "imported"), load_schema(answers, "as it came")}) {
        if (!schema) FAIL(schema.error().message);
        std::vector<std::string> targets;
        for (const ObjectNo target : (*schema)->find("Task")->find_field("WhatId")->reference_to)
            targets.push_back((*schema)->object(target).name);
        CHECK_THAT(targets, Catch::VectorContains(std::string{"Site__c"}));
        CHECK_THAT(targets, Catch::VectorContains(std::string{"Account"}));
        CHECK_THAT(targets, !Catch::VectorContains(std::string{"Room__c"}));
    }
}

TEST_CASE("the report says what was read, and what a describe answer cannot tell") {
    const test::Folder folder;
    const auto imported = import_text(folder, k_invoice);
    REQUIRE(imported.has_value());
    const ImportReport& report = imported->report;
    CHECK(report.files == 1);
    CHECK(report.objects == 1);
    CHECK(report.fields == 6);
    CHECK(report.references == 2);
    CHECK(report.master_details == 1);
    CHECK(says(report, ImportNote::Kind::unknown, "Invoice__c: Where__c: type 'hologram'"));
    CHECK(says(report, ImportNote::Kind::unknown, "Total__c: calculated"));
    CHECK(says(report, ImportNote::Kind::ignored, "1 references to objects that are neither"));
}

TEST_CASE("answers that refer to each other are known to each other, in any order of files") {
    const test::Folder folder;
    const std::string clerk = folder.write("clerk.json", R"({"name": "Clerk__c", "fields": []})");
    const std::string invoice = folder.write("invoice.json", k_invoice);
    const auto one = import_describes(std::vector<std::string>{clerk, invoice});
    const auto other = import_describes(std::vector<std::string>{invoice, clerk});
    REQUIRE(one.has_value());
    REQUIRE(other.has_value());
    CHECK(one->json == other->json);
    const auto schema = load_schema(one->json, "imported");
    if (!schema) FAIL(schema.error().message);
    const Field* field = (*schema)->find("Invoice__c")->find_field("Clerk__c");
    REQUIRE(field->reference_to.size() == 1);
    CHECK((*schema)->object(field->reference_to.front()).name == "Clerk__c");
}

TEST_CASE("a file that is no describe answer is named with what is wrong") {
    const test::Folder folder;
    const auto message_for = [&](const std::string& text) {
        const auto imported = import_text(folder, text);
        return imported ? "accepted" : imported.error().message;
    };
    CHECK_THAT(
        message_for("{\n  \"name\": }"),
        Catch::Contains("describe.json") && Catch::Contains("line 2")
    );
    CHECK_THAT(message_for("[]"), Catch::Contains("describe.json: expected a describe answer"));
    CHECK_THAT(message_for(R"({"name": "A__c"})"), Catch::Contains("expected a describe answer"));
    CHECK_THAT(
        message_for(R"([{"name": "A__c", "fields": []}, 7])"), Catch::Contains("expected a")
    );
    CHECK_THAT(
        message_for(R"({"status": 1, "name": "NOT_FOUND", "message": "no such org"})"),
        Catch::Contains("the describe command had failed: no such org")
    );
    CHECK_THAT(
        import_describes(std::vector<std::string>{folder.path("missing.json")}).error().message,
        Catch::Contains("missing.json")
    );
}

TEST_CASE("an answer damaged anywhere is an error or a schema, never a crash") {
    const test::Folder folder;
    rc::prop("one byte changed", [&] {
        std::string text = k_invoice;
        const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
        text[at] = *rc::gen::arbitrary<char>();
        const auto imported = import_text(folder, text);
        if (imported) {
            (void)load_schema(imported->json, "imported");
        } else {
            RC_ASSERT(!imported.error().message.empty());
        }
    });
}

TEST_CASE("children are called what their parent calls them") {
    const test::Folder folder;
    const auto imported =
        import_text(folder, "[" + std::string{k_invoice} + "," + std::string{k_account} + "]");
    if (!imported) FAIL(imported.error().message);
    const auto schema = load_schema(imported->json, "imported");
    if (!schema) FAIL(schema.error().message);
    const ObjectType& invoice = *(*schema)->find("Invoice__c");
    CHECK(invoice.find_field("Account__c")->child_relationship_name == "Bills__r");
    CHECK(invoice.find_field("Clerk__c")->child_relationship_name.empty());
}

}  // namespace
}  // namespace rowlock
