#include "mockorg/api/ask.hpp"
#include "mockorg/api/bulk1_bodies.hpp"
#include "mockorg/api/bulk1_calls.hpp"
#include "mockorg/api/bulk1_info.hpp"
#include "mockorg/api/bulk1_schema.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/api/users.hpp"

#include <string>
#include <utility>

namespace rowlock {
namespace {

/// No source knows this header, but clients are told to send it.
void advise_on_batch_size(const ApiContext& context, const HttpHeaders& headers) {
    constexpr std::string_view k_batch_size = "Sforce-Batch-Size";
    if (!headers.has(k_batch_size) || !context.options.advise) return;
    context.options.advise(
        "a Bulk API 1.0 job came with Sforce-Batch-Size, which changes nothing: a batch is what "
        "one "
        "request brings, at most 10,000 rows, and is worked off 200 rows at a time"
    );
}

void create(ApiContext& context, Call call) {
    advise_on_batch_size(context, call.request.headers);
    auto job = read_create_bulk1_job(call.request, call.api_version);
    if (!job) return refuse(call, job.error());
    job->user = call.user;
    job->may_hard_delete = rights_of(context.org, call.user).hard_delete;
    const Bulk1Format format = format_named_by(call.request).value_or(Bulk1Format::xml);
    ask(context, call, std::move(*job), [format](const JobInfo& info) {
        return bulk1_response(201, format, job_info_text(info, format));
    });
}

void info(ApiContext& context, Call call) {
    const auto job = enter_job(context, call, Bulk1Speaker::request);
    if (!job) return refuse(call, job.error());
    ask(context, call, GetBulk1Job{job->id}, [format = job->format](const JobInfo& shown) {
        return bulk1_response(200, format, job_info_text(shown, format));
    });
}

void change_state(ApiContext& context, Call call) {
    const auto job = enter_job(context, call, Bulk1Speaker::request);
    if (!job) return refuse(call, job.error());
    auto state = read_bulk1_job_state(call.request);
    if (!state) return refuse(call, state.error());
    SetBulk1JobState change{job->id, std::move(*state)};
    ask(context, call, std::move(change), [format = job->format](const JobInfo& shown) {
        return bulk1_response(200, format, job_info_text(shown, format));
    });
}

/// Whether the job has columns to give names to: invalid_job for queries and for XML and JSON data.
/// What else is wrong with the job is for the org to say. [asynch_api_transform_spec_fields]
Result<void> check_has_columns(ApiContext& context, const RecordId& id) {
    bool has_columns = true;
    context.org.submit(context.org.now(), GetBulk1Job{id}, [&](const Result<JobInfo>& job) {
        if (!job || job->api != BulkApi::v1) return;
        has_columns =
            job->kind == JobKind::ingest && data_form_of(job->content_type) == DataForm::csv;
    });
    if (has_columns) return {};
    return fail(ErrorCode::invalid_job, "A transformation spec goes with CSV data only");
}

void set_transformation(ApiContext& context, Call call) {
    const auto job = enter_job(context, call, Bulk1Speaker::job);
    if (!job) return refuse(call, job.error());
    if (auto checked = check_has_columns(context, job->id); !checked)
        return refuse(call, checked.error());
    SetTransformation spec{job->id, std::move(call.request.body)};
    ask(context, call, std::move(spec), [](std::monostate) { return empty_response(201); });
}

void schema(ApiContext&, Call call) {
    call.respond(bulk1_response(200, Bulk1Format::xml, std::string{bulk1_schema()}));
}

constexpr std::string_view k_schema = "/services/async/{bare version}/AsyncApi.xsd";
constexpr std::string_view k_jobs = "/services/async/{bare version}/job";
constexpr std::string_view k_job = "/services/async/{bare version}/job/{job}";
constexpr std::string_view k_spec = "/services/async/{bare version}/job/{job}/spec";

constexpr Route k_bulk1_jobs_routes[] = {
    {"GET", k_schema, schema},
    {"POST", k_jobs, create},
    {"GET", k_job, info},
    {"POST", k_job, change_state},
    {"POST", k_spec, set_transformation},
};

}  // namespace

std::span<const Route> bulk1_job_routes() {
    return k_bulk1_jobs_routes;
}

}  // namespace rowlock
