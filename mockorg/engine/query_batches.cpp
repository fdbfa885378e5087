#include "mockorg/engine/query_batches.hpp"

#include <fmt/core.h>

#include <utility>

namespace rowlock {

Result<BulkQuery> QueryBatches::bind(const Job& job, const std::string& soql) const {
    auto query = bind_bulk_query(world_.schema(), soql, BulkApi::v1, job.info.content_type);
    if (!query || query->object->number == job.object) return query;
    return fail(
        ErrorCode::invalid_batch,
        fmt::format(
            "Failed to process query: INVALID_TYPE_FOR_OPERATION: The root entity of the requested "
            "query ({}) does not match the entity of the requested Bulk API Job ({})",
            query->object->name,
            job.info.object
        )
    );
}

Result<std::vector<std::uint32_t>> QueryBatches::split(BatchRef ref) {
    Job& job = world_.jobs[ref.job];
    std::vector<std::uint32_t> ranges;
    const Batch& whole = job.batches[ref.batch];
    if (!job.pk_chunking || whole.is_range) return ranges;
    const auto query = bind(job, *whole.query);
    if (!query) return tl::unexpected{query.error()};
    if (!query->pk_chunking_supported) return ranges;
    auto chunks = plan_query_chunks(world_.store, *query, *job.pk_chunking);
    if (!chunks) return tl::unexpected{chunks.error()};
    // Each counts like any other batch. [async_api_headers_enable_pk_chunking]
    const BulkLimits& limits = world_.config().bulk_limits;
    RollingDay& batches_today = world_.bulk_usage.batches;
    if (batches_today.left(world_.now, limits.batches_per_day) < chunks->size())
        return tl::unexpected{batches_exceeded()};
    batches_today.add(world_.now, chunks->size());
    for (QueryChunk& chunk : *chunks) {
        Batch batch;
        batch.number = ++world_.batches_made;
        batch.created = world_.now;
        batch.modified = world_.now;
        batch.is_range = true;
        batch.request = BatchText{std::move(chunk.soql)};
        batch.query = std::move(chunk.evaluated);
        batch.query_rows = chunk.rows;
        ranges.push_back(static_cast<std::uint32_t>(job.batches.size()));
        job.batches.push_back(std::move(batch));
        ++job.batches_open;
    }
    return ranges;
}

Result<void> QueryBatches::run(BatchRef ref) {
    Job& job = world_.jobs[ref.job];
    Batch& batch = job.batches[ref.batch];
    const auto query = bind(job, *batch.query);
    if (!query) return tl::unexpected{query.error()};
    const bool include_deleted = job.info.kind == JobKind::query_all;
    auto result = run_bulk_query(
        world_.store, world_.record_copies, *query, include_deleted, world_.now, batch.query_rows
    );
    if (!result) return tl::unexpected{result.error()};
    batch.result = std::move(*result);
    batch.result_number = ++world_.query_results_made;
    batch.rows_processed = batch.result->size();
    job.info.rows_processed += batch.rows_processed;
    return {};
}

}  // namespace rowlock
