#include "mockorg/engine/job_desk.hpp"

#include "mockorg/engine/job_request.hpp"
#include "mockorg/engine/result_csv.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

constexpr KeyPrefix k_job_prefix = {'7', '5', '0'};

Failure wrong_state(const std::string& message) {
    return fail(ErrorCode::invalid_job_state, message);
}

}  // namespace

JobInfo public_info(const Job& job) {
    JobInfo info = job.info;
    if (!job.ended()) info.total_time = Duration{0};
    if (job.info.state != JobState::failed) info.error_message.clear();
    return info;
}

Result<Job*> JobDesk::find(const RecordId& id) {
    const std::uint64_t number = id.number();
    const bool known = number >= 1 && number <= world_.jobs.size() &&
                       id == world_.system_id(k_job_prefix, number) &&
                       !world_.jobs[number - 1].deleted;
    if (!known) return fail(ErrorCode::not_found, "The requested resource does not exist");
    return &world_.jobs[number - 1];
}

Result<JobInfo> JobDesk::create(CreateIngestJob request) {
    auto made = make_job(world_.config(), request);
    if (!made) return tl::unexpected{made.error()};
    Job job = std::move(*made);
    job.info.id = world_.system_id(k_job_prefix, world_.jobs.size() + 1);
    job.info.created_by = world_.store.id_of(world_.store.user());
    job.info.created = world_.now;
    job.info.modified = world_.now;
    const auto number = static_cast<std::uint32_t>(world_.jobs.size());
    world_.record(TraceKind::job_created, number, static_cast<std::uint64_t>(job.object));
    if (request.data) {
        job.data = std::move(*request.data);
        job.has_data = true;
        job.info.multipart = true;
        job.info.state = JobState::upload_complete;
        world_.events.add(world_.now, Event::Kind::prepare_job, number);
    }
    world_.jobs.push_back(std::move(job));
    return public_info(world_.jobs.back());
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
    (*job)->data = std::move(request.data);
    (*job)->has_data = true;
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
    world_.set_job_state(job, JobState::aborted);
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
        if (!job.deleted) infos.push_back(public_info(job));
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
    // Nobody can ask for them any more.
    job.data = {};
    job.messages = {};
    if (job.batches_open == 0) job.upload = nullptr;
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
    const std::uint64_t order =
        Random{world_.config().seed}.split("result order").split(job.info.id.number()).next();
    return result_csv(
        job, request.kind, world_.schema(), world_.store.id_printer(job.object), order
    );
}

}  // namespace rowlock
