#include "mockorg/soql/functions.hpp"

#include "mockorg/codec/dates.hpp"
#include "tests/support/test.hpp"

namespace rowlock::soql {
namespace {

double at(DateFunction function, std::string_view time) {
    const Value value = apply(function, Value::of_datetime(*parse_datetime(time)));
    REQUIRE(value.kind == Value::Kind::number);
    return value.number;
}

TEST_CASE("functions of a time") {
    const char* const time = "2024-12-31T23:59:59.999Z";
    CHECK(at(DateFunction::calendar_year, time) == 2024);
    CHECK(at(DateFunction::calendar_quarter, time) == 4);
    CHECK(at(DateFunction::calendar_month, time) == 12);
    CHECK(at(DateFunction::day_in_month, time) == 31);
    CHECK(at(DateFunction::day_in_week, time) == 3);
    CHECK(at(DateFunction::day_in_year, time) == 366);
    CHECK(at(DateFunction::hour_in_day, time) == 23);
    CHECK(at(DateFunction::week_in_month, time) == 5);
    CHECK(at(DateFunction::week_in_year, time) == 53);
    CHECK(at(DateFunction::fiscal_year, time) == 2024);
    CHECK(at(DateFunction::fiscal_quarter, time) == 4);
    CHECK(at(DateFunction::fiscal_month, time) == 12);
}

TEST_CASE("times before 1970 belong to their own day") {
    const char* const time = "1969-12-31T23:00:00Z";
    CHECK(at(DateFunction::calendar_year, time) == 1969);
    CHECK(at(DateFunction::hour_in_day, time) == 23);
    const Value day = apply(DateFunction::day_only, Value::of_datetime(*parse_datetime(time)));
    CHECK(day.kind == Value::Kind::date);
    CHECK(day.date == -1);
}

TEST_CASE("null stays null") {
    CHECK(apply(DateFunction::calendar_year, Value::of_null()).is_null());
    CHECK(apply(DateFunction::none, Value::of_null()).is_null());
    CHECK(apply(DateFunction::hour_in_day, Value::of_date(5)).is_null());
}

TEST_CASE("words for functions, in any letter case") {
    CHECK(date_function_of("calendar_year") == DateFunction::calendar_year);
    CHECK(aggregate_of("Count_Distinct") == Aggregate::count_distinct);
    CHECK(presentation_of("TOLABEL") == Presentation::label);
    CHECK(field_group_of("custom") == FieldGroup::custom);
    CHECK_FALSE(date_function_of("").has_value());
    CHECK_FALSE(aggregate_of("median").has_value());
    CHECK(name_of(DateFunction::week_in_year) == "WEEK_IN_YEAR");
    CHECK(name_of(Aggregate::avg) == "AVG");
}

TEST_CASE("what functions take and give") {
    CHECK(takes(DateFunction::calendar_year, FieldType::date));
    CHECK_FALSE(takes(DateFunction::hour_in_day, FieldType::date));
    CHECK_FALSE(takes(DateFunction::day_only, FieldType::date));
    CHECK(takes(DateFunction::day_only, FieldType::datetime));
    CHECK_FALSE(takes(DateFunction::calendar_year, FieldType::string));
    CHECK(type_of(DateFunction::day_only) == FieldType::date);
    CHECK(type_of(DateFunction::hour_in_day) == FieldType::int_);
}

}  // namespace
}  // namespace rowlock::soql
