// The shipped loads of tasks: what each loses, what cures it, and what docs/task-loads.md says of
// both.
#include "harness/rehearse/rehearse.hpp"
#include "mockorg/codec/duration_text.hpp"
#include "tests/support/test.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

namespace rowlock {
namespace {

Load load_of(const std::string& name) {
    auto load = read_load_file("fixtures/loads/tasks-" + name + ".json");
    if (!load) FAIL(load.error().message);
    return std::move(*load);
}

Rehearsal rehearsal_of(const Load& load) {
    auto rehearsal = rehearse(load, {});
    if (!rehearsal) FAIL(rehearsal.error().message);
    return std::move(*rehearsal);
}

const StrategyOutcome& named(const Rehearsal& rehearsal, const std::string& name) {
    for (const StrategyOutcome& outcome : rehearsal.strategies) {
        if (outcome.name == name) return outcome;
    }
    FAIL("no strategy " + name);
    return rehearsal.strategies.front();
}

TEST_CASE("each load of tasks loses rows as it comes, and whatever else it tries keeps its word") {
    const std::string name =
        GENERATE("by-account", "slightly-more", "far-more", "who-and-what", "scheduled");
    Load load = load_of(name);
    load.seed = GENERATE(1U, 2U, 3U);
    const Rehearsal rehearsal = rehearsal_of(load);
    INFO(text_of(rehearsal));
    REQUIRE(rehearsal.strategies.size() >= 3);
    const StrategyOutcome& first = rehearsal.strategies.front();
    CHECK(first.rows.failed > 0);
    CHECK(first.rows.failed == first.locks.rows_failed);
    for (std::size_t i = 1; i < rehearsal.strategies.size(); ++i) {
        const StrategyOutcome& other = rehearsal.strategies[i];
        INFO(other.name);
        CHECK(other.good());
        CHECK(other.rows.submitted == first.rows.submitted);
        CHECK(other.rows.failed < first.rows.failed);
    }
}

TEST_CASE("slightly more than 10,000 tasks on one account are no reason to leave the parallel lane"
) {
    Load load = load_of("slightly-more");
    load.seed = GENERATE(1U, 2U, 3U, 4U);
    const Rehearsal rehearsal = rehearsal_of(load);
    const Duration feed = named(rehearsal, "one batch at a time").duration;
    CHECK(named(rehearsal, "by account").duration < feed * 2 / 3);
    CHECK(named(rehearsal, "by account, retried").duration < feed * 2 / 3);
}

TEST_CASE("far more than 10,000 tasks on one account need a controlled feed") {
    const Rehearsal rehearsal = rehearsal_of(load_of("far-more"));
    const StrategyOutcome& all = named(rehearsal, "all at once");
    REQUIRE(all.hottest.size() == 1);
    CHECK(all.hottest[0].rows_failed == all.rows.failed);
    // A third of the account's tasks, and the feed is faster than to send those again.
    CHECK(all.rows.failed > 38'000 / 4);
    const StrategyOutcome& feed = named(rehearsal, "controlled feed");
    CHECK(feed.locks.lock_waits == 0);
    CHECK(feed.duration < named(rehearsal, "retried").duration);
    CHECK(feed.duration * 3 < named(rehearsal, "everything serial").duration);
}

TEST_CASE("tasks sorted by What are lost to the accounts behind Who") {
    const Rehearsal rehearsal = rehearsal_of(load_of("who-and-what"));
    CHECK_THAT(text_of(rehearsal), Catch::Contains("(rule task.who.account.insert)"));
    CHECK(named(rehearsal, "by Who").locks.lock_waits == 0);
}

TEST_CASE("the figures of the page about loads of tasks are those of the loads") {
    std::ifstream file{"docs/task-loads.md"};
    REQUIRE(file);
    const std::string page{std::istreambuf_iterator<char>{file}, {}};
    const std::string name =
        GENERATE("by-account", "slightly-more", "far-more", "who-and-what", "scheduled");
    CHECK(page.find("\nrowlock rehearse fixtures/loads/tasks-" + name + ".json\n") != page.npos);
    for (const StrategyOutcome& outcome : rehearsal_of(load_of(name)).strategies) {
        const double lost = 100.0 * static_cast<double>(outcome.rows.failed) /
                            static_cast<double>(outcome.rows.submitted);
        CHECK_THAT(
            page,
            Catch::Contains(fmt::format(
                "\n| {} | {:.2f} % | {} |", outcome.name, lost, duration_text(outcome.duration)
            ))
        );
    }
}

}  // namespace
}  // namespace rowlock
