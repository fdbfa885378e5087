#include "mockorg/api/describe_object.hpp"

#include "mockorg/api/describe_field.hpp"
#include "mockorg/schema/schema_loader.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

std::string describe(const Schema& schema, const ObjectType& object) {
    std::string text;
    JsonWriter json{text};
    append_object_describe(json, schema, object, 60.0);
    return text;
}

/// What clients ask a field for.
auto properties(const Schema& schema, const Field& field) {
    std::vector<std::string> targets;
    for (const ObjectNo target : field.reference_to) targets.push_back(schema.object(target).name);
    return std::tuple{
        field.name,
        field.label,
        field.type,
        field.length,
        field.precision,
        field.scale,
        std::vector<bool>{
            field.nillable,
            field.createable,
            field.updateable,
            field.defaulted_on_create,
            field.calculated,
            field.auto_number,
            field.unique,
            field.case_sensitive,
            field.external_id,
            field.id_lookup,
            field.filterable,
            field.name_field,
            field.custom,
            field.holds_file,
            field.restricted_picklist},
        field.default_value,
        field.picklist_values,
        targets,
        field.relationship_name,
        field.on_parent_delete};
}

/// The description of one field, as JSON text.
std::string field_describe(const std::string& object, const std::string& name) {
    const Schema& schema = *Schema::standard();
    std::string text;
    JsonWriter json{text};
    append_field_describe(json, schema, *schema.find(object)->find_field(name));
    return text;
}

bool shows(const std::string& description, const std::string& part) {
    return description.find(part) != std::string::npos;
}

TEST_CASE("a field says which compound shows it, and what it may lead to") {
    CHECK(shows(field_describe("Account", "BillingCity"), R"("compoundFieldName":"BillingAddress")")
    );
    CHECK(shows(field_describe("Contact", "LastName"), R"("compoundFieldName":"Name")"));
    CHECK(shows(field_describe("Account", "Phone"), R"("compoundFieldName":null)"));
    CHECK(shows(field_describe("Account", "RecordTypeId"), R"("referenceTo":["RecordType"])"));
}

TEST_CASE("a relationship says all that a delete meets") {
    const Schema& schema = *Schema::standard();
    const std::string account = describe(schema, *schema.find("Account"));
    CHECK(shows(
        account,
        R"({"cascadeDelete":true,"childSObject":"Contract","deprecatedAndHidden":false,)"
        R"("field":"AccountId","junctionIdListNames":[],"junctionReferenceTo":[],)"
        R"("relationshipName":"Contracts","restrictedDelete":true})"
    ));
    CHECK(shows(account, R"("relationshipName":"Shares","restrictedDelete":false})"));
    CHECK(shows(account, R"("deletable":true)"));
    CHECK(shows(account, R"("undeletable":true)"));
    const std::string user = describe(schema, *schema.find("User"));
    CHECK(shows(user, R"("deletable":false)"));
}

TEST_CASE("every description is read back as what it describes") {
    const auto schema = Schema::standard();
    std::string list = "[";
    for (const ObjectType& object : schema->objects()) {
        list.append(list.size() > 1 ? "," : "").append(describe(*schema, object));
    }
    const auto again = load_schema(list + "]", "descriptions");
    INFO((again ? std::string{} : again.error().message));
    REQUIRE(again);
    for (const ObjectType& object : schema->objects()) {
        const ObjectType* read = (*again)->find(object.name);
        REQUIRE(read != nullptr);
        CHECK(read->label == object.label);
        CHECK(read->label_plural == object.label_plural);
        CHECK(read->key_prefix == object.key_prefix);
        REQUIRE(read->fields().size() == object.fields().size());
        for (const Field& field : object.fields()) {
            CAPTURE(object.name, field.name);
            CHECK((properties(**again, *read->find_field(field.name)) == properties(*schema, field))
            );
        }
    }
}

TEST_CASE("what can be done with records follows from the fields") {
    const auto schema = Schema::standard();
    std::string text;
    JsonWriter json{text};
    append_object_summary(json, *schema->find("Account"), 45.0);
    CHECK(text.find(R"("createable":true)") != std::string::npos);
    CHECK(text.find(R"("mergeable":true)") != std::string::npos);
    CHECK(text.find(R"("/services/data/v45.0/sobjects/Account/{ID}")") != std::string::npos);
}

}  // namespace
}  // namespace rowlock
