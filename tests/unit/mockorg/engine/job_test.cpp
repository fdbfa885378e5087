#include "mockorg/engine/job.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

Job job_of_rows(std::size_t rows) {
    const auto schema = engine_schema();
    Job job;
    job.object = schema->find("Account")->number;
    job.data = "Name\n";
    for (std::size_t i = 0; i < rows; ++i) job.data.append("x\n");
    attach_upload(job, *schema);
    return job;
}

TEST_CASE("an attached upload has an unprocessed outcome for every row") {
    const Job job = job_of_rows(3);
    CHECK(job.data.empty());
    REQUIRE(job.outcomes.size() == 3);
    CHECK(job.outcomes.get(2).kind == RowOutcome::Kind::unprocessed);
}

TEST_CASE("rows that fail one after the other for one reason share its text") {
    Job job = job_of_rows(4);
    Batch batch;
    fail_row(job, batch, 0, "locked");
    fail_row(job, batch, 1, "locked");
    fail_row(job, batch, 2, "bad");
    fail_row(job, batch, 3, "locked");
    CHECK(job.messages == std::vector<std::string>{"locked", "bad", "locked"});
    CHECK(job.outcomes.get(1) == RowOutcome{RowOutcome::Kind::failed, 0});
    CHECK(job.outcomes.get(3) == RowOutcome{RowOutcome::Kind::failed, 2});
    CHECK(job.info.rows_failed == 4);
    CHECK(job.info.rows_processed == 4);
    CHECK(batch.rows_failed == 4);
    CHECK(batch.rows_processed == 4);
}

TEST_CASE("a job runs after its upload and until it has ended") {
    Job job;
    const auto [state, running, ended] = GENERATE(table<JobState, bool, bool>({
        {JobState::open, false, false},
        {JobState::upload_complete, true, false},
        {JobState::in_progress, true, false},
        {JobState::job_complete, false, true},
        {JobState::failed, false, true},
        {JobState::aborted, false, true},
    }));
    job.info.state = state;
    CHECK(job.running() == running);
    CHECK(job.ended() == ended);
}

}  // namespace
}  // namespace rowlock
