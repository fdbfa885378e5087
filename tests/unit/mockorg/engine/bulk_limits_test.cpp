#include "mockorg/engine/bulk_limits.hpp"

#include "mockorg/engine/job_error.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"

#include <deque>

namespace rowlock {
namespace {

constexpr Duration k_hour = std::chrono::hours{1};
constexpr Duration k_day = std::chrono::hours{24};

TEST_CASE("the defaults are a real org's") {
    const BulkLimits limits;
    CHECK_FALSE(limits.requests_per_day.has_value());
    CHECK(limits.batches_per_day == 15'000);
    CHECK(limits.rows_per_day == 150'000'000);
    CHECK(limits.query_jobs_per_day == 10'000);
    CHECK(limits.query_storage_kb_per_day == 1'000'000'000);
    CHECK(limits.job_open == k_day);
    CHECK(limits.job_kept == 7 * k_day);
}

TEST_CASE("a limit is set by its name") {
    BulkLimits limits;
    CHECK(set_bulk_limit(limits, "requests-per-day=7").has_value());
    CHECK(set_bulk_limit(limits, "batches-per-day=20").has_value());
    CHECK(set_bulk_limit(limits, "rows-per-day=0").has_value());
    CHECK(set_bulk_limit(limits, "query-jobs-per-day=3").has_value());
    CHECK(set_bulk_limit(limits, "query-storage-kb-per-day=5").has_value());
    CHECK(set_bulk_limit(limits, "rows-per-batch=10").has_value());
    CHECK(set_bulk_limit(limits, "job-open-hours=1").has_value());
    CHECK(set_bulk_limit(limits, "job-kept-hours=48").has_value());
    CHECK(limits.requests_per_day == 7U);
    CHECK(limits.batches_per_day == 20);
    CHECK(limits.rows_per_day == 0);
    CHECK(limits.query_jobs_per_day == 3);
    CHECK(limits.query_storage_kb_per_day == 5);
    CHECK(limits.rows_per_batch == 10);
    CHECK(limits.job_open == k_hour);
    CHECK(limits.job_kept == 2 * k_day);
}

TEST_CASE("what is no limit is refused and changes nothing") {
    const std::string word = GENERATE(
        "",
        "=",
        "batches-per-day",
        "batches-per-day=",
        "batches-per-day=-1",
        "batches-per-day=1.5",
        "batches-per-day=99999999999999999999",
        "Batches-Per-Day=1",
        "hours=1",
        "job-kept-hours=99999999999",
        "rows-per-batch=0",
        "rows-per-batch=10001"
    );
    BulkLimits limits;
    const auto set = set_bulk_limit(limits, word);
    REQUIRE_FALSE(set.has_value());
    CHECK(set.error().code == ErrorCode::bad_configuration);
    CHECK(set.error().message.find("job-kept-hours") != std::string::npos);
    CHECK(limits.batches_per_day == BulkLimits{}.batches_per_day);
    CHECK(limits.job_kept == BulkLimits{}.job_kept);
}

TEST_CASE("a rolling day sums what is not older than 24 hours") {
    rc::prop("the same sum as over the whole history", [] {
        RollingDay day;
        std::deque<std::pair<TimePoint, std::uint64_t>> history;
        TimePoint now = k_org_epoch;
        const auto steps = *rc::gen::inRange(0, 30);
        for (int i = 0; i < steps; ++i) {
            now += std::chrono::hours{*rc::gen::inRange(0, 15)};
            const auto amount = *rc::gen::inRange<std::uint64_t>(0, 5);
            day.add(now, amount);
            history.emplace_back(now, amount);
        }
        now += std::chrono::hours{*rc::gen::inRange(0, 15)};
        std::uint64_t expected = 0;
        for (const auto& [time, amount] : history) {
            if (now - time <= k_day) expected += amount;
        }
        RC_ASSERT(day.sum(now) == expected);
        RC_ASSERT(day.left(now, 20) == (expected < 20 ? 20 - expected : 0));
    });
}

TEST_CASE("an ingest job gets whole batches until a limit is reached") {
    BulkLimits limits;
    limits.batches_per_day = 3;
    limits.rows_per_day = 1'000;
    limits.rows_per_batch = 100;
    BulkUsage usage;
    const TimePoint now = k_org_epoch;

    const IngestAllowance first = allow_ingest(usage, limits, now, 250);
    CHECK(first.rows == 250);
    CHECK_FALSE(first.exceeded.has_value());
    CHECK(allow_ingest(usage, limits, now, 1).exceeded->code == ErrorCode::exceeded_quota);
    CHECK(usage.batches.sum(now) == 3);
    CHECK(usage.rows.sum(now) == 250);

    const TimePoint later = now + k_day + Duration{1};
    limits.batches_per_day = 100;
    const IngestAllowance cut = allow_ingest(usage, limits, later, 1'050);
    CHECK(cut.rows == 1'000);
    CHECK(cut.exceeded->message == "Max records (1000) per 24 hrs has been reached");
    const IngestAllowance none = allow_ingest(usage, limits, later, 0);
    CHECK_FALSE(none.exceeded.has_value());
}

OrgConfig limited(BulkLimits limits) {
    OrgConfig config = steady_config();
    config.bulk_limits = limits;
    return config;
}

std::string accounts_csv(std::size_t rows) {
    std::string csv = "Name\n";
    for (std::size_t i = 0; i < rows; ++i) csv.append("Acme\n");
    return csv;
}

TEST_CASE("a job beyond the daily batches fails; what it was allowed stays written") {
    BulkLimits limits;
    limits.batches_per_day = 2;
    OrgFixture fixture{limited(limits)};
    const RecordId first = fixture.load("Account", "insert", accounts_csv(1));
    const RecordId second = fixture.load("Account", "insert", accounts_csv(10'001));
    const RecordId third = fixture.load("Account", "insert", accounts_csv(1));
    fixture.org.run_until_idle();
    CHECK(fixture.job(first).state == JobState::job_complete);
    const JobInfo cut = fixture.job(second);
    CHECK(cut.state == JobState::failed);
    CHECK(cut.error_message == "ExceededQuota : ApiBatchItems Limit exceeded");
    CHECK(cut.rows_processed == 10'000);
    CHECK(fixture.results(second, JobResultKind::unprocessed).rows.size() == 1);
    CHECK(fixture.job(third).state == JobState::failed);
    CHECK(fixture.job(third).rows_processed == 0);
    CHECK(fixture.count("SELECT COUNT() FROM Account") == 10'001);

    fixture.org.advance(k_day + std::chrono::hours{1});
    const RecordId fourth = fixture.load("Account", "insert", accounts_csv(1));
    fixture.org.run_until_idle();
    CHECK(fixture.job(fourth).state == JobState::job_complete);
}

TEST_CASE("a job beyond the daily rows fails") {
    BulkLimits limits;
    limits.rows_per_day = 10;
    OrgFixture fixture{limited(limits)};
    const RecordId job = fixture.load("Account", "insert", accounts_csv(11));
    fixture.org.run_until_idle();
    CHECK(fixture.job(job).state == JobState::failed);
    CHECK(
        fixture.job(job).error_message ==
        "ExceededQuota : Max records (10) per 24 hrs has been reached"
    );
    CHECK(fixture.count("SELECT COUNT() FROM Account") == 0);
}

TEST_CASE("a job takes data for 24 hours, and nobody is kept busy by that") {
    OrgFixture fixture;
    CreateIngestJob create;
    create.object = "Account";
    create.operation = "insert";
    const RecordId in_time = require_value(fixture.org.ask(create)).id;
    const RecordId too_late = require_value(fixture.org.ask(create)).id;
    CHECK_FALSE(fixture.org.org().next_deadline().has_value());
    fixture.org.advance(k_day);
    CHECK(fixture.org.ask(UploadJobData{in_time, "Name\nAcme\n"}).has_value());
    fixture.org.advance(Duration{1});
    const auto refused = fixture.org.ask(UploadJobData{too_late, "Name\nAcme\n"});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == ErrorCode::invalid_job_state);
    CHECK(refused.error().message.find("24 hours") != std::string::npos);
}

TEST_CASE("a job and its results are gone after 7 days, records stay") {
    OrgFixture fixture;
    const RecordId job = fixture.load("Account", "insert", "Name\nAcme\n");
    fixture.org.run_until_idle();
    const TimePoint ended = fixture.job(job).modified;
    fixture.org.advance(ended + 7 * k_day - fixture.org.org().now());
    CHECK(fixture.org.results(job, JobResultKind::successful).has_value());
    CHECK(require_value(fixture.org.ask(ListJobs{})).size() == 1);
    fixture.org.advance(Duration{1});
    CHECK(fixture.org.job(job).error().code == ErrorCode::not_found);
    CHECK(fixture.org.results(job, JobResultKind::successful).error().code == ErrorCode::not_found);
    CHECK(require_value(fixture.org.ask(ListJobs{})).empty());
    CHECK(fixture.count("SELECT COUNT() FROM Account") == 1);
}

TEST_CASE("a job that is still at work is never forgotten") {
    BulkLimits limits;
    limits.job_kept = seconds(1.0);
    OrgFixture fixture{limited(limits)};
    const RecordId job = fixture.load("Account", "insert", "Name\nAcme\n");
    fixture.org.advance(seconds(3.0));
    CHECK(fixture.job(job).state == JobState::in_progress);
    fixture.org.run_until_idle();
    CHECK(fixture.job(job).state == JobState::job_complete);
    fixture.org.advance(seconds(1.1));
    CHECK(fixture.org.job(job).error().code == ErrorCode::not_found);
}

}  // namespace
}  // namespace rowlock
