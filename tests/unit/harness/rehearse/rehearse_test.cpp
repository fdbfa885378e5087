#include "harness/rehearse/rehearse.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/harness/rehearse/tiny_load.hpp"

namespace rowlock {
namespace {

using test::tiny_load;

constexpr const char* k_three =
    R"({"name": "as it is", "reported": {"failedPercent": 12.5, "durationHours": 0.5, "note": "seen once"}},
       {"name": "sorted", "note": "same rows", "overrides": {"order": {"by": "AccountId"}, "inFlight": 1}},
       {"name": "retried", "overrides": {"retry": {"times": 2, "delay": "5s"}}})";

Rehearsal rehearsal_of(const Load& load, const RehearseOptions& options = {}) {
    auto rehearsal = rehearse(load, options);
    if (!rehearsal) FAIL(rehearsal.error().message);
    return std::move(*rehearsal);
}

TEST_CASE("every strategy accounts for every row") {
    const Rehearsal rehearsal = rehearsal_of(tiny_load(k_three));
    REQUIRE(rehearsal.strategies.size() == 3);
    for (const StrategyOutcome& outcome : rehearsal.strategies) {
        CAPTURE(outcome.name, outcome.error);
        CHECK(outcome.good());
        CHECK(outcome.rows.submitted == 200);
        CHECK(outcome.rows.complete());
        CHECK(outcome.rows.created + outcome.rows.failed == 200);
        CHECK(outcome.locks.batch_time > Duration{0});
        CHECK(outcome.duration > Duration{0});
        CHECK(outcome.degree_of_parallelism() > 0.0);
    }
    const StrategyOutcome& fighting = rehearsal.strategies[0];
    CHECK(fighting.rows.failed > 0);
    CHECK(fighting.rows.failed == fighting.locks.rows_failed);
    CHECK(fighting.failures.at(0).code == "UNABLE_TO_LOCK_ROW");
    REQUIRE_FALSE(fighting.hottest.empty());
    CHECK(fighting.hottest[0].object == "Account");
    CHECK(fighting.hottest[0].id.size() == 18);
    CHECK(fighting.hottest[0].rows_failed > 0);
}

TEST_CASE("one job at a time loses nothing, and figures are about the load alone") {
    const Rehearsal rehearsal = rehearsal_of(tiny_load(k_three));
    const StrategyOutcome& calm = rehearsal.strategies[1];
    CHECK(calm.rows.created == 200);
    CHECK(calm.locks.lock_timeouts == 0);
    // Ten jobs of one chunk each; the chunk of the setup is not among them.
    CHECK(calm.locks.transactions == 10);
    CHECK(calm.jobs.jobs == 10);
}

TEST_CASE("retries are counted and help") {
    const Rehearsal rehearsal = rehearsal_of(tiny_load(k_three));
    CHECK(rehearsal.strategies[2].retry_passes > 0);
    CHECK(rehearsal.strategies[2].rows.failed < rehearsal.strategies[0].rows.failed);
}

TEST_CASE("the same rehearsal twice is the same to the byte, on any number of threads") {
    const std::string one = json_of(rehearsal_of(tiny_load(k_three)));
    RehearseOptions options;
    options.threads = GENERATE(1U, 3U, 16U);
    CHECK(json_of(rehearsal_of(tiny_load(k_three), options)) == one);
}

TEST_CASE("another seed is another history") {
    RehearseOptions options;
    options.seed = 4;
    const Rehearsal other = rehearsal_of(tiny_load(k_three), options);
    CHECK(other.seed == 4);
    CHECK(
        other.strategies[0].trace_hash != rehearsal_of(tiny_load(k_three)).strategies[0].trace_hash
    );
}

TEST_CASE("one strategy alone goes as it does in company") {
    RehearseOptions options;
    options.strategy = "retried";
    const Rehearsal alone = rehearsal_of(tiny_load(k_three), options);
    REQUIRE(alone.strategies.size() == 1);
    CHECK(
        alone.strategies[0].trace_hash == rehearsal_of(tiny_load(k_three)).strategies[2].trace_hash
    );
}

TEST_CASE("fewer rows on request") {
    RehearseOptions options;
    options.rows = 30;
    CHECK(rehearsal_of(tiny_load(k_three), options).strategies[0].rows.submitted == 30);
}

TEST_CASE("a refused serial job is a strategy's bad end, not the rehearsal's") {
    const Rehearsal rehearsal = rehearsal_of(tiny_load(
        R"({"name": "refused", "overrides": {"concurrencyMode": "Serial"}},
           {"name": "honoured", "overrides": {"concurrencyMode": "Serial", "bulk2Serial": "honour"}},
           {"name": "ignored", "overrides": {"concurrencyMode": "Serial", "bulk2Serial": "ignore"}})"
    ));
    CHECK_FALSE(rehearsal.strategies[0].good());
    CHECK_THAT(
        rehearsal.strategies[0].error,
        Catch::Contains("Property currently unsupported: 'concurrencyMode'")
    );
    CHECK(rehearsal.strategies[0].rows.not_sent == 200);
    CHECK(rehearsal.strategies[1].rows.created == 200);
    // Times on the wire are whole milliseconds.
    CHECK(rehearsal.strategies[1].degree_of_parallelism() <= 1.001);
    CHECK(rehearsal.strategies[2].rows.failed > 0);
}

