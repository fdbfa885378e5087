#include "mockorg/engine/job_desk.hpp"

#include "mockorg/engine/id_prefixes.hpp"
#include "mockorg/engine/job_faults.hpp"
#include "mockorg/engine/job_request.hpp"
#include "mockorg/engine/result_csv.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

Failure wrong_state(const std::string& message) {
    return fail(ErrorCode::invalid_job_state, message);
}

/// Adds up what a job's batches say. Only a 1.0 job's total time is that of its batches.
void count_batches(const Job& job, JobInfo& info) {
    for (const Batch& batch : job.batches) {
        if (!batch.replaced) ++info.batches.total;
        if (batch.state == BatchState::queued) ++info.batches.queued;
        if (batch.state == BatchState::in_progress) ++info.batches.in_progress;
        if (batch.state == BatchState::completed) ++info.batches.completed;
        if (batch.state == BatchState::failed) ++info.batches.failed;
        if (job.is_v1() && batch.ended()) info.total_time += batch.busy_time;
    }
}

/// Whether a chunk is under way, which an abort does not stop.
bool saves_rows(const Job& job) {
    return std::any_of(job.batches.begin(), job.batches.end(), [](const Batch& batch) {
        return batch.state == BatchState::in_progress;
    });
}

}  // namespace

JobInfo public_info(const Job& job) {
    JobInfo info = job.info;
    count_batches(job, info);
    if (!job.is_v1() && !job.ended()) info.total_time = Duration{0};
    if (job.info.state != JobState::failed) info.error_message.clear();
    return info;
}

Result<Job*> JobDesk::find(const RecordId& id) {
    Job* job = world_.find_job(id);
    if (job != nullptr && !job->is_v1()) return job;
    return fail(ErrorCode::not_found, "The requested resource does not exist");
}

Result<JobInfo> JobDesk::create(CreateIngestJob request) {
    auto made = make_job(world_.config(), request);
    if (!made) return tl::unexpected{made.error()};
    Job& job = world_.add_job(std::move(*made), request.user);
    if (request.data) {
        job.data = std::move(*request.data);
        job.has_data = true;
        job.info.multipart = true;
        job.info.state = JobState::upload_complete;
        const auto number = static_cast<std::uint32_t>(job.info.id.number() - 1);
        world_.events.add(world_.now, Event::Kind::prepare_job, number);
    }
    return public_info(job);
}

Result<std::monostate> JobDesk::upload(UploadJobData request) {
    const auto job = find(request.job);
    if (!job) return tl::unexpected{job.error()};
    if ((*job)->has_data) {
        return fail(
            ErrorCode::client_input_error,
            fmt::format("Found multiple contents for job: {}", request.job.text())
        );
    }
    if ((*job)->info.state != JobState::open) {
        return wrong_state(fmt::format(
            "Data can only be uploaded to an Open job; this one is {}", name_of((*job)->info.state)
        ));
    }
    const auto open = check_job_open(world_.config().bulk_limits, (*job)->info.created, world_.now);
    if (!open) return tl::unexpected{open.error()};
    (*job)->data = std::move(request.data);
    (*job)->has_data = true;
    (*job)->info.modified = world_.now;
    return std::monostate{};
}

Result<JobInfo> JobDesk::set_state(const SetJobState& request) {
    const auto job = find(request.job);
    if (!job) return tl::unexpected{job.error()};
    if (request.state == name_of(JobState::upload_complete)) return close(**job);
    if (request.state == name_of(JobState::aborted)) return abort(**job);
    return fail(
        ErrorCode::invalid_job,
        fmt::format(
            "A job's state can be set to UploadComplete or Aborted, not '{}'", request.state
        )
    );
}

Result<JobInfo> JobDesk::close(Job& job) {
    if (job.info.state != JobState::open) {
        return wrong_state(
            fmt::format("A job that is {} cannot become UploadComplete", name_of(job.info.state))
        );
    }
    world_.set_job_state(job, JobState::upload_complete);
    const auto number = static_cast<std::uint32_t>(job.info.id.number() - 1);
    world_.events.add(world_.now, Event::Kind::prepare_job, number);
    return public_info(job);
}

Result<JobInfo> JobDesk::abort(Job& job) {
    if (job.ended()) {
        const std::string_view state =
            job.info.state == JobState::job_complete ? "Completed" : name_of(job.info.state);
        return wrong_state(fmt::format("Aborting already {} Job not allowed", state));
    }
    if (job.info.state == JobState::in_progress)
        job.info.total_time = world_.now - job.processing_since;
    world_.set_job_state(job, JobState::aborted);
    JobFaults{world_}.let_go_job(static_cast<std::uint32_t>(job.info.id.number() - 1));
    // Closed or not, what was uploaded can be fetched again as unprocessed.
    if (job.upload == nullptr && job.has_data) attach_upload(job, world_.schema());
    return public_info(job);
}

Result<JobInfo> JobDesk::get(const GetJob& request) {
    const auto job = find(request.job);
    if (!job) return tl::unexpected{job.error()};
    return public_info(**job);
}

std::vector<JobInfo> JobDesk::list() const {
    std::vector<JobInfo> infos;
    for (const Job& job : world_.jobs) {
        if (!world_.is_gone(job)) infos.push_back(public_info(job));
    }
    return infos;
}

Result<std::monostate> JobDesk::remove(const DeleteJob& request) {
    const auto found = find(request.job);
    if (!found) return tl::unexpected{found.error()};
    Job& job = **found;
    if (job.info.state == JobState::open || job.info.state == JobState::in_progress) {
        return fail(
            ErrorCode::api_error,
            "Error encountered when deleting the job because the job is not terminated"
        );
    }
    if (!job.ended()) world_.set_job_state(job, JobState::aborted);
    job.deleted = true;
    // Nobody can ask for them any more, but chunks that run on need them.
    if (job.batches_open == 0) release_results(job);
    return std::monostate{};
}

Result<BodySource> JobDesk::results(const GetJobResults& request) {
    const auto found = find(request.job);
    if (!found) return tl::unexpected{found.error()};
    const Job& job = **found;
    if (!job.ended()) {
        return wrong_state(fmt::format(
            "Results are available once the job has ended; it is {}", name_of(job.info.state)
        ));
    }
    // Rows of a chunk that runs on would stand among the unprocessed ones and be loaded twice.
    if (saves_rows(job)) {
        return wrong_state("Results are available once the job's last chunk has been saved");
    }
    const std::uint64_t order =
        Random{world_.config().seed}.split("result order").split(job.info.id.number()).next();
    return result_csv(
        job, request.kind, world_.schema(), world_.store.id_printer(job.object), order
    );
}

}  // namespace rowlock
