#include "mockorg/store/cell.hpp"

#include "tests/support/test.hpp"

#include <limits>

namespace rowlock {
namespace {

TEST_CASE("every value survives its cell, and none is mistaken for null") {
    rc::prop("dates", [](std::int32_t days) {
        RC_ASSERT(date_of(cell_of_date(days)) == days);
        RC_ASSERT(cell_of_date(days) != k_null_cell);
    });
    rc::prop("datetimes", [] {
        // Years 0 to 9999, and the millisecond whose plain bits are all ones.
        const auto ms = *rc::gen::inRange<std::int64_t>(-62'200'000'000'000, 253'402'300'800'000);
        RC_ASSERT(datetime_of(cell_of_datetime(ms)) == ms);
        RC_ASSERT(cell_of_datetime(ms) != k_null_cell);
    });
    rc::prop("numbers", [](double number) {
        RC_PRE(number == number);
        RC_ASSERT(number_of(cell_of_number(number)) == number);
        RC_ASSERT(cell_of_number(number) != k_null_cell);
    });
    rc::prop("references", [](std::uint16_t object, std::uint32_t row) {
        const RecordHandle record{static_cast<ObjectNo>(object), row};
        RC_ASSERT(record_of(cell_of_record(record)) == record);
        RC_ASSERT(cell_of_record(record) != k_null_cell);
    });
    CHECK(cell_of_datetime(-1) != k_null_cell);
    CHECK(cell_of_date(-1) != k_null_cell);
}

}  // namespace
}  // namespace rowlock
