#include "mockorg/engine/batch_runner.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/bulk1_fixture.hpp"

namespace rowlock {
namespace {

// Chunks of one batch, lanes, requeues and the ends of jobs as a whole are told by
// fixtures/scenarios; here are the corners that a scenario cannot see.

OrgConfig with(const std::function<void(Profile&)>& change) {
    OrgConfig config = steady_config();
    change(config.profile);
    return config;
}

std::string account_rows(std::size_t rows) {
    std::string csv = "Name\n";
    for (std::size_t i = 0; i < rows; ++i) csv.append("Acme\n");
    return csv;
}

TEST_CASE("chunks of a batch run one after another, those of other batches beside them") {
    OrgFixture fixture;
    const TimePoint start = fixture.org.org().now();
    SECTION("one batch") {
        fixture.load("Account", "insert", account_rows(600));
        fixture.org.run_until_idle();
        CHECK(fixture.seconds_since(start) == 12.0);
    }
    SECTION("a job of more than 10,000 rows is several batches") {
        const RecordId job = fixture.load("Account", "insert", account_rows(10'200));
        fixture.org.advance(seconds(4));
        // The first chunk of each batch.
        CHECK(fixture.job(job).rows_processed == 400);
        fixture.org.run_until_idle();
        CHECK(fixture.seconds_since(start) == 200.0);
        CHECK(fixture.job(job).rows_processed == 10'200);
        // Busy time of both batches.
        CHECK(fixture.job(job).active_time == seconds(204));
        // Time that passed, however many batches ran at once.
        CHECK(fixture.job(job).total_time == seconds(200));
        CHECK(fixture.org.org().batches_in_last_day() == 2);
    }
}

TEST_CASE("no more batches run than there are workers") {
    OrgFixture fixture{with([](Profile& profile) { profile.workers = 2; })};
    for (int i = 0; i < 5; ++i) fixture.load("Account", "insert", account_rows(200));
    const TimePoint start = fixture.org.org().now();
    fixture.org.run_until_idle();
    CHECK(fixture.seconds_since(start) == 12.0);
    CHECK(fixture.org.org().lock_statistics().batch_time == seconds(20));
}

TEST_CASE("overhead counts once a batch, the time before locks once a chunk") {
    OrgFixture fixture{with([](Profile& profile) {
        profile.batch_overhead = seconds(2);
        profile.pre_lock = seconds(0.5);
    })};
    const TimePoint start = fixture.org.org().now();
    const RecordId job = fixture.load("Account", "insert", account_rows(400));
    fixture.org.run_until_idle();
    CHECK(fixture.seconds_since(start) == 11.0);
    CHECK(fixture.job(job).total_time == seconds(11));
    // Active time leaves the overhead out.
    CHECK(fixture.job(job).active_time == seconds(9));
}

TEST_CASE("an aborted job gives its worker back, wherever it stands") {
    OrgFixture fixture{with([](Profile& profile) { profile.workers = 1; })};
    const RecordId first = fixture.load("Account", "insert", account_rows(2000));
    const RecordId queued = fixture.load("Account", "insert", account_rows(200));
    const RecordId last = fixture.load("Account", "insert", account_rows(200));
    fixture.org.advance(seconds(6));
    for (const RecordId& id : {first, queued})
        REQUIRE(fixture.org.ask(SetJobState{id, "Aborted"}).has_value());
    fixture.org.org().check_invariants();
    fixture.org.run_until_idle();
    CHECK(fixture.job(first).rows_processed == 400);
    CHECK(fixture.job(queued).rows_processed == 0);
    CHECK(fixture.job(last).state == JobState::job_complete);
    CHECK(fixture.count("SELECT COUNT() FROM Account") == 600);
    fixture.org.org().check_invariants();
}

TEST_CASE("a job aborted while its batch waits to be requeued does not start again") {
    OrgFixture fixture{with([](Profile& profile) { profile.hold = {12.0, 0.0}; })};
    const std::string acme = fixture.account("Acme");
    fixture.load("Contact", "insert", contacts_csv(1, acme));
    const RecordId job = fixture.load("Contact", "insert", contacts_csv(600, acme));
    fixture.org.advance(seconds(20));
    REQUIRE(fixture.job(job).retries == 1);
    const JobInfo aborted = require_value(fixture.org.ask(SetJobState{job, "Aborted"}));
    CHECK(aborted.total_time > Duration{0});
    fixture.org.run_until_idle();
    CHECK(fixture.job(job).state == JobState::aborted);
    // The time it would have waited for does not count.
    CHECK(fixture.job(job).total_time == aborted.total_time);
    CHECK(fixture.job(job).rows_processed == 200);
    CHECK(fixture.org.ask(DeleteJob{job}).has_value());
    fixture.org.org().check_invariants();
}

TEST_CASE("a requeued batch gives its worker to others meanwhile") {
    OrgFixture fixture{with([](Profile& profile) {
        profile.workers = 1;
        profile.rest_hold = {30.0, 0.0};
    })};
    const std::string acme = fixture.account("Acme");
    fixture.org.org().submit(
        fixture.org.org().now(),
        WriteRecord{"Account", Operation::update, acme, {}, {{"Name", "x"}}},
        [](auto) {}
    );
    const RecordId blocked = fixture.load("Contact", "insert", contacts_csv(400, acme));
    const RecordId free = fixture.load("Account", "insert", account_rows(200));
    fixture.org.advance(seconds(15));
    CHECK(fixture.job(blocked).retries == 1);
    CHECK(fixture.job(free).state == JobState::job_complete);
    fixture.org.run_until_idle();
    CHECK(fixture.job(blocked).rows_failed == 200);
    CHECK(fixture.job(blocked).rows_processed == 400);
}

TEST_CASE("a job's message appears when the job has failed, not while other batches run") {
    OrgFixture fixture{with([](Profile& profile) {
        profile.requeues_max = 0;
        profile.rest_hold = {3600.0, 0.0};
    })};
    const std::string acme = fixture.account("Acme");
    fixture.org.org().submit(
        fixture.org.org().now(),
        WriteRecord{"Account", Operation::update, acme, {}, {{"Name", "x"}}},
        [](auto) {}
    );
    // The first batch gives up after its first chunk; the second one has no parents and takes its
    // time.
    std::string csv = contacts_csv(10'000, acme);
    for (int i = 0; i < 2000; ++i) csv.append("Free,\n");
    const RecordId job = fixture.load("Contact", "insert", csv);
    fixture.org.advance(seconds(15));
    CHECK(fixture.job(job).state == JobState::in_progress);
    CHECK(fixture.job(job).error_message.empty());
    fixture.org.run_until_idle();
    CHECK(fixture.job(job).state == JobState::failed);
    CHECK(fixture.job(job).error_message == "InternalServerError : Retried more than 0 times");
    CHECK(fixture.job(job).rows_failed == 200);
    CHECK(fixture.job(job).rows_processed == 2200);
}

TEST_CASE("rows that fail for their own reasons do not count towards a requeue") {
    OrgFixture fixture;
    std::string csv = "Name\n";
    for (int i = 0; i < 400; ++i) csv.append("\"\"\n");
    const RecordId job = fixture.load("Account", "insert", csv);
    fixture.org.run_until_idle();
    CHECK(fixture.job(job).rows_failed == 400);
    CHECK(fixture.job(job).retries == 0);
    CHECK(fixture.org.org().ledger().failures().empty());
}

TEST_CASE("a chunk's lock failure leaves rows alone that failed before it") {
    OrgFixture fixture{with([](Profile& profile) {
        profile.hold = {12.0, 0.0};
        profile.lock_failure_scope = LockFailureScope::row;
    })};
    const std::string one = fixture.account("One");
    const std::string two = fixture.account("Two");
    fixture.load("Contact", "insert", "LastName,AccountId\nA," + one + "\nB," + two + "\n");
    const RecordId job = fixture.load(
        "Contact", "insert", "LastName,AccountId\nA," + one + "\nB," + two + "\nC,\n,\n"
    );
    fixture.org.run_until_idle();
    // A gave up after 10 s; B then waited for the two seconds left and got its lock.
    CHECK(fixture.job(job).rows_failed == 2);
    CHECK(fixture.job(job).rows_processed == 4);
    CHECK(fixture.org.org().ledger().failures().size() == 1);
    CHECK(fixture.org.org().ledger().failures()[0].rows_failed == 1);
}

TEST_CASE("rows whose record cannot be found take no locks and fail for that") {
    OrgFixture fixture;
    const RecordId job =
        fixture.load("Account", "update", "Id,Name\n001RL0000000099,x\nnonsense,y\n");
    fixture.org.advance(seconds(1));
    CHECK(fixture.org.locks().empty());
    fixture.org.run_until_idle();
    CHECK(fixture.job(job).rows_failed == 2);
}

TEST_CASE("a failure's witness names both jobs, both rows and the rule") {
    OrgFixture fixture{with([](Profile& profile) { profile.hold = {12.0, 0.0}; })};
    const std::string acme = fixture.account("Acme");
    const std::string other = fixture.account("Other");
    const RecordId holder =
        fixture.load("Contact", "insert", "LastName,AccountId\nA," + other + "\nB," + acme + "\n");
    const RecordId waiter =
        fixture.load("Contact", "insert", "LastName,AccountId\nA,\nB,\nC," + acme + "\n");
    fixture.org.run_until_idle();
    const Org& org = fixture.org.org();
    REQUIRE(org.ledger().failures().size() == 1);
    const LockFailure& failure = org.ledger().failures()[0];
    CHECK(org.id_of(failure.key.record()).text() == acme);
    CHECK(org.job_id(failure.holder.job) == holder);
    CHECK(failure.holder_row == 1);
    CHECK(org.job_id(failure.waiter.job) == waiter);
    CHECK(failure.waiter_row == 2);
    CHECK(failure.rows_failed == 3);
    CHECK(org.lock_rules().rules()[failure.rule].id == "contact.account");
    CHECK(failure.time - failure.waiting_since == seconds(10));
    CHECK(
        fixture.results(waiter, JobResultKind::failed).at(0, "sf__Error") ==
        "UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record or 1 records: " +
            acme + ":--"
    );

    const auto hottest = org.hottest_keys(10);
    REQUIRE(hottest.size() == 1);
    CHECK(hottest[0].key == failure.key);
    CHECK(hottest[0].rows_failed == 3);
    CHECK(hottest[0].timeouts == 1);
}

TEST_CASE("the error counts all records wanted, and lists as many as set") {
    OrgConfig config = with([](Profile& profile) { profile.hold = {12.0, 0.0}; });
    config.lock_error_ids_max = 2;
    OrgFixture fixture{config};
    const std::string one = fixture.account("1");
    const std::string two = fixture.account("2");
    const std::string three = fixture.account("3");
    const std::string csv = "LastName,AccountId\nA," + three + "\nB," + one + "\nC," + two + "\n";
    fixture.load("Contact", "insert", csv);
    const RecordId job = fixture.load("Contact", "insert", csv);
    fixture.org.run_until_idle();
    CHECK(
        fixture.results(job, JobResultKind::failed).at(0, "sf__Error") ==
        "UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record or 3 records: " + one +
            "," + two + ":--"
    );
}

TEST_CASE("the ledger keeps as much as it may and counts the rest") {
    OrgConfig config = with([](Profile& profile) { profile.hold = {12.0, 0.0}; });
    config.ledger.failures = 1;
    OrgFixture fixture{config};
    const std::string acme = fixture.account("Acme");
    for (int i = 0; i < 4; ++i) fixture.load("Contact", "insert", contacts_csv(1, acme));
    fixture.org.run_until_idle();
    CHECK(fixture.org.org().ledger().failures().size() == 1);
    CHECK(fixture.org.org().ledger().dropped() == 2);
    CHECK(fixture.org.org().lock_statistics().lock_timeouts == 3);
}

TEST_CASE("a 1.0 batch with too many lock failures waits for its next try, and says so") {
    OrgConfig config = steady_config();
    config.profile.rest_hold = {15.0, 0.0};
    Bulk1Fixture fixture{config};
    const std::string parent =
        require_value(fixture.org.write({"Account", Operation::insert, {}, {}, {{"Name", "A"}}})
        ).id.text();
    WriteRecord foreign{"Account", Operation::update, parent, {}, {{"Phone", "1"}}};
    fixture.org.org().submit(fixture.org.org().now(), foreign, [](auto) {});
    const RecordId job = fixture.create("Contact", "insert");
    const RecordId id = fixture.add(job, contacts_csv(300, parent));
    fixture.org.advance(seconds(11));
    BatchInfo info = fixture.batch(job, id);
    CHECK(info.state == BatchState::queued);
    CHECK(
        info.state_message == "TooManyLockFailure : Too many lock failure 200 Trying again later"
    );
    CHECK(info.rows_failed == 200);
    CHECK(fixture.job(job).retries == 1);
    SECTION("it goes on with what is left") {
        fixture.org.run_until_idle();
        info = fixture.batch(job, id);
        CHECK(info.state == BatchState::completed);
        CHECK(info.state_message.empty());
        CHECK(info.rows_processed == 300);
        CHECK(info.rows_failed == 200);
        // 10 s of waiting and 4 s of work: not the minute in the queue.
        CHECK(info.total_time == seconds(14));
    }
    SECTION("unless its job is aborted meanwhile") {
        fixture.set_state(job, "Aborted");
        fixture.org.run_until_idle();
        info = fixture.batch(job, id);
        CHECK(info.state == BatchState::not_processed);
        CHECK(info.state_message.empty());
        CHECK(info.rows_processed == 200);
        const auto rows = fixture.rows(job, id);
        REQUIRE(rows.size() == 300);
        CHECK(rows.row(0).error.starts_with("UNABLE_TO_LOCK_ROW:"));
        CHECK(rows.row(299).error == "InvalidBatch:Records not processed:--");
    }
    fixture.org.org().check_invariants();
}

TEST_CASE("with retries disabled such a batch fails at once") {
    OrgConfig config = steady_config();
    config.profile.rest_hold = {15.0, 0.0};
    Bulk1Fixture fixture{config};
    const std::string parent =
        require_value(fixture.org.write({"Account", Operation::insert, {}, {}, {{"Name", "A"}}})
        ).id.text();
    WriteRecord foreign{"Account", Operation::update, parent, {}, {{"Phone", "1"}}};
    fixture.org.org().submit(fixture.org.org().now(), foreign, [](auto) {});
    CreateBulk1Job request;
    request.object = "Contact";
    request.operation = "insert";
    request.content_type = ContentType::csv;
    request.retries_disabled = true;
    const RecordId job = fixture.create(request);
    const RecordId id = fixture.add(job, contacts_csv(300, parent));
    fixture.org.run_until_idle();
    CHECK(fixture.batch(job, id).state == BatchState::failed);
    CHECK(fixture.job(job).retries == 0);
    CHECK(fixture.job(job).state == JobState::open);
}

}  // namespace
}  // namespace rowlock
