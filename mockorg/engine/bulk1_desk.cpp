#include "mockorg/engine/bulk1_desk.hpp"

#include "mockorg/base/blanks.hpp"
#include "mockorg/engine/batch_data.hpp"
#include "mockorg/engine/id_prefixes.hpp"
#include "mockorg/engine/job_desk.hpp"
#include "mockorg/engine/job_request.hpp"
#include "mockorg/engine/query_job_desk.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

Failure wrong_state(std::string_view doing, JobState state) {
    return fail(
        ErrorCode::invalid_job_state, fmt::format("{} {} Job not allowed", doing, name_of(state))
    );
}

/// [jetstream issue 2061]
Failure no_longer_open(JobState state) {
    return fail(
        ErrorCode::invalid_job_state,
        fmt::format(
            "Failed to create batch, since the Job is not Open. Current job state is '{}'",
            name_of(state)
        )
    );
}

Failure no_batch(const RecordId& id) {
    return fail(ErrorCode::invalid_batch, "Unable to find batch for id: " + id.text());
}

}  // namespace

Error bulk1_request_too_large() {
    return {
        ErrorCode::client_input_error,
        fmt::format(
            "Failed to read request. Exceeded max size limit of {}", k_bulk1_batch_bytes_max
        ),
        {}};
}

Result<Job*> Bulk1Desk::find(const RecordId& id) {
    Job* job = world_.find_job(id);
    if (job != nullptr && job->is_v1()) return job;
    return fail(ErrorCode::invalid_job, "Unable to find job for id: " + id.text());
}

Result<Bulk1Desk::Found> Bulk1Desk::find(const RecordId& job_id, const RecordId& batch_id) {
    const auto job = find(job_id);
    if (!job) return tl::unexpected{job.error()};
    auto& batches = (*job)->batches;
    const std::uint64_t number = batch_id.number();
    const auto batch = std::lower_bound(
        batches.begin(),
        batches.end(),
        number,
        [](const Batch& each, std::uint64_t wanted) { return each.number < wanted; }
    );
    const bool known = batch != batches.end() && batch->number == number &&
                       batch_id == world_.system_id(k_batch_prefix, number);
    if (!known) return no_batch(batch_id);
    return Found{*job, &*batch};
}

Result<JobInfo> Bulk1Desk::create(const CreateBulk1Job& request) {
    auto job = make_job(world_.config(), request);
    if (!job) return tl::unexpected{job.error()};
    return public_info(world_.add_job(std::move(*job), request.user));
}

Result<JobInfo> Bulk1Desk::get(const GetBulk1Job& request) {
    const Job* job = world_.find_job(request.job);
    if (job != nullptr) return public_info(*job);
    if (auto query_job = QueryJobDesk{world_}.get({request.job})) return query_job;
    return fail(ErrorCode::invalid_job, "Unable to find job for id: " + request.job.text());
}

Result<JobInfo> Bulk1Desk::set_state(const SetBulk1JobState& request) {
    const auto found = find(request.job);
    if (!found) return tl::unexpected{found.error()};
    Job& job = **found;
    const JobState now = job.info.state;
    if (request.state == name_of(JobState::closed)) {
        if (now != JobState::open) return wrong_state("Closing already", now);
        world_.set_job_state(job, JobState::closed);
    } else if (request.state == name_of(JobState::aborted)) {
        if (!job.running()) return wrong_state("Aborting already", now);
        abort(job);
    } else {
        return fail(
            ErrorCode::invalid_job_state,
            fmt::format("A job can become Closed or Aborted, not '{}'", request.state)
        );
    }
    return public_info(job);
}

void Bulk1Desk::abort(Job& job) {
    world_.set_job_state(job, JobState::aborted);
    const auto number = static_cast<std::uint32_t>(job.info.id.number() - 1);
    for (std::uint32_t i = 0; i < job.batches.size(); ++i) {
        Batch& batch = job.batches[i];
        if (batch.state != BatchState::queued) continue;
        batch.state = BatchState::not_processed;
        // It may say that the batch is tried again later.
        batch.state_message.clear();
        batch.modified = world_.now;
        batch.release_work();
        --job.batches_open;
        keep_request(world_, {number, i});
    }
}

Result<std::monostate> Bulk1Desk::set_transformation(const SetTransformation& request) {
    const auto found = find(request.job);
    if (!found) return tl::unexpected{found.error()};
    Job& job = **found;
    if (job.info.state != JobState::open)
        return wrong_state("A transformation spec for", job.info.state);
    auto transformation = parse_transformation(request.csv);
    if (!transformation) return tl::unexpected{transformation.error()};
    job.transformation = std::move(*transformation);
    return std::monostate{};
}

Result<void> Bulk1Desk::check_batch(const Job& job, const AddBatch& request) const {
    if (request.api_version != job.info.api_version) {
        return fail(
            ErrorCode::invalid_version,
            fmt::format(
                "The job was created with API version {:.1f}, the batch comes with {:.1f}",
                job.info.api_version,
                request.api_version
            )
        );
    }
    if (request.content_type != job.info.content_type) {
        return fail(
            ErrorCode::invalid_batch,
            fmt::format(
                "The batch is {}, but its job's contentType is {}",
                name_of(request.content_type),
                name_of(job.info.content_type)
            )
        );
    }
    if (job.info.state != JobState::open) return no_longer_open(job.info.state);
    if (request.data.size() > k_bulk1_batch_bytes_max) return Failure{bulk1_request_too_large()};
    if (is_blank(request.data)) {
        return fail(ErrorCode::client_input_error, "Unable to find any data to create batch");
    }
    if (job.info.kind != JobKind::ingest) {
        if (auto fits = check_bulk_query_text(request.data, BulkApi::v1); !fits) return fits;
    }
    const BulkLimits& limits = world_.config().bulk_limits;
    if (auto open = check_job_open(limits, job.info.created, world_.now); !open) return open;
    if (world_.bulk_usage.batches.left(world_.now, limits.batches_per_day) == 0)
        return tl::unexpected{batches_exceeded()};
    return {};
}