TEST_CASE("a load that takes too long is stopped") {
    RehearseOptions options;
    options.virtual_max = seconds(60.0);
    const Rehearsal rehearsal =
        rehearsal_of(tiny_load(R"({"name": "slow", "overrides": {"interval": "1h"}})"), options);
    CHECK(
        rehearsal.strategies[0].error ==
        "the load is not finished after 1 min 00 s of the org's time"
    );
    CHECK_FALSE(rehearsal.strategies[0].good());
}

TEST_CASE("what cannot be used of a project is told, once for all strategies") {
    Load load = tiny_load(k_three);
    load.schema.text = "fixtures/schemas/project/force-app";
    std::vector<std::string> notes;
    RehearseOptions options;
    options.on_schema_note = [&](const std::string& note) { notes.push_back(note); };
    rehearsal_of(load, options);
    REQUIRE(notes.size() == 1);
    CHECK_THAT(notes[0], Catch::Contains("Opportunity.Shape__c: type 'Hologram'"));
}

TEST_CASE("expectations are checked") {
    const Rehearsal rehearsal = rehearsal_of(
        tiny_load(R"({"name": "hopeful", "expect": {"failedAtMost": 0, "createdAtLeast": 1}})")
    );
    const auto& checked = rehearsal.strategies[0].expectations;
    REQUIRE(checked.size() == 2);
    CHECK(checked[0].holds);
    CHECK_FALSE(checked[1].holds);
    CHECK_FALSE(rehearsal.strategies[0].good());
}

TEST_CASE("progress is told per strategy, up to the end") {
    std::vector<std::uint64_t> last(3, 0);
    RehearseOptions options;
    options.on_progress = [&](std::size_t strategy, std::uint64_t done, std::uint64_t) {
        CHECK(done >= (strategy == 2 ? 0 : last.at(strategy)));
        last.at(strategy) = done;
    };
    rehearsal_of(tiny_load(k_three), options);
    CHECK(last == std::vector<std::uint64_t>{200, 200, 200});
}

TEST_CASE("what the load file got wrong is named with its place") {
    const Load good = tiny_load(R"({"name": "one"})");
    Load load = good;
    load.strategies[0].profile = {"slow", "tiny.json:1:2"};
    CHECK_THAT(rehearse(load, {}).error().message, Catch::StartsWith("tiny.json:1:2: "));
    load = good;
    load.schema = {"/nowhere.json", "tiny.json:3:4"};
    CHECK(
        rehearse(load, {}).error().message ==
        "tiny.json:3:4: cannot read /nowhere.json: no such file"
    );
    RehearseOptions options;
    options.strategy = "two";
    CHECK(
        rehearse(good, options).error().message ==
        "the load \"tiny\" has no strategy \"two\", only \"one\""
    );
}

}  // namespace
}  // namespace rowlock
