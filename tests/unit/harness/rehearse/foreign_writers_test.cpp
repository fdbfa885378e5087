// Loads among foreign writers: the figures they get, and the story of the shipped load.
#include "harness/rehearse/rehearse.hpp"
#include "mockorg/codec/duration_text.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/rehearse/tiny_load.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace rowlock {
namespace {

using test::tiny_load;

Rehearsal rehearsal_of(const Load& load, const RehearseOptions& options = {}) {
    auto rehearsal = rehearse(load, options);
    if (!rehearsal) FAIL(rehearsal.error().message);
    return std::move(*rehearsal);
}

const ForeignStatistics& figures(const StrategyOutcome& outcome, const std::string& name) {
    const auto& reports = outcome.foreign_writers;
    const auto found = std::find_if(reports.begin(), reports.end(), [&](const auto& report) {
        return report.writer.name == name;
    });
    REQUIRE(found != reports.end());
    return found->statistics;
}

constexpr const char* k_ann =
    R"("foreignWriters": [{"name": "Ann", "kind": "user", "object": "Account",
        "where": "Name = 'Account 1'", "hold": "1h"}],)";
constexpr const char* k_alone = R"({"name": "alone", "overrides": {"foreignWriters": []}},
                                   {"name": "with her"})";

TEST_CASE("a user who holds an account costs its rows, and both are told") {
    const Rehearsal rehearsal = rehearsal_of(tiny_load(k_alone, k_ann));
    const StrategyOutcome& alone = rehearsal.strategies[0];
    const StrategyOutcome& among = rehearsal.strategies[1];
    CHECK(alone.foreign_writers.empty());
    CHECK(among.rows.failed > alone.rows.failed);
    CHECK(among.rows.complete());
    CHECK(figures(among, "Ann").runs == 1);
    CHECK(figures(among, "Ann").locks.transactions == 1);
    // Her own transaction is none of the load's.
    CHECK(among.locks.transactions == 10);
    CHECK_THAT(text_of(rehearsal), Catch::Contains("foreign writer Ann (user): 0 transactions"));
    const auto json = nlohmann::json::parse(json_of(rehearsal));
    const auto& told = json["strategies"][1]["foreignWriters"][0];
    CHECK(told["name"] == "Ann");
    CHECK(told["kind"] == "user");
    CHECK(told["statistics"]["runs"] == 1);
    CHECK(json["strategies"][0]["foreignWriters"].empty());
}

TEST_CASE("nobody foreign leaves no trace") {
    const Rehearsal among = rehearsal_of(tiny_load(k_alone, k_ann));
    const Rehearsal plain = rehearsal_of(tiny_load(R"({"name": "alone"})"));
    CHECK(among.strategies[0].trace_hash == plain.strategies[0].trace_hash);
    CHECK(among.strategies[1].trace_hash != plain.strategies[0].trace_hash);
}

TEST_CASE("the same rehearsal twice is the same to the byte, with everybody there is") {
    const char* everybody = R"("foreignWriters": [
        {"name": "Ann", "kind": "user", "object": "Account", "hold": {"mean": "5s", "variation": 1},
         "every": "20s", "retry": {"times": 3}},
        {"name": "sync", "kind": "integration", "object": "Account", "perMinute": 60,
         "records": 2, "keys": "unordered"},
        {"name": "night", "kind": "scheduled", "object": "Account", "at": "5s", "records": 2},
        {"name": "trigger", "kind": "automation", "object": "Contact", "after": ["insert"],
         "updates": "Account", "when": "sync"},
        {"name": "future", "kind": "automation", "object": "Contact", "after": ["insert"],
         "updates": "self", "when": "async", "delay": "2s", "retry": {"times": 2}}],)";
    const char* two = R"({"name": "one"}, {"name": "two", "overrides": {"inFlight": 1}})";
    const std::string once = json_of(rehearsal_of(tiny_load(two, everybody)));
    RehearseOptions options;
    options.threads = 2;
    CHECK(json_of(rehearsal_of(tiny_load(two, everybody), options)) == once);
}

TEST_CASE("asynchronous work is followed to its end") {
    const char* future = R"("foreignWriters": [
        {"name": "future", "kind": "automation", "object": "Contact", "after": ["insert"],
         "updates": "self", "when": "async", "delay": "10m"}],)";
    const Rehearsal rehearsal =
        rehearsal_of(tiny_load(R"({"name": "x", "overrides": {"inFlight": 1}})", future));
    const StrategyOutcome& outcome = rehearsal.strategies[0];
    CHECK(outcome.rows.created == 200);
    CHECK(figures(outcome, "future").runs == 10);
    CHECK(figures(outcome, "future").committed + figures(outcome, "future").given_up == 10);
    CHECK(outcome.foreign_writers[0].open == 0);
}

