#include "mockorg/engine/query_job_runner.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"

namespace rowlock {
namespace {

OrgConfig paced_config() {
    OrgConfig config = steady_config();
    config.query_jobs.start_delay = seconds(1.0);
    config.query_jobs.overhead = seconds(2.0);
    config.query_jobs.step_rows = 100;
    config.query_jobs.step_time = seconds(3.0);
    return config;
}

struct QueryJobRunnerFixture : OrgFixture {
    explicit QueryJobRunnerFixture(OrgConfig config = paced_config())
        : OrgFixture(std::move(config)) {
        std::string csv = "Name\n";
        for (int i = 0; i < 250; ++i) csv.append("A" + std::to_string(i) + "\n");
        load("Account", "insert", std::move(csv));
        org.run_until_idle();
    }

    RecordId create(const std::string& soql, const std::string& operation = "query") {
        return require_value(org.ask(CreateQueryJob{operation, soql, {}, 60.0})).id;
    }

    JobInfo query_job(const RecordId& id) { return require_value(org.ask(GetQueryJob{id})); }

    std::string csv(const RecordId& id) {
        return read_all(require_value(org.ask(GetQueryResults{id, 60.0, {}, {}})).csv);
    }
};

TEST_CASE("a job waits, counts its rows in steps, and is complete with the last one") {
    QueryJobRunnerFixture fixture;
    const TimePoint start = fixture.org.org().now();
    const RecordId job = fixture.create("SELECT Id FROM Account");
    const auto check = [&](double at, JobState state, std::uint64_t rows) {
        fixture.org.advance(start + seconds(at) - fixture.org.org().now());
        const JobInfo info = fixture.query_job(job);
        CHECK(info.state == state);
        CHECK(info.rows_processed == rows);
        CHECK((info.total_time == Duration{0}) == (state != JobState::job_complete));
    };
    check(0.9, JobState::upload_complete, 0);
    check(1.0, JobState::in_progress, 0);
    check(5.9, JobState::in_progress, 0);
    check(6.0, JobState::in_progress, 100);
    check(9.0, JobState::in_progress, 200);
    check(11.9, JobState::in_progress, 200);
    check(12.0, JobState::job_complete, 250);
    CHECK(fixture.query_job(job).total_time == seconds(11.0));
    CHECK(fixture.query_job(job).modified == start + seconds(12.0));
    CHECK_FALSE(fixture.org.org().next_deadline().has_value());
}

TEST_CASE("a job without rows ends after its overhead") {
    QueryJobRunnerFixture fixture;
    const TimePoint start = fixture.org.org().now();
    fixture.create("SELECT Id FROM Lead");
    fixture.org.run_until_idle();
    CHECK(fixture.seconds_since(start) == 3.0);
}

TEST_CASE("what counts is what is stored when the job starts") {
    QueryJobRunnerFixture fixture;
    const RecordId job = fixture.create("SELECT Id FROM Account WHERE Name LIKE 'new%'");
    fixture.org.advance(seconds(0.1));
    const RecordId before = fixture.load("Account", "insert", "Name\nnew 1\n");
    fixture.org.advance(seconds(0.5));
    fixture.org.run_until_idle();
    CHECK(fixture.job(before).state == JobState::job_complete);
    // The insert holds its row for 4 s: it commits after the query has started.
    CHECK(fixture.query_job(job).rows_processed == 0);
    const RecordId later = fixture.create("SELECT Id FROM Account WHERE Name LIKE 'new%'");
    fixture.org.run_until_idle();
    CHECK(fixture.query_job(later).rows_processed == 1);
}

TEST_CASE("queryAll finds deleted rows, query does not") {
    QueryJobRunnerFixture fixture;
    const std::string gone = fixture.account("gone");
    fixture.load("Account", "delete", "Id\n" + gone + "\n");
    fixture.org.run_until_idle();
    const std::string soql = "SELECT Id, IsDeleted FROM Account WHERE Name = 'gone'";
    const RecordId all = fixture.create(soql, "queryAll");
    const RecordId live = fixture.create(soql);
    fixture.org.run_until_idle();
    CHECK(fixture.query_job(all).kind == JobKind::query_all);
    CHECK(fixture.csv(all) == "\"Id\",\"IsDeleted\"\n\"" + gone + "\",\"true\"\n");
    CHECK(fixture.csv(live) == "\"Id\",\"IsDeleted\"\n");
}

TEST_CASE("query jobs neither lock nor wait, and run side by side") {
    QueryJobRunnerFixture fixture;
    const TimePoint start = fixture.org.org().now();
    fixture.load("Account", "insert", "Name\nX\n");
    for (int i = 0; i < 20; ++i) fixture.create("SELECT Id FROM Account LIMIT 100");
    fixture.org.run_until_idle();
    CHECK(fixture.seconds_since(start) == 6.0);
    CHECK(fixture.org.org().lock_statistics().lock_waits == 0);
    fixture.org.org().check_invariants();
}

TEST_CASE("the same requests give the same ids, times and trace") {
    const auto run = [] {
        QueryJobRunnerFixture fixture;
        fixture.create("SELECT Id FROM Account");
        fixture.org.advance(seconds(2.0));
        fixture.create("SELECT Id FROM Account", "queryAll");
        fixture.org.run_until_idle();
        return fixture.org.org().trace().hash();
    };
    CHECK(run() == run());
}

}  // namespace
}  // namespace rowlock
