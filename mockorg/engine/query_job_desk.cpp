#include "mockorg/engine/query_job_desk.hpp"

#include "mockorg/engine/id_prefixes.hpp"
#include "mockorg/engine/job_request.hpp"
#include "mockorg/engine/query_locator.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// Counters of query jobs' ids begin behind those of all other jobs, which are 32 bits wide.
constexpr std::uint64_t k_first_number = (std::uint64_t{1} << 32) + 1;

/// Up to then columns come in alphabetical order, from then on as asked for.
/// [query_get_job_results]
constexpr double k_columns_as_asked_since = 50.0;

/// Pages named by one answer. [query_get_parallel_job_results]
constexpr std::size_t k_pages_max = 5;

Result<JobKind> parse_kind(std::string_view operation) {
    if (operation == "query") return JobKind::query;
    if (operation == "queryAll") return JobKind::query_all;
    return fail(
        ErrorCode::invalid_operation,
        fmt::format("Operation '{}' is none of query, queryAll", operation)
    );
}

Failure invalid_locator() {
    return fail(ErrorCode::invalid_query_locator, "invalid query locator");
}

/// The row a page begins at; an empty result has one page, at row 0.
Result<std::uint64_t> first_row(const QueryJob& job, std::string_view locator) {
    if (locator.empty()) return std::uint64_t{0};
    const auto row = parse_query_locator(locator);
    if (!row || (*row > 0 && *row >= job.result->size())) return invalid_locator();
    return *row;
}

}  // namespace

Result<JobInfo> QueryJobDesk::create(CreateQueryJob request) {
    const auto kind = parse_kind(request.operation);
    if (!kind) return tl::unexpected{kind.error()};
    const auto lane = bulk2_lane(world_.config().bulk2_serial, request.serial_asked);
    if (!lane) return tl::unexpected{lane.error()};
    auto query = bind_bulk_query(world_.schema(), std::move(request.soql), BulkApi::v2);
    if (!query) return tl::unexpected{query.error()};
    const BulkLimits& limits = world_.config().bulk_limits;
    if (world_.bulk_usage.query_jobs.left(world_.now, limits.query_jobs_per_day) == 0) {
        return Failure{query_jobs_exceeded(limits)};
    }
    if (world_.bulk_usage.query_storage.sum(world_.now) / 1024 >= limits.query_storage_kb_per_day) {
        return Failure{query_storage_exceeded(limits)};
    }
    world_.bulk_usage.query_jobs.add(world_.now);

    QueryJob job;
    const auto number = static_cast<std::uint32_t>(world_.query_jobs.size());
    job.info.id = world_.system_id(k_job_prefix, k_first_number + number);
    job.info.kind = *kind;
    job.info.lane = *lane;
    job.info.object = query->object->name;
    job.info.state = JobState::upload_complete;
    job.info.format = request.format;
    job.info.api_version = request.api_version;
    job.info.created_by = world_.store.id_of(world_.user_or_own(request.user));
    job.info.created = world_.now;
    job.info.modified = world_.now;
    job.info.pk_chunking_supported = query->pk_chunking_supported;
    world_.record(
        TraceKind::job_created,
        job.info.id.number() - 1,
        static_cast<std::uint64_t>(query->object->number)
    );
    job.query = std::make_shared<const BulkQuery>(std::move(*query));
    world_.query_jobs.push_back(std::move(job));
    world_.events.add(
        world_.now + world_.config().query_jobs.start_delay, Event::Kind::query_job_due, number
    );
    return world_.query_jobs.back().info;
}

Result<QueryJob*> QueryJobDesk::find(const RecordId& id) {
    const std::uint64_t number = id.number();
    const bool known = number >= k_first_number &&
                       number - k_first_number < world_.query_jobs.size() &&
                       id == world_.system_id(k_job_prefix, number);
    if (known) {
        QueryJob& job = world_.query_jobs[number - k_first_number];
        if (!world_.is_gone(job)) return &job;
    }
    return fail(ErrorCode::not_found, "The requested resource does not exist");
}

Result<JobInfo> QueryJobDesk::get(const GetQueryJob& request) {
    const auto job = find(request.job);
    if (!job) return tl::unexpected{job.error()};
    return (*job)->info;
}

