#include "mockorg/engine/job.hpp"

namespace rowlock {

void attach_upload(Job& job, const Schema& schema) {
    job.upload = prepare_upload(
        std::move(job.data),
        job.info.format,
        {schema, schema.object(job.object), job.info.operation, job.info.external_id_field}
    );
    job.data.clear();
    job.outcomes.grow(job.upload->row_count());
}

void release_upload(Job& job) {
    job.upload = nullptr;
    for (Batch& batch : job.batches) batch.upload = nullptr;
}

void release_results(Job& job) {
    release_upload(job);
    job.data = {};
    job.messages = {};
    job.outcomes = CowVector{RowOutcome{}};
    for (Batch& batch : job.batches) batch.result = nullptr;
}

void fail_row(Job& job, Batch& batch, std::uint32_t row, std::string_view message) {
    if (job.messages.empty() || job.messages.back() != message) job.messages.emplace_back(message);
    job.outcomes.set(
        row, {RowOutcome::Kind::failed, static_cast<std::uint32_t>(job.messages.size() - 1)}
    );
    ++job.info.rows_failed;
    ++job.info.rows_processed;
    ++batch.rows_failed;
    ++batch.rows_processed;
}

void save_row(Job& job, Batch& batch, std::uint32_t row, RowOutcome outcome) {
    job.outcomes.set(row, outcome);
    ++job.info.rows_processed;
    ++batch.rows_processed;
}

}  // namespace rowlock
