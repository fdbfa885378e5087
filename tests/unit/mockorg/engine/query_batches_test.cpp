#include "mockorg/engine/query_batches.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/bulk1_fixture.hpp"

#include <set>

namespace rowlock {
namespace {

struct QueryBatchesFixture : Bulk1Fixture {
    using Bulk1Fixture::Bulk1Fixture;

    RecordId query_job(const std::string& operation, std::optional<PkChunking> chunking = {}) {
        CreateBulk1Job request;
        request.object = "Account";
        request.operation = operation;
        request.content_type = ContentType::csv;
        request.pk_chunking = std::move(chunking);
        return create(std::move(request));
    }

    std::shared_ptr<const QueryResult> result(const RecordId& job, const RecordId& id) {
        const auto ids =
            std::get<std::vector<RecordId>>(require_value(org.ask(GetBatchResult{job, id})));
        return require_value(org.ask(GetQueryResult{job, id, ids.at(0)}));
    }
};

TEST_CASE_METHOD(QueryBatchesFixture, "query leaves deleted rows out, queryAll does not") {
    for (int i = 0; i < 3; ++i) account("A");
    require_value(org.write({"Account", Operation::remove, "001RL0000000002", {}, {}}));
    const RecordId job = query_job("query");
    const RecordId live = add(job, "SELECT Id FROM Account");
    const RecordId all_job = query_job("queryAll");
    const RecordId all = add(all_job, "SELECT Id, IsDeleted FROM Account");
    org.run_until_idle();
    CHECK(batch(job, live).rows_processed == 2);
    CHECK(result(all_job, all)->size() == 3);
    CHECK(this->job(all_job).rows_processed == 3);
    CHECK(operation_name(this->job(all_job)) == "queryAll");
    org.org().check_invariants();
}

TEST_CASE("a query takes a worker and the overhead of a batch, and no locks") {
    OrgConfig config = steady_config();
    config.profile.workers = 1;
    config.profile.batch_overhead = seconds(2);
    QueryBatchesFixture fixture{config};
    const RecordId job = fixture.query_job("query");
    const RecordId first = fixture.add(job, "SELECT Id FROM Account");
    const RecordId second = fixture.add(job, "SELECT Id FROM Account");
    fixture.org.advance(seconds(1));
    CHECK(fixture.batch(job, first).state == BatchState::in_progress);
    CHECK(fixture.batch(job, second).state == BatchState::queued);
    CHECK(fixture.result_error(job, first) == "INVALIDBATCH:Batch not completed:--");
    fixture.account("late");
    fixture.org.run_until_idle();
    CHECK(fixture.batch(job, second).total_time == seconds(2));
    // All of it is work on the query.
    CHECK(fixture.batch(job, second).active_time == seconds(2));
    CHECK(fixture.job(job).active_time == seconds(4));
    // What is committed when the query runs, at the end of its time.
    CHECK(fixture.result(job, second)->size() == 1);
    CHECK(fixture.org.org().held_locks().empty());
}

TEST_CASE_METHOD(QueryBatchesFixture, "a result stays as it was found, and belongs to its batch") {
    const std::string id = account("Before");
    const RecordId job = query_job("query");
    const RecordId first = add(job, "SELECT Name FROM Account");
    const RecordId second = add(job, "SELECT Name FROM Account");
    org.run_until_idle();
    require_value(org.write({"Account", Operation::update, id, {}, {{"Name", "After"}}}));
    const auto found = result(job, first);
    QueryResult::Reader reader{*found, 0, 1};
    CHECK(reader.next().value(0).text == "Before");
    const auto ids =
        std::get<std::vector<RecordId>>(require_value(org.ask(GetBatchResult{job, first})));
    CHECK(
        error_of(org.ask(GetQueryResult{job, second, ids[0]}))
            .find("INVALIDBATCH:Unable to find result") == 0
    );
    // With 15 characters, as everywhere.
    CHECK(
        error_of(org.ask(GetQueryResult{job, second, *RecordId::parse("752RL0000000099")})) ==
        "INVALIDBATCH:Unable to find result for id: 752RL0000000099:--"
    );
}

TEST_CASE_METHOD(
    QueryBatchesFixture, "chunked: the original is not processed, its ranges are batches of the job"
) {
    for (int i = 0; i < 5; ++i) account("A");
    const RecordId job = query_job("query", PkChunking{2, {}, {}});
    const RecordId original = add(job, "SELECT Id FROM Account");
    const RecordId ordered = add(job, "SELECT Id FROM Account ORDER BY Name");
    org.run_until_idle();
    const auto batches = require_value(org.ask(ListBatches{job}));
    REQUIRE(batches.size() == 5);
    CHECK(batch(job, original).state == BatchState::not_processed);
    // ORDER BY switches chunking off.
    CHECK(batch(job, ordered).rows_processed == 5);
    std::uint64_t rows = 0;
    for (const BatchInfo& range : batches) {
        if (range.id == original || range.id == ordered) continue;
        CHECK(range.state == BatchState::completed);
        rows += range.rows_processed;
    }
    CHECK(rows == 5);
    const JobInfo info = this->job(job);
    CHECK(info.batches.total == 4);
    CHECK(info.batches.completed == 4);
    CHECK(info.batches.queued + info.batches.in_progress + info.batches.failed == 0);
    CHECK(result_error(job, original) == "INVALIDBATCH:Records not processed:--");
    org.org().check_invariants();
}

TEST_CASE_METHOD(QueryBatchesFixture, "results share their records as long as nothing is written") {
    for (int i = 0; i < 7; ++i) account("A");
    const RecordId job = query_job("query", PkChunking{2, {}, {}});
    const RecordId original = add(job, "SELECT Id FROM Account");
    org.run_until_idle();
    std::set<const Store*> stores;
    for (const BatchInfo& range : require_value(org.ask(ListBatches{job}))) {
        if (range.id != original) stores.insert(&result(job, range.id)->records());
    }
    CHECK(stores.size() == 1);
    account("B");
    const RecordId plain_job = query_job("query");
    const RecordId later = add(plain_job, "SELECT Id FROM Account");
    org.run_until_idle();
    CHECK(result(plain_job, later)->size() == 8);
    CHECK(stores.count(&result(plain_job, later)->records()) == 0);
}

TEST_CASE_METHOD(QueryBatchesFixture, "a query cut too fine fails its batch and no more") {
    load("Account", "insert", accounts_csv(15'000));
    org.run_until_idle();
    const RecordId job = query_job("query", PkChunking{1, {}, {}});
    const RecordId id = add(job, "SELECT Id FROM Account");
    org.run_until_idle();
    CHECK(batch(job, id).state == BatchState::failed);
    CHECK(batch(job, id).state_message.find("ExceededQuota : PK chunking: ") == 0);
    CHECK(this->job(job).state == JobState::open);
    org.org().check_invariants();
}

}  // namespace
}  // namespace rowlock
