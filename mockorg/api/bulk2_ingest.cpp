#include "mockorg/api/bulk2_bodies.hpp"
#include "mockorg/api/bulk2_calls.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/json_body.hpp"
#include "mockorg/api/users.hpp"

#include <utility>

namespace rowlock {
namespace {

Result<RecordId> job_of(const Call& call) {
    return bulk2_job_id(call, k_ingest_jobs_since);
}

void create(ApiContext& context, Call call) {
    if (call.api_version < k_ingest_jobs_since) return refuse(call, no_such_resource());
    auto job = read_create_ingest_job(call.request, call.api_version);
    if (!job) return refuse(call, job.error());
    job->user = call.user;
    job->may_hard_delete = rights_of(context.org, call.user).hard_delete;
    if (job->serial_asked) advise_on_serial(context);
    ask(context, call, std::move(*job), [](const JobInfo& info) {
        return job_response(info, JobForm::created);
    });
}

void list(ApiContext& context, Call call) {
    if (call.api_version < k_ingest_jobs_since) return refuse(call, no_such_resource());
    answer_job_list(context, call, JobFamily::ingest);
}

void info(ApiContext& context, Call call) {
    answer_job_info<GetJob>(context, call, job_of(call));
}

void upload(ApiContext& context, Call call) {
    const auto id = job_of(call);
    if (!id) return refuse(call, id.error());
    if (auto type = expect_media_type(call.request, {"text/csv"}); !type) {
        return refuse(call, type.error());
    }
    UploadJobData data{*id, std::move(call.request.body)};
    ask(context, call, std::move(data), [](std::monostate) { return empty_response(201); });
}

void change_state(ApiContext& context, Call call) {
    answer_state_change<SetJobState>(context, call, job_of(call));
}

void remove(ApiContext& context, Call call) {
    answer_job_delete<DeleteJob>(context, call, job_of(call));
}

template <JobResultKind kind>
void results(ApiContext& context, Call call) {
    const auto id = job_of(call);
    if (!id) return refuse(call, id.error());
    ask(context, call, GetJobResults{*id, kind}, [](BodySource rows) {
        return csv_response(std::move(rows));
    });
}

constexpr std::string_view k_jobs = "/services/data/{version}/jobs/ingest";
constexpr std::string_view k_job = "/services/data/{version}/jobs/ingest/{job}";
constexpr std::string_view k_batches = "/services/data/{version}/jobs/ingest/{job}/batches";
constexpr std::string_view k_successful =
    "/services/data/{version}/jobs/ingest/{job}/successfulResults";
constexpr std::string_view k_failed = "/services/data/{version}/jobs/ingest/{job}/failedResults";
constexpr std::string_view k_unprocessed =
    "/services/data/{version}/jobs/ingest/{job}/unprocessedrecords";

constexpr Route k_bulk2_ingest_routes[] = {
    {"GET", k_jobs, list, ErrorShape::bulk2},
    {"POST", k_jobs, create, ErrorShape::bulk2},
    {"GET", k_job, info, ErrorShape::bulk2},
    {"PATCH", k_job, change_state, ErrorShape::bulk2},
    {"DELETE", k_job, remove, ErrorShape::bulk2},
    {"PUT", k_batches, upload, ErrorShape::bulk2},
    {"GET", k_successful, results<JobResultKind::successful>, ErrorShape::bulk2},
    {"GET", k_failed, results<JobResultKind::failed>, ErrorShape::bulk2},
    {"GET", k_unprocessed, results<JobResultKind::unprocessed>, ErrorShape::bulk2},
};

}  // namespace

std::span<const Route> bulk2_ingest_routes() {
    return k_bulk2_ingest_routes;
}

}  // namespace rowlock