Result<JobInfo> QueryJobDesk::set_state(const SetQueryJobState& request) {
    const auto found = find(request.job);
    if (!found) return tl::unexpected{found.error()};
    QueryJob& job = **found;
    if (request.state != name_of(JobState::aborted)) {
        return fail(
            ErrorCode::invalid_job,
            fmt::format("A query job's state can be set to Aborted, not '{}'", request.state)
        );
    }
    if (job.ended()) {
        const std::string_view state =
            job.info.state == JobState::job_complete ? "Completed" : name_of(job.info.state);
        return fail(
            ErrorCode::invalid_job_state, fmt::format("Aborting already {} Job not allowed", state)
        );
    }
    if (job.info.state == JobState::in_progress) job.info.total_time = world_.now - job.started;
    world_.set_job_state(job, JobState::aborted);
    job.query = nullptr;
    job.result = nullptr;
    return job.info;
}

Result<std::monostate> QueryJobDesk::remove(const DeleteQueryJob& request) {
    const auto job = find(request.job);
    if (!job) return tl::unexpected{job.error()};
    if (!(*job)->ended()) {
        return fail(
            ErrorCode::api_error,
            "Error encountered when deleting the job because the job is not terminated"
        );
    }
    (*job)->deleted = true;
    (*job)->result = nullptr;
    return std::monostate{};
}

std::vector<JobInfo> QueryJobDesk::list() const {
    std::vector<JobInfo> infos;
    for (const QueryJob& job : world_.query_jobs) {
        if (!world_.is_gone(job)) infos.push_back(job.info);
    }
    return infos;
}

Result<const QueryJob*> QueryJobDesk::find_with_results(const RecordId& id, double api_version) {
    const auto job = find(id);
    if (!job) return tl::unexpected{job.error()};
    const JobInfo& info = (*job)->info;
    if (api_version != info.api_version) {
        return fail(
            ErrorCode::invalid_version,
            fmt::format(
                "The job was created with API version {:.1f}; ask for its results with the same",
                info.api_version
            )
        );
    }
    if (info.state != JobState::job_complete) {
        return fail(
            ErrorCode::invalid_job_state,
            fmt::format(
                "Results are available once the job is JobComplete; it is {}", name_of(info.state)
            )
        );
    }
    return *job;
}

Result<GetQueryResults::Reply> QueryJobDesk::results(const GetQueryResults& request) {
    const auto job = find_with_results(request.job, request.api_version);
    if (!job) return tl::unexpected{job.error()};
    const auto first = first_row(**job, request.locator);
    if (!first) return tl::unexpected{first.error()};
    const std::uint64_t page = request.max_rows.value_or(world_.config().query_jobs.page_rows);
    if (page == 0) {
        return fail(ErrorCode::client_input_error, "maxRecords must be 1 or more");
    }
    const std::uint64_t left = (*job)->result->size() - *first;
    GetQueryResults::Reply reply;
    reply.rows = std::min(page, left);
    reply.csv = query_csv(
        (*job)->result,
        (*job)->info.format,
        (*job)->info.api_version < k_columns_as_asked_since ? ColumnOrder::alphabetical
                                                            : ColumnOrder::as_asked,
        *first,
        reply.rows
    );
    if (reply.rows < left) reply.next_locator = query_locator(*first + reply.rows);
    return reply;
}

Result<GetQueryResultPages::Reply> QueryJobDesk::pages(const GetQueryResultPages& request) {
    const auto job = find_with_results(request.job, request.api_version);
    if (!job) return tl::unexpected{job.error()};
    const auto first = first_row(**job, request.locator);
    if (!first) return tl::unexpected{first.error()};
    const std::uint64_t page_rows = world_.config().query_jobs.page_rows;
    const std::uint64_t size = (*job)->result->size();
    GetQueryResultPages::Reply reply;
    std::uint64_t row = *first;
    do {
        reply.locators.push_back(query_locator(row));
        row += page_rows;
    } while (row < size && reply.locators.size() < k_pages_max);
    if (row < size) reply.next_locator = query_locator(row);
    return reply;
}

}  // namespace rowlock
