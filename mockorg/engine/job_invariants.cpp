#include "mockorg/engine/job_invariants.hpp"

#include "mockorg/base/assert.hpp"

namespace rowlock {
namespace {

void check_rows_of(const Job& job, std::uint64_t rows_in_batches) {
    std::uint64_t processed = 0;
    std::uint64_t failed = 0;
    for (std::size_t row = 0; row < job.outcomes.size(); ++row) {
        const RowOutcome::Kind kind = job.outcomes.get(row).kind;
        processed += kind != RowOutcome::Kind::unprocessed ? 1 : 0;
        failed += kind == RowOutcome::Kind::failed ? 1 : 0;
    }
    if (job.info.kind == JobKind::ingest) {
        ROWLOCK_ASSERT(processed == job.info.rows_processed);
        // What is left of a 2.0 job beyond a daily limit is in no batch.
        ROWLOCK_ASSERT(rows_in_batches <= job.outcomes.size());
        ROWLOCK_ASSERT(!job.is_v1() || rows_in_batches == job.outcomes.size());
    }
    ROWLOCK_ASSERT(failed == job.info.rows_failed);
}

}  // namespace

void check_invariants_of(const Job& job, bool gone) {
    std::uint64_t rows_in_batches = 0;
    std::uint64_t processed_in_batches = 0;
    std::uint64_t failed_in_batches = 0;
    std::uint32_t open = 0;
    for (const Batch& batch : job.batches) {
        rows_in_batches += batch.rows;
        processed_in_batches += batch.rows_processed;
        failed_in_batches += batch.rows_failed;
        open += batch.ended() ? 0U : 1U;
    }
    if (!gone) check_rows_of(job, rows_in_batches);
    ROWLOCK_ASSERT(processed_in_batches == job.info.rows_processed);
    ROWLOCK_ASSERT(failed_in_batches == job.info.rows_failed);
    ROWLOCK_ASSERT(open == job.batches_open);
}

}  // namespace rowlock
