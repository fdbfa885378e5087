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

TEST_CASE("a permission is taken by its name") {
    OrgConfig config;
    CHECK(config.may_hard_delete);
    const auto unknown = deny(config, "delete");
    REQUIRE_FALSE(unknown.has_value());
    CHECK(unknown.error().message.find("hard-delete") != std::string::npos);
    CHECK(config.may_hard_delete);
    CHECK(deny(config, "hard-delete").has_value());
    CHECK_FALSE(config.may_hard_delete);
    CHECK(config.may_use_api);
    CHECK(deny(config, "api").has_value());
    CHECK_FALSE(config.may_use_api);
}

}  // namespace
}  // namespace rowlock
