#include "mockorg/engine/job_faults.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"

namespace rowlock {
namespace {

Fault fault_of(FaultKind kind) {
    Fault fault;
    fault.name = "trouble";
    fault.kind = kind;
    return fault;
}

struct JobFaultsFixture : OrgFixture {
    Org& org_itself() { return org.org(); }

    void set(const Fault& fault) { REQUIRE(org_itself().set_fault(fault)); }

    RecordId query_job() {
        return require_value(org.ask(CreateQueryJob{"query", "SELECT Id FROM Account", {}, 60.0}))
            .id;
    }

    JobInfo query_job(const RecordId& id) { return require_value(org.ask(GetQueryJob{id})); }
};

BulkApi api_of(bool v1) {
    return v1 ? BulkApi::v1 : BulkApi::v2;
}

TEST_CASE_METHOD(JobFaultsFixture, "a stuck job stays InProgress until the fault is taken away") {
    const bool v1 = GENERATE(false, true);
    const std::string acme = account("Acme");
    Fault fault = fault_of(FaultKind::stuck_job);
    fault.count = 1;
    set(fault);
    BulkJobSettings settings;
    settings.api = api_of(v1);
    const RecordId stuck = load("Contact", "insert", contacts_csv(300, acme), settings);
    org.run_until_idle();
    org.advance(seconds(1000));
    CHECK(job(stuck).rows_processed == 0);
    CHECK(job(stuck).batches.in_progress == 1);
    if (!v1) CHECK(job(stuck).state == JobState::in_progress);
    // The next one is not struck.
    const RecordId free = load("Contact", "insert", contacts_csv(300, acme), settings);
    org.run_until_idle();
    CHECK(job(free).rows_processed == 300);
    CHECK(org_itself().remove_fault("trouble"));
    org.run_until_idle();
    CHECK(job(stuck).rows_processed == 300);
    CHECK(job(stuck).rows_failed == 0);
    CHECK(count("SELECT COUNT() FROM Contact") == 600);
    org_itself().check_invariants();
}

TEST_CASE_METHOD(JobFaultsFixture, "a job stuck for a time is work that takes so long") {
    const std::string acme = account("Acme");
    Fault fault = fault_of(FaultKind::stuck_job);
    fault.time = seconds(60);
    fault.operation = "insert";
    set(fault);
    const TimePoint start = org_itself().now();
    const RecordId id = load("Contact", "insert", contacts_csv(1, acme));
    org.run_until_idle();
    CHECK(job(id).state == JobState::job_complete);
    CHECK(org_itself().now() == start + seconds(60 + 4));
}

TEST_CASE_METHOD(JobFaultsFixture, "the end of the fault ends what it holds up") {
    const std::string acme = account("Acme");
    Fault fault = fault_of(FaultKind::stuck_job);
    fault.until = FaultTime{std::nullopt, seconds(30)};
    set(fault);
    const RecordId id = load("Contact", "insert", contacts_csv(1, acme));
    org.advance(seconds(29));
    CHECK(job(id).state == JobState::in_progress);
    org.advance(seconds(5));
    CHECK(job(id).state == JobState::job_complete);
}

TEST_CASE_METHOD(JobFaultsFixture, "aborting a stuck job gives its worker back") {
    set(fault_of(FaultKind::stuck_job));
    const RecordId id = load("Contact", "insert", contacts_csv(10, account("Acme")));
    org.advance(seconds(1));
    CHECK(job(id).batches.in_progress == 1);
    REQUIRE(org.abort(id));
    org.run_until_idle();
    CHECK(job(id).state == JobState::aborted);
    CHECK(job(id).batches.in_progress == 0);
    CHECK(results(id, JobResultKind::unprocessed).rows.size() == 10);
    CHECK(count("SELECT COUNT() FROM Contact") == 0);
    org_itself().check_invariants();
}

TEST_CASE_METHOD(
    JobFaultsFixture, "a job fails after some of its chunks, and its rows say which were done"
) {
    const bool v1 = GENERATE(false, true);
    const auto chunks = GENERATE(0U, 1U, 2U);
    Fault fault = fault_of(FaultKind::failed_job);
    fault.chunks = chunks;
    fault.message = "InternalServerError : Out of luck";
    set(fault);
    BulkJobSettings settings;
    settings.api = api_of(v1);
    const RecordId id = load("Contact", "insert", contacts_csv(500, account("Acme")), settings);
    org.run_until_idle();
    const JobInfo info = job(id);
    CHECK(info.rows_processed == chunks * 200);
    CHECK(info.batches.failed == 1);
    if (!v1) {
        CHECK(info.state == JobState::failed);
        CHECK(info.error_message == fault.message);
        CHECK(results(id, JobResultKind::unprocessed).rows.size() == 500 - chunks * 200);
    }
    CHECK(count("SELECT COUNT() FROM Contact") == chunks * 200);
    org_itself().check_invariants();
}

TEST_CASE_METHOD(
    JobFaultsFixture, "a batch with fewer chunks ends well; one with as many fails at its end"
) {
    const auto chunks = GENERATE(3U, 4U);
    Fault fault = fault_of(FaultKind::failed_job);
    fault.chunks = chunks;
    set(fault);
    const RecordId id = load("Contact", "insert", contacts_csv(500, account("Acme")));
    org.run_until_idle();
    CHECK(job(id).rows_processed == 500);
    CHECK(job(id).state == (chunks == 3 ? JobState::failed : JobState::job_complete));
}

TEST_CASE_METHOD(JobFaultsFixture, "query jobs get stuck and fail, too") {
    account("Acme");
    Fault fault = fault_of(FaultKind::stuck_job);
    fault.operation = "query";
    set(fault);
    const RecordId stuck = query_job();
    org.run_until_idle();
    CHECK(query_job(stuck).state == JobState::in_progress);
    CHECK(org_itself().remove_fault("trouble"));
    org.run_until_idle();
    CHECK(query_job(stuck).state == JobState::job_complete);
    CHECK(query_job(stuck).rows_processed == 1);

    set(fault_of(FaultKind::failed_job));
    const RecordId failed = query_job();
    org.run_until_idle();
    CHECK(query_job(failed).state == JobState::failed);
    CHECK_FALSE(query_job(failed).error_message.empty());
    CHECK_FALSE(org.ask(GetQueryResults{failed, 60.0, {}, {}}));
}

TEST_CASE_METHOD(JobFaultsFixture, "a snapshot keeps what is stuck, and the counters") {
    const std::string acme = account("Acme");
    Fault fault = fault_of(FaultKind::stuck_job);
    fault.count = 1;
    set(fault);
    const RecordId id = load("Contact", "insert", contacts_csv(1, acme));
    org.advance(seconds(1));
    const auto stuck = org_itself().snapshot();
    org_itself().remove_fault("trouble");
    org.run_until_idle();
    CHECK(job(id).state == JobState::job_complete);
    org_itself().restore(*stuck);
    CHECK(job(id).state == JobState::in_progress);
    CHECK(org_itself().faults().at("trouble").struck == 1);
    org_itself().remove_fault("trouble");
    org.run_until_idle();
    CHECK(job(id).state == JobState::job_complete);
}

TEST_CASE_METHOD(JobFaultsFixture, "a fault that strikes nobody changes nothing that happens") {
    const auto hash_with = [](bool fault) {
        OrgFixture fixture;
        const std::string acme = fixture.account("Acme");
        if (fault) {
            Fault never = fault_of(FaultKind::stuck_job);
            never.object = "Case";
            REQUIRE(fixture.org.org().set_fault(never));
        }
        fixture.load("Contact", "insert", contacts_csv(1000, acme));
        fixture.org.run_until_idle();
        return fixture.org.org().trace().hash();
    };
    CHECK(hash_with(true) == hash_with(false));
}

}  // namespace
}  // namespace rowlock
