#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/bulk_model.hpp"

namespace rowlock {
namespace {

rc::Gen<BulkStep> arbitrary_command() {
    return arbitrary_step<BulkCommand>({
        {6, BulkCommand::create1},
        {3, BulkCommand::create2},
        {6, BulkCommand::load2},
        {5, BulkCommand::query2},
        {15, BulkCommand::add},
        {1, BulkCommand::add_wrong_kind},
        {4, BulkCommand::upload},
        {5, BulkCommand::close},
        {5, BulkCommand::abort},
        {2, BulkCommand::remove},
        {5, BulkCommand::results},
        {1, BulkCommand::look},
        {1, BulkCommand::list},
        {1, BulkCommand::meet_other_api},
        {2, BulkCommand::bin_contact},
        {11, BulkCommand::advance},
        {4, BulkCommand::next_event},
        {1, BulkCommand::run_until_idle},
    });
}

/// Rows that fail for locks in numbers, batches that are put back, some that are given up, and
/// queries that fall into the midst of all that. No two things that write take the same time, so
/// that a query's moment is never that of a commit.
OrgConfig contended_config(bool row_scope, std::uint64_t seed) {
    OrgConfig config = steady_config();
    config.seed = seed;
    config.profile.workers = 3;
    config.profile.chunk_rows = 10;
    config.profile.hold = {8.0, 1.0};
    config.profile.rest_hold = {2.0, 1.0};
    config.profile.lock_failures_max = 8;
    config.profile.requeue_delay = seconds(15);
    config.profile.requeues_max = 1;
    if (row_scope) config.profile.lock_failure_scope = LockFailureScope::row;
    config.bulk_limits.rows_per_batch = 30;
    config.query_jobs.step_rows = 20;
    config.query_jobs.page_rows = 15;
    return config;
}

TEST_CASE("whatever a client of both Bulk APIs does, it sees documented steps and whole books") {
    BulkTally tally;
    rc::prop("after each command and at the end", [&tally] {
        BulkModel model{contended_config(
            *rc::gen::arbitrary<bool>(), *rc::gen::inRange<std::uint64_t>(0, 100)
        )};
        // Jobs of three commands each and time between them need longer lists than usual.
        for (const BulkStep& step :
             *rc::gen::scale(4.0, rc::gen::container<std::vector<BulkStep>>(arbitrary_command()))) {
            model.perform(step);
            model.check();
        }
        model.check_at_the_end(tally);
    });
    // Otherwise the property above says little.
    for (const char* end :
         {"saved insert",
          "saved upsert",
          "saved update",
          "saved delete",
          "UNABLE_TO_LOCK_ROW",
          "ENTITY_IS_DELETED",
          "DUPLICATE_VALUE",
          "MALFORMED_ID",
          "MISSING_ARGUMENT"}) {
        CAPTURE(end);
        CHECK(tally.rows[end] > 50);
    }
    CHECK(tally.retries > 20);
    CHECK(tally.moments > 100);
    CHECK(tally.moments_amid_loads > 20);
    CHECK(tally.moments_amid_ranges > 20);
    CHECK(tally.deleted_found > 20);
    for (const char* state :
         {"job Open",
          "job JobComplete",
          "job Failed",
          "job given up",
          "job of several batches JobComplete",
          "job of several batches Failed",
          "job of several batches Aborted",
          "job Aborted",
          "job deleted",
          "query JobComplete",
          "query Aborted",
          "query deleted",
          "batch Completed",
          "batch Failed",
          "batch NotProcessed",
          "query batch Completed",
          "query batch Failed",
          "query batch NotProcessed",
          "range batch Completed",
          "range batch NotProcessed",
          "ZIP batch Completed",
          "ZIP batch Failed",
          "ZIP batch NotProcessed"}) {
        CAPTURE(state);
        CHECK(tally.states[state] > 0);
    }
}

}  // namespace
}  // namespace rowlock
