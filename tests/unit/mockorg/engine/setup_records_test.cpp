#include "mockorg/engine/setup_records.hpp"

#include "mockorg/schema/schema_loader.hpp"
#include "mockorg/schema/setup_objects.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"

#include <map>
#include <string>

namespace rowlock {
namespace {

constexpr std::string_view k_schema = R"json({"objects": [
  {"name": "npsp__Gift__c", "fields": [{"name": "npsp__Sum__c", "type": "currency"}]},
  {"name": "Gift__c", "fields": [{"name": "Sum__c", "type": "currency"}]}
]})json";

/// `shown` by `key` of all records of a set-up object.
std::map<std::string, std::string> texts_by(
    const Store& setup, std::string_view object, std::string_view key, std::string_view shown
) {
    const ObjectType& type = *setup_schema()->find(object);
    const auto text = [&](std::uint32_t row, std::string_view name) {
        const Value value = setup.value({type.number, row}, type.find_field(name)->number);
        return value.is_null() ? std::string{} : std::string{value.text};
    };
    std::map<std::string, std::string> texts;
    for (std::uint32_t row = 0; row < setup.table(type.number).rows(); ++row)
        texts.emplace(text(row, key), text(row, shown));
    return texts;
}

TEST_CASE("what came with a package has its namespace") {
    const auto schema = require_value(load_schema(k_schema, "setup_records_test"));
    const SetupRecords records{*schema, {'R', 'L', '0'}};
    const Store& setup = records.store();
    const auto of_entities = [&](std::string_view shown) {
        return texts_by(setup, "EntityDefinition", "QualifiedApiName", shown);
    };
    CHECK(of_entities("DeveloperName").at("npsp__Gift__c") == "Gift");
    CHECK(of_entities("NamespacePrefix").at("npsp__Gift__c") == "npsp");
    CHECK(of_entities("PublisherId").at("npsp__Gift__c") == "npsp");
    CHECK(of_entities("DeveloperName").at("Gift__c") == "Gift");
    CHECK(of_entities("NamespacePrefix").at("Gift__c").empty());
    CHECK(of_entities("PublisherId").at("Gift__c") == "<local>");
    CHECK(of_entities("DeveloperName").at("Account") == "Account");
    CHECK(of_entities("PublisherId").at("Account") == "System");

    const auto fields = texts_by(setup, "FieldDefinition", "QualifiedApiName", "NamespacePrefix");
    CHECK(fields.at("npsp__Sum__c") == "npsp");
    CHECK(fields.at("Sum__c").empty());
    CHECK(texts_by(setup, "CustomObject", "NamespacePrefix", "DeveloperName").at("npsp") == "Gift");
    CHECK(texts_by(setup, "CustomField", "NamespacePrefix", "DeveloperName").at("npsp") == "Sum");
}

}  // namespace
}  // namespace rowlock
