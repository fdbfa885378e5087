#include "mockorg/api/ask.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace rowlock {
namespace {

constexpr std::uint64_t k_kb_of_mb = 1024;
constexpr std::uint64_t k_bytes_of_mb = 1024 * 1024;
/// From this version on the limit of batches has its present name. [REST API guide: limits]
constexpr double k_batches_renamed = 49.0;
/// What nearly every record takes. [data storage: 2 KB each]
constexpr std::uint64_t k_kb_of_record = 2;
/// 10 GB. [data storage of an Enterprise Edition]
constexpr std::uint64_t k_storage_mb = 10'240;

/// Limits that nothing in this org uses up.
struct IdleLimit {
    std::string_view name;
    std::uint64_t max;
};

/// [REST API guide: limits; a Developer Edition's figures]
constexpr std::array<IdleLimit, 16> k_idle_limits{{
    {"ConcurrentAsyncGetReportInstances", 200},
    {"ConcurrentSyncReportRuns", 20},
    {"DailyAsyncApexExecutions", 250'000},
    {"DailyGenericStreamingApiEvents", 10'000},
    {"DailyStreamingApiEvents", 10'000},
    {"DailyWorkflowEmails", 1'000},
    {"FileStorageMB", 10'240},
    {"HourlyAsyncReportRuns", 1'200},
    {"HourlyDashboardRefreshes", 200},
    {"HourlyODataCallout", 1'000},
    {"HourlySyncReportRuns", 500},
    {"HourlyTimeBasedWorkflow", 1'000},
    {"MassEmail", 10},
    {"MonthlyPlatformEvents", 37'500},
    {"SingleEmail", 15},
    {"StreamingApiConcurrentClients", 20},
}};

void append_limit(JsonWriter& json, std::string_view name, std::uint64_t max, std::uint64_t used) {
    json.key(name)
        .begin_object()
        .member("Max", max)
        .member("Remaining", max - std::min(used, max))
        .end_object();
}

/// Rounded up, as the platform shows it.
std::uint64_t storage_used_mb(const Org& org) {
    return (org.live_records() * k_kb_of_record + k_kb_of_mb - 1) / k_kb_of_mb;
}

void append_bulk_limits(JsonWriter& json, const ApiContext& context, double api_version) {
    const Org& org = context.org;
    const BulkLimits& bulk = org.config().bulk_limits;
    append_limit(
        json, "DailyApiRequests", daily_requests(bulk), context.usage.in_last_day(org.now())
    );
    append_limit(
        json,
        api_version < k_batches_renamed ? "DailyBulkApiRequests" : "DailyBulkApiBatches",
        bulk.batches_per_day,
        org.batches_in_last_day()
    );
    // A megabyte begun counts whole.
    append_limit(
        json,
        "DailyBulkV2QueryFileStorageMB",
        bulk.query_storage_kb_per_day / k_kb_of_mb,
        (org.query_storage_in_last_day() + k_bytes_of_mb - 1) / k_bytes_of_mb
    );
    append_limit(
        json, "DailyBulkV2QueryJobs", bulk.query_jobs_per_day, org.query_jobs_in_last_day()
    );
}

void limits(ApiContext& context, Call call) {
    std::string body;
    JsonWriter json{body};
    json.begin_object();
    append_bulk_limits(json, context, call.api_version);
    append_limit(json, "DataStorageMB", k_storage_mb, storage_used_mb(context.org));
    for (const IdleLimit& limit : k_idle_limits) append_limit(json, limit.name, limit.max, 0);
    json.end_object();
    call.respond(json_response(200, std::move(body)));
}

constexpr Route k_rest_limits_routes[] = {
    {"GET", "/services/data/{version}/limits", limits},
};

}  // namespace

std::span<const Route> rest_limit_routes() {
    return k_rest_limits_routes;
}

}  // namespace rowlock
