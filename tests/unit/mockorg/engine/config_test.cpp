#include "mockorg/engine/config.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("the setting for serial jobs has three words") {
    CHECK(parse_bulk2_serial("reject") == Bulk2Serial::reject);
    CHECK(parse_bulk2_serial("ignore") == Bulk2Serial::ignore);
    CHECK(parse_bulk2_serial("honour") == Bulk2Serial::honour);
    CHECK_FALSE(parse_bulk2_serial("honor").has_value());
}

}  // namespace
}  // namespace rowlock
