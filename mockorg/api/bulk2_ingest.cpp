#include "mockorg/api/ask.hpp"
#include "mockorg/api/bulk2_bodies.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/job_json.hpp"
#include "mockorg/api/job_list.hpp"
#include "mockorg/api/json_body.hpp"
#include "mockorg/api/responses.hpp"

#include <optional>
#include <utility>

namespace rowlock {
namespace {

HttpResponse job_response(const JobInfo& job, JobForm form) {
    std::string body;
    JsonWriter json{body};
    append_job(json, job, form);
    return json_response(200, std::move(body));
}

/// The job id in the path; what is none cannot name a job.
Result<RecordId> job_of(const Call& call) {
    if (const auto id = RecordId::parse(call.arguments.at(0))) return *id;
    return fail(ErrorCode::not_found, "The requested resource does not exist");
}

/// What to tell whoever hoped that a Bulk API 2.0 job could be made serial.
std::string serial_advice(Bulk2Serial setting) {
    std::string_view done;
    switch (setting) {
        case Bulk2Serial::reject:
            done = "refused, as a real org does";
            break;
        case Bulk2Serial::ignore:
            done = "accepted and run in parallel (bulk2-serial is ignore)";
            break;
        case Bulk2Serial::honour:
            done = "run serially, which no real org does (bulk2-serial is honour)";
            break;
    }
    return "a Bulk API 2.0 job asked for concurrencyMode Serial: " + std::string{done} +
           ". To keep batches from locking each other out, cut them so that no two share a parent "
           "(order by the parent and keep its rows together), send one job at a time, or use a "
           "Bulk API 1.0 job, which can be Serial";
}

void create(ApiContext& context, Call call) {
    auto job = read_create_ingest_job(call.request, call.api_version);
    if (!job) return refuse(call, job.error());
    if (job->serial_asked && context.options.advise) {
        context.options.advise(serial_advice(context.org.config().bulk2_serial));
    }
    ask(context, call, std::move(*job), [](const JobInfo& info) {
        return job_response(info, JobForm::created);
    });
}

void list(ApiContext& context, Call call) {
    ask(context, call, ListJobs{}, [call](const std::vector<JobInfo>& jobs) {
        Result<std::string> page = job_list_page(jobs, call.target, call.api_version);
        return page ? json_response(200, std::move(*page))
                    : error_response(page.error(), call.error_shape);
    });
}

void info(ApiContext& context, Call call) {
    const auto id = job_of(call);
    if (!id) return refuse(call, id.error());
    ask(context, call, GetJob{*id}, [](const JobInfo& job) {
        return job_response(job, JobForm::info);
    });
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
    const auto id = job_of(call);
    if (!id) return refuse(call, id.error());
    Result<std::string> state = read_job_state(call.request.body);
    if (!state) return refuse(call, state.error());
    ask(context, call, SetJobState{*id, std::move(*state)}, [](const JobInfo& job) {
        return job_response(job, JobForm::changed);
    });
}

void remove(ApiContext& context, Call call) {
    const auto id = job_of(call);
    if (!id) return refuse(call, id.error());
    ask(context, call, DeleteJob{*id}, [](std::monostate) { return empty_response(204); });
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

constexpr Route k_routes[] = {
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
    return k_routes;
}

}  // namespace rowlock
