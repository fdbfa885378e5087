#include "mockorg/engine/forgetting.hpp"

#include "mockorg/engine/job_desk.hpp"
#include "mockorg/engine/world.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/bulk1_fixture.hpp"

namespace rowlock {
namespace {

constexpr Duration k_kept = std::chrono::hours{7 * 24};
constexpr Duration k_hour = std::chrono::hours{1};

struct ForgettingFixture {
    static std::shared_ptr<const Foundation> make_foundation() {
        OrgConfig config;
        auto rules = require_value(LockRules::compile(config.schema, {}));
        auto plans = make_write_plans(*config.schema);
        return std::make_shared<const Foundation>(Foundation{
            std::move(config), std::move(rules), std::move(plans), {'R', 'L', '0'}});
    }

    std::shared_ptr<const QueryResult> empty_result() {
        return std::make_shared<const QueryResult>(
            world.record_copies.of(world.store, {}),
            ObjectNo{0},
            std::vector<soql::BoundPath>{},
            RowList{}
        );
    }

    /// A closed 1.0 query job with one batch; `state` is the batch's.
    Job& add_v1(BatchState state) {
        Job job;
        job.info.api = BulkApi::v1;
        job.info.kind = JobKind::query;
        job.info.state = JobState::closed;
        Batch batch;
        batch.state = state;
        batch.created = world.now;
        batch.result = empty_result();
        job.batches_open = batch.ended() ? 0U : 1U;
        job.batches.push_back(std::move(batch));
        return world.add_job(std::move(job));
    }

    QueryJob& add_v2(JobState state) {
        QueryJob job;
        job.info.state = state;
        job.info.modified = world.now;
        job.result = empty_result();
        world.query_jobs.push_back(std::move(job));
        return world.query_jobs.back();
    }

    void wait(Duration duration) {
        world.now += duration;
        forget(world);
    }

    World world{make_foundation()};
};

TEST_CASE("what a job found is freed once nobody can ask for it, without any further request") {
    ForgettingFixture fixture;
    fixture.add_v1(BatchState::completed);
    fixture.add_v1(BatchState::in_progress);
    fixture.add_v2(JobState::job_complete);
    fixture.add_v2(JobState::in_progress);
    const auto results = [&] {
        std::vector<bool> kept;
        for (const Job& job : fixture.world.jobs)
            kept.push_back(job.batches.front().result != nullptr);
        for (const QueryJob& job : fixture.world.query_jobs) kept.push_back(job.result != nullptr);
        return kept;
    };
    fixture.wait(k_kept);
    CHECK(results() == std::vector<bool>{true, true, true, true});
    fixture.wait(k_hour);
    CHECK(results() == std::vector<bool>{false, true, false, true});
}

TEST_CASE("the outcomes of a deleted job's rows are freed") {
    ForgettingFixture fixture;
    Job job;
    job.info.state = JobState::job_complete;
    job.outcomes.grow(2);
    job.outcomes.set(1, {RowOutcome::Kind::created, 1});
    job.messages = {"x"};
    const RecordId id = fixture.world.add_job(std::move(job)).info.id;
    require_value(JobDesk{fixture.world}.remove(DeleteJob{id}));
    CHECK(fixture.world.jobs.front().outcomes.size() == 0);
    CHECK(fixture.world.jobs.front().messages.empty());
}

TEST_CASE("results of queries that hold too much on their own go before their time") {
    OrgConfig config;
    config.query_results_bytes_max = 100'000;
    OrgFixture fixture{std::move(config)};
    fixture.load("Account", "insert", accounts_csv(5'000));
    fixture.org.run_until_idle();
    const auto ask = [&] {
        CreateQueryJob create;
        create.operation = "query";
        create.soql = "SELECT Id, LastModifiedDate FROM Account";
        create.api_version = 60.0;
        const RecordId job = require_value(fixture.org.ask(std::move(create))).id;
        fixture.org.run_until_idle();
        return job;
    };
    const auto touch = [&] {
        std::string csv = "Id,Site\n";
        for (int i = 1; i <= 5'000; ++i) {
            const RecordId id =
                RecordId::make({'0', '0', '1'}, {'R', 'L', '0'}, static_cast<std::uint64_t>(i));
            csv += id.text() + ",x\n";
        }
        fixture.load("Account", "update", csv);
        fixture.org.run_until_idle();
    };
    const auto is_kept = [&](const RecordId& job) {
        return fixture.org.ask(GetQueryResults{job, 60.0, {}, {}}).has_value();
    };
    const RecordId first = ask();
    touch();
    const RecordId second = ask();
    CHECK(is_kept(first));
    touch();
    const RecordId third = ask();
    CHECK_FALSE(is_kept(first));
    CHECK_FALSE(fixture.org.ask(GetQueryJob{first}).has_value());
    CHECK(is_kept(second));
    CHECK(is_kept(third));
    fixture.org.org().check_invariants();
}

TEST_CASE("it looks once an hour") {
    ForgettingFixture fixture;
    fixture.wait(k_kept);
    fixture.add_v2(JobState::job_complete).deleted = true;
    fixture.wait(k_hour - Duration{1});
    CHECK(fixture.world.query_jobs.front().result != nullptr);
    fixture.wait(Duration{1});
    CHECK(fixture.world.query_jobs.front().result == nullptr);
}

TEST_CASE("data of a job of either API goes with the job") {
    Bulk1Fixture fixture;
    const RecordId job = fixture.create("Account", "insert");
    const RecordId id = fixture.add(job, accounts_csv(300));
    const RecordId query_job = fixture.create("Account", "query");
    const RecordId query = fixture.add(query_job, "SELECT Id FROM Account");
    fixture.org.run_until_idle();
    const auto ids = std::get<std::vector<RecordId>>(require_value(fixture.org.ask(GetBatchResult{
        query_job, query})));
    const std::weak_ptr<const QueryResult> result =
        require_value(fixture.org.ask(GetQueryResult{query_job, query, ids.at(0)}));
    const std::weak_ptr<const std::string> request =
        require_value(fixture.org.ask(GetBatchRequest{job, id}));
    fixture.org.advance(k_kept - k_hour);
    CHECK_FALSE(result.expired());
    CHECK_FALSE(request.expired());
    fixture.org.advance(3 * k_hour);
    fixture.org.org().check_invariants();
    CHECK(result.expired());
    CHECK(request.expired());
    fixture.org.org().check_invariants();
}

TEST_CASE("a deleted job keeps the data of a chunk under way") {
    OrgFixture fixture;
    const RecordId job = fixture.load("Account", "insert", accounts_csv(400));
    fixture.org.advance(seconds(1));
    REQUIRE(fixture.job(job).state == JobState::in_progress);
    require_value(fixture.org.ask(SetJobState{job, "Aborted"}));
    require_value(fixture.org.ask(DeleteJob{job}));
    fixture.org.run_until_idle();
    CHECK(fixture.count("SELECT COUNT() FROM Account") == 200);
    fixture.org.org().check_invariants();
}

}  // namespace
}  // namespace rowlock