TEST_CASE("what does not fit the org ends the strategy, with its place") {
    const Rehearsal rehearsal = rehearsal_of(tiny_load(
        R"({"name": "x"})",
        R"("foreignWriters": [{"name": "a", "kind": "scheduled", "object": "Acount"}],)"
    ));
    CHECK_THAT(rehearsal.strategies[0].error, Catch::Contains("tiny.json:1:"));
    CHECK_THAT(rehearsal.strategies[0].error, Catch::Contains("there is no sObject Acount"));
}

// ---- fixtures/loads/future-updates.json ---------------------------------------------------------

TEST_CASE("updates that a load sets off fail now and then, and each of three ways cures it") {
    auto load = read_load_file("fixtures/loads/future-updates.json");
    if (!load) FAIL(load.error().message);
    const std::uint64_t seed = GENERATE(1U, 2U);
    load->seed = seed;
    const Rehearsal rehearsal = rehearsal_of(*load);
    REQUIRE(rehearsal.strategies.size() == 4);
    const StrategyOutcome& large = rehearsal.strategies[0];
    const ForeignStatistics& failing = figures(large, "future");
    INFO(text_of(rehearsal));
    // Sporadically: some, but far from all.
    CHECK(failing.given_up > 0);
    CHECK(failing.given_up < failing.runs / 2);
    CHECK(large.rows.failed > 0);
    for (std::size_t i = 1; i < 4; ++i) {
        const StrategyOutcome& cured = rehearsal.strategies[i];
        INFO(cured.name);
        CHECK(cured.good());
        CHECK(cured.rows.updated == 12'000);
        CHECK(figures(cured, "future").given_up == 0);
        CHECK(figures(cured, "future").records == 12'000);
    }
    CHECK(figures(rehearsal.strategies[3], "future").retries > 0);
}

// ---- fixtures/loads/roll-up-package.json --------------------------------------------------------

TEST_CASE("a roll-up package costs rows, scheduled it has one record that all of them want") {
    auto load = read_load_file("fixtures/loads/roll-up-package.json");
    if (!load) FAIL(load.error().message);
    load->seed = GENERATE(1U, 2U, 3U);
    const Rehearsal rehearsal = rehearsal_of(*load);
    REQUIRE(rehearsal.strategies.size() == 5);
    const StrategyOutcome& real_time = rehearsal.strategies[0];
    const StrategyOutcome& scheduled = rehearsal.strategies[2];
    INFO(text_of(rehearsal));
    CHECK(real_time.rows.failed > 0);
    REQUIRE_FALSE(real_time.hottest.empty());
    CHECK(real_time.hottest[0].object == "Account");
    CHECK(scheduled.rows.failed > real_time.rows.failed);
    REQUIRE(scheduled.hottest.size() == 1);
    CHECK(scheduled.hottest[0].object == "Rollup_Definition__c");
    CHECK(scheduled.hottest[0].rows_failed == scheduled.rows.failed);
    CHECK(
        figures(scheduled, "roll-up").records ==
        scheduled.locks.transactions - scheduled.locks.lock_timeouts
    );
    for (const std::size_t cured : {1U, 3U, 4U}) {
        INFO(rehearsal.strategies[cured].name);
        CHECK(rehearsal.strategies[cured].good());
        CHECK(rehearsal.strategies[cured].rows.updated == 20'000);
    }
    CHECK(rehearsal.strategies[3].duration > rehearsal.strategies[4].duration * 4);
}

TEST_CASE("the page about foreign writers has the figures of the package") {
    const auto load = read_load_file("fixtures/loads/roll-up-package.json");
    REQUIRE(load.has_value());
    std::ifstream file{"docs/foreign-writers.md"};
    const std::string page{std::istreambuf_iterator<char>{file}, {}};
    for (const StrategyOutcome& outcome : rehearsal_of(*load).strategies) {
        const double lost = 100.0 * static_cast<double>(outcome.rows.failed) /
                            static_cast<double>(outcome.rows.submitted);
        const std::string takes = duration_text(outcome.duration);
        CHECK_THAT(
            page,
            Catch::Contains(fmt::format("\n| {} | {:.2f} % | {} |", outcome.name, lost, takes))
        );
    }
}

}  // namespace
}  // namespace rowlock
