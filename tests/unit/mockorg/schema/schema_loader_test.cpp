#include "mockorg/schema/schema_loader.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/schema/loading.hpp"

#include <fstream>
#include <sstream>

namespace rowlock {
namespace {

std::string text_of(const char* path) {
    std::ifstream file{path};
    REQUIRE(file.is_open());
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

TEST_CASE("an empty list of objects leaves the standard ones") {
    const auto schema = loaded(R"({"objects": []})");
    CHECK(schema->objects().size() == Schema::standard()->objects().size());
    CHECK(
        schema->find("Account")->fields().size() ==
        Schema::standard()->find("Account")->fields().size()
    );
}

TEST_CASE("standard objects keep their numbers, and theirs their fields, under a schema file") {
    const auto schema =
        loaded(file_with("Opportunity", R"({"name": "Region__c", "type": "string"})"));
    for (const ObjectType& object : Schema::standard()->objects()) {
        CHECK(schema->object(object.number).name == object.name);
        for (const Field& field : object.fields()) {
            CHECK(schema->object(object.number).field(field.number).name == field.name);
        }
    }
    CHECK(schema->find("opportunity")->fields().back().name == "Region__c");
}

TEST_CASE("the shipped external id file") {
    const auto schema = loaded(text_of("fixtures/schemas/external-id.json"));
    for (const char* name : {"Account", "Contact", "Opportunity"}) {
        CAPTURE(name);
        const Field* field = schema->find(name)->find_field("External_ID__c");
        REQUIRE(field != nullptr);
        CHECK(field->type == FieldType::string);
        CHECK(field->length == 80);
        CHECK(field->external_id);
        CHECK(field->unique);
        CHECK_FALSE(field->case_sensitive);
        CHECK(field->custom);
        CHECK(field->usable_as_key());
    }
    CHECK(schema->find("Lead")->find_field("External_ID__c") == nullptr);
}

TEST_CASE("broken JSON is reported with the file, line and column") {
    const std::string message = refusal("{\n  \"objects\": [}\n");
    CHECK_THAT(message, Catch::StartsWith("schema.json: "));
    CHECK_THAT(message, Catch::Contains("line 2, column 15"));
}

TEST_CASE("JSON of another shape is refused") {
    const char* expected = "schema.json: expected {\"objects\": [...]}";
    CHECK_THAT(refusal("{}"), Catch::StartsWith(expected));
    CHECK_THAT(refusal("3"), Catch::StartsWith(expected));
    CHECK_THAT(refusal("null"), Catch::StartsWith(expected));
    CHECK_THAT(refusal(R"({"objects": {}})"), Catch::StartsWith(expected));
    CHECK_THAT(refusal(R"({"objects": [3]})"), Catch::Contains("object 1: must be a JSON object"));
    CHECK_THAT(refusal(R"([[]])"), Catch::Contains("object 1: must be a JSON object"));
}

TEST_CASE("a file of a thousand objects is loaded, one of five thousand is refused") {
    const auto file_of = [](int count) {
        std::string json = R"({"objects": [)";
        for (int i = 0; i < count; ++i) {
            json += (i > 0 ? ", " : "") + std::string{R"({"name": "Object)"} + std::to_string(i) +
                    "__c\"}";
        }
        return json + "]}";
    };
    const auto schema = loaded(file_of(1000));
    CHECK(schema->find("Object999__c") != nullptr);
    CHECK_THAT(refusal(file_of(5000)), Catch::Contains("more than 4000 objects"));
}

TEST_CASE("an object with too many fields is refused") {
    std::string fields;
    for (int i = 0; i < 2500; ++i) {
        fields += (i > 0 ? ", " : "") + std::string{R"({"type": "date", "name": "Date)"} +
                  std::to_string(i) + "__c\"}";
    }
    CHECK_THAT(
        refusal(file_with("Account", fields)),
        Catch::Contains("object 'Account': more than 2000 fields")
    );
}

/// A good file with one byte changed is loaded or refused, never worse.
TEST_CASE("damaged files never do harm") {
    const std::string file = text_of("fixtures/schemas/external-id.json");
    rc::prop("damaged files never do harm", [&] {
        std::string damaged = file;
        const auto hits = *rc::gen::inRange(1, 4);
        for (int i = 0; i < hits; ++i) {
            damaged[*rc::gen::inRange<std::size_t>(0, damaged.size())] =
                *rc::gen::arbitrary<char>();
        }
        const auto schema = load_schema(damaged, "schema.json");
        if (!schema) RC_ASSERT(schema.error().code == ErrorCode::bad_file);
    });
}

}  // namespace
}  // namespace rowlock
