#include "checks/input/cell_value.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

Value value_of(FieldType type, std::string_view text) {
    Field field;
    field.type = type;
    return cell_value(field, text);
}

TEST_CASE("cells are read as their fields hold them") {
    CHECK(value_of(FieldType::boolean, "TRUE").boolean);
    CHECK_FALSE(value_of(FieldType::boolean, "0").boolean);
    CHECK(value_of(FieldType::double_, "12.5").number == 12.5);
    CHECK(value_of(FieldType::date, "1970-01-03").date == 2);
    CHECK(value_of(FieldType::datetime, "1970-01-01T00:00:01Z").datetime == 1000);
    CHECK(value_of(FieldType::picklist, "Closed Won").text == "Closed Won");
}

TEST_CASE("what a field cannot hold is null") {
    for (const auto type :
         {FieldType::boolean, FieldType::int_, FieldType::date, FieldType::datetime}) {
        CHECK(value_of(type, "nonsense").is_null());
        CHECK(value_of(type, "").is_null());
    }
    CHECK(value_of(FieldType::string, "").is_null());
}

}  // namespace
}  // namespace rowlock
