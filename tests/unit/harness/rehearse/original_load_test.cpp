#include "harness/load/load.hpp"
#include "harness/rehearse/rehearse.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

StrategyOutcome rehearsed(const std::string& file, const std::string& strategy) {
    auto load = read_load_file(file);
    REQUIRE(load.has_value());
    RehearseOptions options;
    options.strategy = strategy;
    const auto rehearsal = rehearse(std::move(*load), options);
    REQUIRE(rehearsal.has_value());
    REQUIRE(rehearsal->strategies.size() == 1);
    return rehearsal->strategies.front();
}

TEST_CASE("the load that lost 11 % loses 9 to 13 % at full size, in whole chunks") {
    const auto outcome = rehearsed("fixtures/loads/massive-upload.json", "as it was");
    CHECK(outcome.rows.submitted == 1'250'000);
    CHECK(outcome.rows.failed > 112'500);
    CHECK(outcome.rows.failed < 162'500);
    CHECK(outcome.rows.created + outcome.rows.failed == outcome.rows.submitted);
    // A job of 500 rows is two chunks of 200 and one of 100.
    CHECK(outcome.rows.failed % 100 == 0);
    CHECK(outcome.rows.failed == outcome.locks.rows_failed);
}

TEST_CASE("the same load loses nothing when no two jobs share an account") {
    const auto outcome = rehearsed("fixtures/loads/massive-upload.json", "accounts kept whole");
    CHECK(outcome.rows.created == 1'250'000);
    CHECK(outcome.locks.lock_waits == 0);
}

// Pinned: every compiler, optimisation level and sanitizer must come to the same history.
TEST_CASE("the history of a rehearsal is the same on every build") {
    CHECK(rehearsed("fixtures/loads/small.json", "as it was").trace_hash == 0x82e011beac62a7adULL);
}

}  // namespace
}  // namespace rowlock
