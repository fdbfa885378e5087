#include "harness/schedule/joint_run.hpp"

#include "harness/rehearse/rehearse.hpp"
#include "tests/unit/harness/schedule/two_loads.hpp"

namespace rowlock {
namespace {

using test::TwoLoads;

SharedOrg org_of(const TwoLoads& two, const std::string& profile) {
    const auto config = config_of(two.loads);
    REQUIRE(config);
    auto org = SharedOrg::create(two.loads, *config, {profile, 3});
    if (!org) FAIL(org.error().message);
    return std::move(*org);
}

JointRun run(const SharedOrg& org, const TwoLoads& two, const std::vector<Start>& starts) {
    auto joint = run_together(org, two.loads, starts, {});
    if (!joint) FAIL(joint.error().message);
    return std::move(*joint);
}

const std::vector<Start> k_alone{{0, Duration{}}};
const std::vector<Start> k_at_once{{0, Duration{}}, {1, Duration{}}};

TEST_CASE("a load alone goes as in a rehearsal") {
    const TwoLoads two{true, "02:00"};
    const LoadRun alone = run(org_of(two, "typical"), two, k_alone).loads.front();
    RehearseOptions options;
    options.seed = 3;
    const auto rehearsal = rehearse(two.loads[0].load, options);
    REQUIRE(rehearsal);
    const StrategyOutcome& outcome = rehearsal->strategies.front();
    CHECK(alone.rows == outcome.rows.submitted);
    CHECK(alone.succeeded == outcome.rows.created);
    CHECK(alone.failed_for_locks == 0);
    CHECK(alone.duration > Duration{});
}

TEST_CASE("loads of the same records at the same time cost each other rows") {
    const TwoLoads two{true, "02:00"};
    const SharedOrg org = org_of(two, "heavy");
    const JointRun together = run(org, two, k_at_once);
    CHECK(together.failed_for_others() > 0);
    CHECK(together.failed_for_others() == together.failed_for_locks());
    for (const LoadRun& load : together.loads) {
        CHECK(load.error.empty());
        CHECK(load.succeeded + load.failed_for_locks + load.failed_otherwise == load.rows);
    }
    CHECK(cost_each_other(org, two.loads, k_at_once, {}) == true);
}

TEST_CASE("loads of other records do not, and neither do those one after the other") {
    const TwoLoads apart{false, "02:00"};
    const SharedOrg strangers = org_of(apart, "heavy");
    CHECK(run(strangers, apart, k_at_once).failed_for_locks() == 0);
    CHECK(cost_each_other(strangers, apart.loads, k_at_once, {}) == false);
    const TwoLoads two{true, "02:00"};
    const SharedOrg org = org_of(two, "heavy");
    const Duration lasts = run(org, two, k_alone).loads.front().duration;
    const std::vector<Start> later{{0, Duration{}}, {1, lasts + seconds(10)}};
    const JointRun joint = run(org, two, later);
    CHECK(joint.failed_for_locks() == 0);
    CHECK(joint.loads[0].duration == lasts);
    CHECK(cost_each_other(org, two.loads, later, {}) == false);
}

TEST_CASE("what a load costs itself is not the others' doing") {
    TwoLoads two{true, "02:00"};
    const std::string crowd = R"(, {"name": "crowd", "overrides": {"inFlight": 0}})";
    two.folder.write("a.json", test::account_load("a", 0, crowd));
    auto loads = read_schedule(std::vector{
        two.folder.path("a.json") + "#crowd@02:00", two.folder.path("b.json") + "@02:00"});
    REQUIRE(loads);
    two.loads = std::move(*loads);
    const JointRun alone = run(org_of(two, "heavy"), two, k_alone);
    CHECK(alone.failed_for_locks() > 0);
    CHECK(alone.failed_for_others() == 0);
}

TEST_CASE("a run alone goes as one in company of nobody, and tells what it locked when") {
    const TwoLoads two{true, "02:00"};
    const SharedOrg org = org_of(two, "typical");
    const auto first = run_alone(org, two.loads, 0, {});
    const auto second = run_alone(org, two.loads, 1, {});
    REQUIRE(first);
    REQUIRE(second);
    CHECK(first->run == run(org, two, k_alone).loads.front());
    CHECK(first->times.shared_with(second->times) == 4);
    const Duration lasts = first->run.duration;
    CHECK_FALSE(first->times.keeps_clear_of(second->times, Duration{}, seconds(10)));
    CHECK_FALSE(first->times.keeps_clear_of(second->times, lasts / 2, seconds(10)));
    CHECK(first->times.keeps_clear_of(second->times, lasts + seconds(11), seconds(10)));
}

TEST_CASE("the same run in the same org is the same again") {
    const TwoLoads two{true, "02:00"};
    const SharedOrg org = org_of(two, "typical");
    const std::vector<Start> starts{{0, Duration{}}, {1, seconds(5)}};
    const JointRun first = run(org, two, starts);
    CHECK(first.loads == run(org, two, starts).loads);
    CHECK(first.loads == run(org_of(two, "typical"), two, starts).loads);
}

}  // namespace
}  // namespace rowlock
