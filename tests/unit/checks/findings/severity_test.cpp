#include "checks/findings/severity.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("--fail-on takes its four words") {
    CHECK(parse_fail_on("error") == FailOn::error);
    CHECK(parse_fail_on("warning") == FailOn::warning);
    CHECK(parse_fail_on("note") == FailOn::note);
    CHECK(parse_fail_on("never") == FailOn::never);
    CHECK(parse_fail_on("Error") == std::nullopt);
}

TEST_CASE("a severity fails at its own threshold and at lower ones") {
    CHECK(fails(Severity::error, FailOn::error));
    CHECK_FALSE(fails(Severity::warning, FailOn::error));
    CHECK(fails(Severity::warning, FailOn::warning));
    CHECK(fails(Severity::note, FailOn::note));
    CHECK_FALSE(fails(Severity::error, FailOn::never));
}

}  // namespace
}  // namespace rowlock
