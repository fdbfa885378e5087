#include "mockorg/testing/in_process_org.hpp"
#include "mockorg/testing/require_value.hpp"

#include <catch2/catch.hpp>

namespace {

TEST_CASE("three lines make an org") {
    auto org = rowlock::require_value(rowlock::InProcessOrg::create({}));
    rowlock::require_value(org.load_csv("Account", "insert", "Name\nAcme\n"));
    org.run_until_idle();
    CHECK(rowlock::require_value(org.count("SELECT COUNT() FROM Account")) == 1);
}

}  // namespace
