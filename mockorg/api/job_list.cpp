#include "mockorg/api/job_list.hpp"

#include "mockorg/api/job_json.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/codec/numbers.hpp"
#include "mockorg/engine/id_prefixes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace rowlock {
namespace {

constexpr std::size_t k_page = 1000;

/// Where a page begins: `01g… -1000`.
struct ListPosition {
    /// Counter in the last shown job's id; nothing at the start.
    std::optional<std::uint64_t> after;
    /// Jobs shown so far.
    std::uint64_t shown = 0;
};

Result<ListPosition> parse_position(std::string_view locator) {
    if (locator.empty()) return ListPosition{};
    const std::size_t dash = locator.rfind('-');
    if (dash != std::string_view::npos) {
        const auto id = RecordId::parse(locator.substr(0, dash));
        const auto shown = parse_integer(locator.substr(dash + 1));
        if (id && id->prefix() == k_locator_prefix && shown && *shown >= 0) {
            return ListPosition{id->number(), static_cast<std::uint64_t>(*shown)};
        }
    }
    return fail(ErrorCode::invalid_query_locator, "invalid query locator");
}

std::string locator_text(const JobInfo& last, std::uint64_t shown) {
    const RecordId id = RecordId::make(k_locator_prefix, last.id.instance(), last.id.number());
    return fmt::format("{}-{}", id.text(), shown);
}

/// The query list shows ingest jobs only to who asks for them, the other one no 2.0 query job at
/// all. [query_get_all_jobs, get_all_jobs]
bool passes_type(const JobInfo& job, std::string_view type, JobFamily family) {
    if (family == JobFamily::ingest && job_type(job) == "V2Query") return false;
    if (!type.empty()) return equal_ignoring_case(type, job_type(job));
    return family == JobFamily::ingest || job.kind != JobKind::ingest;
}

bool passes_filters(const JobInfo& job, const HttpTarget& target, JobFamily family) {
    if (!passes_type(job, target.parameter("jobType"), family)) return false;
    const std::string_view mode = target.parameter("concurrencyMode");
    const std::string_view lane = job.lane == Lane::serial ? "serial" : "parallel";
    if (!mode.empty() && !equal_ignoring_case(mode, lane)) return false;
    const bool chunked_only = equal_ignoring_case(target.parameter("isPkChunkingEnabled"), "true");
    return !chunked_only || job.pk_chunking_supported;
}

/// The filters of this page, for the next one.
std::string filter_parameters(const HttpTarget& target) {
    std::string parameters;
    for (const std::string_view name : {"jobType", "concurrencyMode", "isPkChunkingEnabled"}) {
        if (!target.has_parameter(name)) continue;
        parameters += fmt::format("&{}={}", name, percent_encode(target.parameter(name)));
    }
    return parameters;
}

}  // namespace

Result<std::string> job_list_page(
    const std::vector<JobInfo>& jobs, const HttpTarget& target, double api_version, JobFamily family
) {
    const Result<ListPosition> start = parse_position(target.parameter("queryLocator"));
    if (!start) return Failure{start.error()};
    std::vector<const JobInfo*> page;
    bool done = true;
    for (const JobInfo& job : jobs) {
        if (start->after && job.id.number() <= *start->after) continue;
        if (!passes_filters(job, target, family)) continue;
        if (page.size() == k_page) {
            done = false;
            break;
        }
        page.push_back(&job);
    }
    std::string body;
    JsonWriter json{body};
    json.begin_object().member("done", done).key("records").begin_array();
    for (const JobInfo* job : page) append_job(json, *job, JobForm::listed);
    json.end_array().key("nextRecordsUrl");
    if (done) {
        json.null();
    } else {
        json.value(fmt::format(
            "/services/data/v{}/jobs/{}?queryLocator={}{}",
            version_text(api_version),
            family == JobFamily::ingest ? "ingest" : "query",
            locator_text(*page.back(), start->shown + page.size()),
            filter_parameters(target)
        ));
    }
    json.end_object();
    return body;
}

}  // namespace rowlock
