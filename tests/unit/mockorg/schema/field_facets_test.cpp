#include "mockorg/schema/field_facets.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

Field field_of(FieldType type, std::uint32_t length = 0) {
    Field field;
    field.type = type;
    field.length = length;
    return field;
}

TEST_CASE("long texts can be neither sorted nor grouped") {
    CHECK(is_sortable(field_of(FieldType::textarea, 255)));
    CHECK(is_groupable(field_of(FieldType::textarea, 255)));
    CHECK_FALSE(is_sortable(field_of(FieldType::textarea, 256)));
    CHECK_FALSE(is_groupable(field_of(FieldType::textarea, 256)));
    CHECK(is_sortable(field_of(FieldType::string, 1300)));
}

TEST_CASE("numbers and moments can be sorted but not grouped") {
    CHECK(is_sortable(field_of(FieldType::currency)));
    CHECK_FALSE(is_groupable(field_of(FieldType::currency)));
    CHECK_FALSE(is_groupable(field_of(FieldType::datetime)));
    CHECK(is_groupable(field_of(FieldType::int_)));
    CHECK(is_groupable(field_of(FieldType::date)));
}

TEST_CASE("what is no single value can be neither") {
    for (const FieldType type :
         {FieldType::address, FieldType::complexvalue, FieldType::multipicklist}) {
        CHECK_FALSE(is_sortable(field_of(type)));
        CHECK_FALSE(is_groupable(field_of(type)));
        CHECK_FALSE(is_aggregatable(field_of(type)));
    }
    CHECK_FALSE(is_aggregatable(field_of(FieldType::boolean)));
    CHECK(is_aggregatable(field_of(FieldType::string, 80)));
}

TEST_CASE("bytes are three of each character, but of ids one") {
    CHECK(byte_length(field_of(FieldType::string, 80)) == 240);
    CHECK(byte_length(field_of(FieldType::reference, 18)) == 18);
    CHECK(byte_length(field_of(FieldType::textarea, 0xffffffff)) == 3 * std::uint64_t{0xffffffff});
}

TEST_CASE("whole numbers alone have digits") {
    Field whole = field_of(FieldType::int_);
    whole.precision = 8;
    CHECK(digits_of(whole) == 8);
    Field amount = field_of(FieldType::currency);
    amount.precision = 18;
    CHECK(digits_of(amount) == 0);
}

}  // namespace
}  // namespace rowlock
