#include "mockorg/api/bulk2_bodies.hpp"
#include "mockorg/api/bulk2_calls.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/codec/numbers.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace rowlock {
namespace {

/// Since when the pages of a query's results can be fetched side by side.
/// [query_get_parallel_job_results]
constexpr double k_result_pages_since = 58.0;

Result<RecordId> job_of(const Call& call) {
    return bulk2_job_id(call, k_query_jobs_since);
}

void create(ApiContext& context, Call call) {
    if (call.api_version < k_query_jobs_since) return refuse(call, no_such_resource());
    auto job = read_create_query_job(call.request, call.api_version);
    if (!job) return refuse(call, job.error());
    job->user = call.user;
    if (job->serial_asked) advise_on_serial(context);
    ask(context, call, std::move(*job), [](const JobInfo& info) {
        return job_response(info, JobForm::created);
    });
}

void list(ApiContext& context, Call call) {
    if (call.api_version < k_query_jobs_since) return refuse(call, no_such_resource());
    answer_job_list(context, call, JobFamily::query);
}

void info(ApiContext& context, Call call) {
    answer_job_info<GetQueryJob>(context, call, job_of(call));
}

void change_state(ApiContext& context, Call call) {
    answer_state_change<SetQueryJobState>(context, call, job_of(call));
}

void remove(ApiContext& context, Call call) {
    answer_job_delete<DeleteQueryJob>(context, call, job_of(call));
}

Result<std::optional<std::uint64_t>> max_rows(const HttpTarget& target) {
    const std::string_view text = target.parameter("maxRecords");
    if (text.empty()) return std::optional<std::uint64_t>{};
    const auto number = parse_integer(text);
    if (number && *number >= 1) return std::optional{static_cast<std::uint64_t>(*number)};
    return fail(ErrorCode::client_input_error, "maxRecords must be a number of 1 or more");
}

HttpResponse results_response(GetQueryResults::Reply page) {
    HttpResponse response = csv_response(std::move(page.csv));
    response.headers.add("Sforce-NumberOfRecords", std::to_string(page.rows));
    // On the last page the word null: clients go on until they read it.
    response.headers.add("Sforce-Locator", page.next_locator.value_or("null"));
    return response;
}

void results(ApiContext& context, Call call) {
    const auto id = job_of(call);
    if (!id) return refuse(call, id.error());
    const auto rows = max_rows(call.target);
    if (!rows) return refuse(call, rows.error());
    GetQueryResults request;
    request.job = *id;
    request.api_version = call.api_version;
    request.locator = call.target.parameter("locator");
    request.max_rows = *rows;
    ask(context, call, std::move(request), results_response);
}

/// `results` and `resultpages` are spelled like this in the links of a real org.
std::string page_url(
    const RecordId& job, double api_version, std::string_view resource, std::string_view locator
) {
    return fmt::format(
        "/services/data/v{}/jobs/query/{}/{}?locator={}",
        version_text(api_version),
        job.text(),
        resource,
        locator
    );
}

HttpResponse pages_response(
    const GetQueryResultPages::Reply& pages, const RecordId& job, double api_version
) {
    std::string body;
    JsonWriter json{body};
    json.begin_object().key("resultPages").begin_array();
    for (const std::string& locator : pages.locators) {
        json.begin_object()
            .member("resultUrl", page_url(job, api_version, "results", locator))
            .end_object();
    }
    json.end_array().key("nextRecordsUrl");
    if (pages.next_locator) {
        json.value(page_url(job, api_version, "resultpages", *pages.next_locator));
    } else {
        json.null();
    }
    json.member("done", !pages.next_locator.has_value()).end_object();
    return json_response(200, std::move(body));
}

void result_pages(ApiContext& context, Call call) {
    const auto id = bulk2_job_id(call, k_result_pages_since);
    if (!id) return refuse(call, id.error());
    GetQueryResultPages request;
    request.job = *id;
    request.api_version = call.api_version;
    request.locator = call.target.parameter("locator");
    ask(context,
        call,
        std::move(request),
        [job = *id, version = call.api_version](const GetQueryResultPages::Reply& pages) {
            return pages_response(pages, job, version);
        });
}

constexpr std::string_view k_jobs = "/services/data/{version}/jobs/query";
constexpr std::string_view k_job = "/services/data/{version}/jobs/query/{job}";
constexpr std::string_view k_results = "/services/data/{version}/jobs/query/{job}/results";
constexpr std::string_view k_result_pages = "/services/data/{version}/jobs/query/{job}/resultPages";

constexpr Route k_bulk2_query_routes[] = {
    {"GET", k_jobs, list, ErrorShape::bulk2},
    {"POST", k_jobs, create, ErrorShape::bulk2},
    {"GET", k_job, info, ErrorShape::bulk2},
    {"PATCH", k_job, change_state, ErrorShape::bulk2},
    {"DELETE", k_job, remove, ErrorShape::bulk2},
    {"GET", k_results, results, ErrorShape::bulk2},
    {"GET", k_result_pages, result_pages, ErrorShape::bulk2},
};

}  // namespace

std::span<const Route> bulk2_query_routes() {
    return k_bulk2_query_routes;
}

}  // namespace rowlock
