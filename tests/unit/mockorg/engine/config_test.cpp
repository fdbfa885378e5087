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
    CHECK(config.rights.hard_delete);
    const auto unknown = deny(config, "delete");
    REQUIRE_FALSE(unknown.has_value());
    CHECK(unknown.error().message.find("hard-delete") != std::string::npos);
    CHECK(config.rights.hard_delete);
    CHECK(deny(config, "hard-delete").has_value());
    CHECK_FALSE(config.rights.hard_delete);
    CHECK(config.rights.api);
    CHECK(deny(config, "api").has_value());
    CHECK_FALSE(config.rights.api);
}

TEST_CASE("one user may have fewer rights than others, whatever the letter case of the name") {
    OrgConfig config;
    CHECK(deny(config, "hard-delete:Ann@acme.com").has_value());
    CHECK_FALSE(rights_of(config, "ann@ACME.com").hard_delete);
    CHECK(rights_of(config, "ann@acme.com").api);
    CHECK(rights_of(config, "bob@acme.com").hard_delete);
    CHECK(deny(config, "api").has_value());
    CHECK_FALSE(rights_of(config, "ann@acme.com").api);
    CHECK_FALSE(deny(config, "api:").has_value());
    CHECK_FALSE(deny(config, "delete:ann@acme.com").has_value());
}

}  // namespace
}  // namespace rowlock
