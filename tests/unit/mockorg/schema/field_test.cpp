#include "mockorg/schema/field.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

constexpr int k_type_count = static_cast<int>(FieldType::address) + 1;

TEST_CASE("every field type is read back from its own name, in any letter case") {
    for (int i = 0; i < k_type_count; ++i) {
        const auto type = static_cast<FieldType>(i);
        const std::string name = api_name_of(type);
        CAPTURE(name);
        CHECK(field_type_of(name) == type);
        std::string upper = name;
        for (char& c : upper) c = static_cast<char>(std::toupper(c));
        CHECK(field_type_of(upper) == type);
    }
}

TEST_CASE("the types with keywords for names lose their underscore") {
    CHECK(api_name_of(FieldType::int_) == "int");
    CHECK(api_name_of(FieldType::double_) == "double");
}

TEST_CASE("types of a describe answer that are not ours are read as the nearest one") {
    CHECK(field_type_of("encryptedstring") == FieldType::string);
    CHECK(field_type_of("long") == FieldType::int_);
    CHECK(field_type_of("location") == FieldType::address);
    CHECK(field_type_of("strng") == std::nullopt);
    CHECK(field_type_of("") == std::nullopt);
}

TEST_CASE("no type holds both text and numbers") {
    for (int i = 0; i < k_type_count; ++i) {
        const auto type = static_cast<FieldType>(i);
        CHECK_FALSE((holds_text(type) && holds_number(type)));
    }
    CHECK(holds_text(FieldType::picklist));
    CHECK(holds_number(FieldType::percent));
    CHECK_FALSE(holds_text(FieldType::reference));
    CHECK_FALSE(holds_number(FieldType::date));
}

TEST_CASE("a field is required if it may be written, must not be empty and has no default") {
    Field field;
    CHECK_FALSE(field.required());
    field.nillable = false;
    CHECK(field.required());
    field.defaulted_on_create = true;
    CHECK_FALSE(field.required());
    field.defaulted_on_create = false;
    field.createable = false;
    CHECK_FALSE(field.required());
}

}  // namespace
}  // namespace rowlock
