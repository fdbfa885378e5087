#include "mockorg/engine/org.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"

namespace rowlock {
namespace {

OrgConfig lively_config(std::uint64_t seed) {
    OrgConfig config;
    config.schema = engine_schema();
    config.profile = require_value(find_profile("seed"));
    config.seed = seed;
    return config;
}

/// Forty overlapping jobs on few parents: waits, failures and requeues.
void run_busy_hour(OrgFixture& fixture) {
    std::vector<std::string> parents;
    for (int i = 0; i < 30; ++i) parents.push_back(fixture.account(std::to_string(i)));
    Random random{99};
    for (int job = 0; job < 40; ++job) {
        std::string csv = "LastName,AccountId\n";
        for (int row = 0; row < 450; ++row)
            csv.append("x," + parents[random.below(parents.size())] + "\n");
        fixture.load("Contact", "insert", std::move(csv));
        fixture.org.advance(seconds(7));
    }
    fixture.org.run_until_idle();
}

struct Outcome {
    std::uint64_t hash;
    std::uint64_t count;
    std::uint64_t failed;
    std::string results;

    bool operator==(const Outcome&) const = default;
};

Outcome outcome_of(OrgFixture& fixture) {
    Outcome outcome{fixture.org.org().trace().hash(), fixture.org.org().trace().count(), 0, {}};
    for (const JobInfo& info : require_value(fixture.org.ask(ListJobs{}))) {
        outcome.failed += info.rows_failed;
        const BodySource body =
            require_value(fixture.org.ask(GetJobResults{info.id, JobResultKind::failed}));
        outcome.results.append(read_all(body));
    }
    return outcome;
}

TEST_CASE("the same calls with the same seed do the same, byte for byte") {
    OrgFixture first{lively_config(1)};
    OrgFixture second{lively_config(1)};
    OrgFixture other{lively_config(2)};
    run_busy_hour(first);
    run_busy_hour(second);
    run_busy_hour(other);
    const Outcome outcome = outcome_of(first);
    CHECK(outcome.failed > 0);
    CHECK(outcome == outcome_of(second));
    CHECK(outcome.hash != outcome_of(other).hash);
}

TEST_CASE("how time is cut into steps makes no difference") {
    const auto step = GENERATE(0.1, 1.0, 77.0);
    OrgFixture at_once{lively_config(3)};
    OrgFixture in_steps{lively_config(3)};
    for (OrgFixture* fixture : {&at_once, &in_steps}) {
        const std::string acme = fixture->account("Acme");
        for (int i = 0; i < 5; ++i) fixture->load("Contact", "insert", contacts_csv(450, acme));
    }
    at_once.org.run_until_idle();
    while (in_steps.org.org().next_deadline()) in_steps.org.advance(seconds(step));
    CHECK(at_once.org.org().trace().hash() == in_steps.org.org().trace().hash());
}

TEST_CASE("a fresh org stands at its start, idle and empty") {
    OrgConfig config = steady_config();
    config.start = k_org_epoch + seconds(1000);
    OrgFixture fixture{config};
    CHECK(fixture.org.org().now() == k_org_epoch + seconds(1000));
    CHECK_FALSE(fixture.org.org().next_deadline().has_value());
    CHECK(fixture.org.locks().empty());
    CHECK(fixture.count("SELECT COUNT() FROM User") == 1);
    CHECK(fixture.org.org().organization_id().text().starts_with("00D"));
    CHECK(fixture.org.org().user_id().text().starts_with("005"));
}

TEST_CASE("a lock rule that does not fit the schema is an error") {
    OrgConfig config = steady_config();
    LockRule rule;
    rule.id = "bad";
    rule.object = "Account";
    rule.operations = {WriteKind::insert};
    rule.path = "Nowhere";
    config.lock_rules.push_back(rule);
    CHECK_FALSE(Org::create(config).has_value());
}

TEST_CASE("submit first does what is due, and time never runs backwards") {
    OrgFixture fixture;
    const RecordId job = fixture.load("Account", "insert", "Name\nAcme\n");
    Org& org = fixture.org.org();
    JobState seen{};
    org.submit(k_org_epoch + seconds(4), GetJob{job}, [&](auto reply) {
        seen = require_value(reply).state;
    });
    CHECK(seen == JobState::job_complete);
    org.advance_to(k_org_epoch + seconds(1));
    CHECK(org.now() == k_org_epoch + seconds(4));
}

TEST_CASE("going back to a snapshot and doing the same again gives the same") {
    OrgFixture fixture{lively_config(4)};
    const std::string acme = fixture.account("Acme");
    for (int i = 0; i < 4; ++i) fixture.load("Contact", "insert", contacts_csv(450, acme));
    fixture.org.advance(seconds(9));
    const auto snapshot = fixture.org.org().snapshot();
    const TimePoint taken = fixture.org.org().now();

    const auto go_on = [&] {
        fixture.load("Contact", "insert", contacts_csv(300, acme));
        fixture.org.run_until_idle();
        fixture.org.org().check_invariants();
        return std::pair{outcome_of(fixture).results, fixture.org.org().now()};
    };
    fixture.org.org().restore(*snapshot);
    const auto first = go_on();
    const std::uint64_t hash = fixture.org.org().trace().hash();
    fixture.org.org().restore(*snapshot);
    CHECK(fixture.org.org().now() == taken);
    CHECK(go_on() == first);
    CHECK(fixture.org.org().trace().hash() == hash);
}

TEST_CASE("a snapshot can be restored into another org") {
    OrgFixture one{lively_config(5)};
    OrgFixture two{lively_config(5)};
    const std::string acme = one.account("Acme");
    one.load("Contact", "insert", contacts_csv(450, acme));
    one.org.advance(seconds(3));
    two.org.org().restore(*one.org.org().snapshot());
    one.org.run_until_idle();
    two.org.run_until_idle();
    CHECK(outcome_of(one).results == outcome_of(two).results);
    CHECK(two.count("SELECT COUNT() FROM Contact") == 450);
}

TEST_CASE("writes that wait while the org is set back are told so") {
    OrgFixture fixture;
    const auto snapshot = fixture.org.org().snapshot();
    std::string error;
    fixture.org.org().submit(
        fixture.org.org().now(),
        WriteRecord{"Account", Operation::insert, {}, {}, {{"Name", "Acme"}}},
        [&](auto reply) { error = error_of(reply); }
    );
    fixture.org.org().restore(*snapshot);
    CHECK(error.starts_with("SERVER_UNAVAILABLE:"));
    fixture.org.run_until_idle();
    CHECK(fixture.count("SELECT COUNT() FROM Account") == 0);
}

TEST_CASE("a write that a snapshot caught half-way is finished in silence") {
    OrgFixture fixture;
    int replies = 0;
    fixture.org.org().submit(
        fixture.org.org().now(),
        WriteRecord{"Account", Operation::insert, {}, {}, {{"Name", "Acme"}}},
        [&](auto) { ++replies; }
    );
    const auto snapshot = fixture.org.org().snapshot();
    fixture.org.run_until_idle();
    CHECK(replies == 1);
    fixture.org.org().restore(*snapshot);
    fixture.org.run_until_idle();
    CHECK(replies == 1);
    CHECK(fixture.count("SELECT COUNT() FROM Account") == 1);
}

TEST_CASE("batches of the last day are counted, older ones are not") {
    OrgFixture fixture;
    for (int i = 0; i < 3; ++i) {
        fixture.load("Account", "insert", "Name\nAcme\n");
        fixture.org.run_until_idle();
        fixture.org.advance(std::chrono::hours{10});
    }
    CHECK(fixture.org.org().batches_in_last_day() == 2);
}

TEST_CASE("ids of unknown orgs are adopted where the org is told to") {
    OrgConfig config = steady_config();
    config.adopt_unknown_ids = GENERATE(false, true);
    OrgFixture fixture{config};
    const std::string foreign = "001P000001vkheIIAQ";
    const RecordId job = fixture.load("Contact", "insert", contacts_csv(3, foreign));
    fixture.org.advance(seconds(1));
    if (config.adopt_unknown_ids) {
        REQUIRE(fixture.org.locks().size() == 1);
        CHECK(fixture.org.locks()[0].record.text() == foreign);
    }
    fixture.org.run_until_idle();
    CHECK(fixture.job(job).rows_failed == (config.adopt_unknown_ids ? 0U : 3U));
    CHECK(
        fixture.count("SELECT COUNT() FROM Account WHERE Id = '" + foreign + "'") ==
        (config.adopt_unknown_ids ? 1U : 0U)
    );
}

TEST_CASE("held locks come in lock order with their waiters in queue order") {
    OrgFixture fixture;
    const std::string one = fixture.account("1");
    const std::string two = fixture.account("2");
    fixture.load("Contact", "insert", "LastName,AccountId\nA," + two + "\nB," + one + "\n");
    const RecordId second = fixture.load("Contact", "insert", contacts_csv(1, one));
    const RecordId third = fixture.load("Contact", "insert", contacts_csv(1, one));
    fixture.org.advance(seconds(1));
    const auto locks = fixture.org.locks();
    REQUIRE(locks.size() == 2);
    CHECK(locks[0].record.text() == one);
    CHECK(locks[1].record.text() == two);
    REQUIRE(locks[0].waiters.size() == 2);
    CHECK(fixture.org.org().job_id(locks[0].waiters[0].job) == second);
    CHECK(fixture.org.org().job_id(locks[0].waiters[1].job) == third);
}

TEST_CASE("the keys most fought over come first") {
    OrgConfig config = steady_config();
    config.profile.hold = {12.0, 0.0};
    OrgFixture fixture{config};
    const std::string calm = fixture.account("calm");
    const std::string busy = fixture.account("busy");
    for (int i = 0; i < 3; ++i) fixture.load("Contact", "insert", contacts_csv(2, busy));
    for (int i = 0; i < 2; ++i) fixture.load("Contact", "insert", contacts_csv(2, calm));
    fixture.org.run_until_idle();
    const auto keys = fixture.org.org().hottest_keys(10);
    REQUIRE(keys.size() == 2);
    CHECK(fixture.org.org().id_of(keys[0].key.record()).text() == busy);
    CHECK(keys[0].rows_failed == 4);
    CHECK(keys[0].waited == seconds(20));
    CHECK(keys[1].rows_failed == 2);
    CHECK(fixture.org.org().hottest_keys(1).size() == 1);
    CHECK(fixture.org.org().hottest_keys(0).empty());
}

}  // namespace
}  // namespace rowlock
