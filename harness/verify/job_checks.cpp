#include "harness/verify/job_checks.hpp"

#include "harness/query/get_body.hpp"
#include "harness/query/text_member.hpp"
#include "harness/replay/bulk2_requests.hpp"
#include "mockorg/codec/json.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

std::string query_path(const std::string& soql) {
    return fmt::format("/services/data/v{}/query?q={}", k_api_version, percent_encode(soql));
}

}  // namespace

ProofCheck check_no_jobs(const std::vector<RunningJob>& jobs) {
    ProofCheck check;
    check.name = "jobs";
    for (const RunningJob& job : jobs) {
        check.add(
            {job.open() ? "open" : "running",
             job.id,
             fmt::format("{} {} {} is {}", job.type, job.operation, job.object, job.state)}
        );
    }
    check.detail = jobs.empty() ? "no job of either Bulk API is open, waiting or running"
                                : fmt::format("{} not over", jobs.size());
    return check;
}

Result<ProofCheck> check_no_async_jobs(const OrgQuestions& org) {
    ProofCheck check;
    check.name = "asyncJobs";
    const auto body = get_body(
        org.ask,
        query_path("SELECT Id, JobType, Status FROM AsyncApexJob WHERE JobType != 'ScheduledApex' "
                   "AND Status IN ('Holding', 'Queued', 'Preparing', 'Processing')")
    );
    if (!body && body.error().code == ErrorCode::unreachable) return Failure{body.error()};
    const auto json = body ? parse_json(*body) : Result<Json>{Failure{body.error()}};
    if (!json || !json->is_object() || !json->contains("records") ||
        !(*json)["records"].is_array()) {
        check.status = ProofStatus::not_possible;
        check.detail = "the org does not let its asynchronous Apex be seen: " +
                       (json ? std::string{"no list of records"} : json.error().message);
        return check;
    }
    for (const Json& job : (*json)["records"]) {
        check.add(
            {"running",
             text_member(job, "Id"),
             text_member(job, "JobType") + " is " + text_member(job, "Status")}
        );
    }
    check.detail = check.faults == 0 ? "no asynchronous Apex waits or runs"
                                     : fmt::format("{} not over", check.faults);
    return check;
}

}  // namespace rowlock