Result<BatchInfo> Bulk1Desk::add(AddBatch request) {
    const auto found = find(request.job);
    if (!found) return tl::unexpected{found.error()};
    Job& job = **found;
    RollingDay& batches_today = world_.bulk_usage.batches;
    if (auto checked = check_batch(job, request); !checked) {
        // [asynch_api_concepts_limits, Batch Allocation]
        if (job.info.state == JobState::closed) batches_today.add(world_.now);
        return tl::unexpected{checked.error()};
    }
    Batch batch = make_batch(job, std::move(request));
    const BulkLimits& limits = world_.config().bulk_limits;
    if (world_.bulk_usage.rows.left(world_.now, limits.rows_per_day) < batch.rows)
        return tl::unexpected{rows_exceeded(limits)};
    batch.number = ++world_.batches_made;
    batch.created = world_.now;
    batch.modified = world_.now;
    batches_today.add(world_.now);
    // Batches of queries have none.
    if (batch.rows > 0) world_.bulk_usage.rows.add(world_.now, batch.rows);
    job.outcomes.grow(job.outcomes.size() + batch.rows);
    const auto number = static_cast<std::uint32_t>(job.batches.size());
    job.batches.push_back(std::move(batch));
    ++job.batches_open;
    const auto job_number = static_cast<std::uint32_t>(job.info.id.number() - 1);
    world_.events.add(world_.now, Event::Kind::queue_batch, job_number, number);
    return info_of(job, job.batches.back());
}

Batch Bulk1Desk::make_batch(const Job& job, AddBatch request) {
    Batch batch;
    if (job.info.kind != JobKind::ingest) {
        batch.query = std::make_shared<const std::string>(std::move(request.data));
        batch.request = BatchText{batch.query};
        return batch;
    }
    const UploadTarget target{
        world_.schema(),
        world_.schema().object(job.object),
        job.info.operation,
        job.info.external_id_field};
    const BatchReading reading{
        job.text_line_ending, job.transformation ? &*job.transformation : nullptr};
    BatchData data =
        read_batch_data(job.info.content_type, std::move(request.data), target, reading);
    batch.upload = std::move(data.upload);
    batch.request = BatchText{std::move(data.request)};
    batch.first_row = static_cast<std::uint32_t>(job.outcomes.size());
    batch.upload_begin = batch.first_row;
    if (!batch.upload->error) batch.rows = static_cast<std::uint32_t>(batch.upload->row_count());
    return batch;
}

BatchInfo Bulk1Desk::info_of(const Job& job, const Batch& batch) const {
    BatchInfo info;
    info.id = world_.system_id(k_batch_prefix, batch.number);
    info.job = job.info.id;
    info.state = batch.state;
    info.state_message = batch.state_message;
    info.created = batch.created;
    info.modified = batch.modified;
    info.rows_processed = batch.rows_processed;
    info.rows_failed = batch.rows_failed;
    if (batch.ended()) info.total_time = batch.busy_time;
    info.active_time = batch.active_time;
    return info;
}

Result<std::vector<BatchInfo>> Bulk1Desk::list(const ListBatches& request) {
    const auto job = find(request.job);
    if (!job) return tl::unexpected{job.error()};
    std::vector<BatchInfo> infos;
    for (const Batch& batch : (*job)->batches) infos.push_back(info_of(**job, batch));
    return infos;
}

Result<BatchInfo> Bulk1Desk::get(const GetBatch& request) {
    return find(request.job, request.batch).map([&](const Found& found) {
        return info_of(*found.job, *found.batch);
    });
}

Result<std::shared_ptr<const std::string>> Bulk1Desk::request_of(const GetBatchRequest& request) {
    return find(request.job, request.batch).map([](const Found& found) {
        return found.batch->request.read();
    });
}

Result<Bulk1Desk::Found> Bulk1Desk::find_processed(const RecordId& job, const RecordId& batch) {
    const auto found = find(job, batch);
    if (!found) return found;
    if (!found->batch->ended()) return fail(ErrorCode::invalid_batch, "Batch not completed");
    if (found->batch->state != BatchState::completed && found->batch->rows_processed == 0)
        return fail(ErrorCode::invalid_batch, "Records not processed");
    return found;
}

Result<GetBatchResult::Reply> Bulk1Desk::result(const GetBatchResult& request) {
    const auto found = find_processed(request.job, request.batch);
    if (!found) return tl::unexpected{found.error()};
    const Job& job = *found->job;
    if (job.info.kind == JobKind::ingest) {
        return BatchRows{job, *found->batch, world_.store.id_printer(job.object)};
    }
    const std::uint64_t number = found->batch->result_number;
    return std::vector<RecordId>{world_.system_id(k_query_result_prefix, number)};
}

Result<std::shared_ptr<const QueryResult>> Bulk1Desk::query_result(const GetQueryResult& request) {
    const auto found = find_processed(request.job, request.batch);
    if (!found) return tl::unexpected{found.error()};
    const Batch& batch = *found->batch;
    const bool known =
        batch.result != nullptr &&
        request.result == world_.system_id(k_query_result_prefix, batch.result_number);
    if (known) return batch.result;
    // Ids of results have 15 characters wherever they show.
    return fail(
        ErrorCode::invalid_batch,
        fmt::format("Unable to find result for id: {}", request.result.short_text())
    );
}

}  // namespace rowlock
