#include "mockorg/api/job_list.hpp"

#include "mockorg/api/job_json.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/codec/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace rowlock {
namespace {

constexpr std::size_t k_page = 1000;
constexpr KeyPrefix k_locator_prefix{'0', '1', 'g'};

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

bool passes_filters(const JobInfo& job, const HttpTarget& target) {
    const std::string_view type = target.parameter("jobType");
    if (!type.empty() && !equal_ignoring_case(type, "V2Ingest")) return false;
    const std::string_view mode = target.parameter("concurrencyMode");
    const std::string_view lane = job.lane == Lane::serial ? "serial" : "parallel";
    if (!mode.empty() && !equal_ignoring_case(mode, lane)) return false;
    // PK chunking is a matter of queries.
    return !equal_ignoring_case(target.parameter("isPkChunkingEnabled"), "true");
}

}  // namespace

Result<std::string> job_list_page(
    const std::vector<JobInfo>& jobs, const HttpTarget& target, double api_version
) {
    const Result<ListPosition> start = parse_position(target.parameter("queryLocator"));
    if (!start) return Failure{start.error()};
    std::string body;
    JsonWriter json{body};
    json.begin_object().key("records").begin_array();
    const JobInfo* last = nullptr;
    std::uint64_t shown = 0;
    bool done = true;
    for (const JobInfo& job : jobs) {
        if (start->after && job.id.number() <= *start->after) continue;
        if (!passes_filters(job, target)) continue;
        if (shown == k_page) {
            done = false;
            break;
        }
        append_job(json, job, JobForm::listed);
        last = &job;
        ++shown;
    }
    json.end_array().member("done", done).key("nextRecordsUrl");
    if (done) {
        json.null();
    } else {
        json.value(fmt::format(
            "/services/data/v{}/jobs/ingest?queryLocator={}",
            version_text(api_version),
            locator_text(*last, start->shown + shown)
        ));
    }
    json.end_object();
    return body;
}

}  // namespace rowlock
