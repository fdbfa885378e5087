#include "mockorg/engine/shown_value.hpp"

#include "mockorg/codec/dates.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

TEST_CASE_METHOD(EngineFixture, "values as people in the United States read them") {
    const auto number = [&](double value, FieldType type, int digits) {
        return shown_value(store, Value::of_number(value), type, digits);
    };
    CHECK(number(0, FieldType::int_, 0) == "0");
    CHECK(number(999, FieldType::int_, 0) == "999");
    CHECK(number(1000, FieldType::int_, 0) == "1,000");
    CHECK(number(-1234567.5, FieldType::double_, 2) == "-1,234,567.50");
    CHECK(number(1234.5, FieldType::currency, 2) == "$1,234.50");
    CHECK(number(-1, FieldType::currency, 0) == "-$1");
    CHECK(number(12.5, FieldType::percent, 1) == "12.5%");
    const auto time = [&](const char* text) {
        return shown_value(
            store, Value::of_datetime(*parse_datetime(text)), FieldType::datetime, 0
        );
    };
    CHECK(time("2026-01-31T00:05:00Z") == "1/31/2026, 12:05 AM");
    CHECK(time("2026-11-01T12:00:00Z") == "11/1/2026, 12:00 PM");
    CHECK(time("1969-12-31T23:59:59Z") == "12/31/1969, 11:59 PM");
    CHECK(shown_value(store, Value::of_date(0), FieldType::date, 0) == "1/1/1970");
    CHECK(shown_value(store, Value::of_boolean(true), FieldType::boolean, 0) == "true");
    CHECK(shown_value(store, Value::of_text("x"), FieldType::string, 0) == "x");
}

}  // namespace
}  // namespace rowlock
