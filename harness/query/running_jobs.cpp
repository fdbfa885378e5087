#include "harness/query/running_jobs.hpp"

#include "harness/replay/bulk1_requests.hpp"
#include "harness/replay/bulk2_requests.hpp"
#include "harness/replay/job_list.hpp"
#include "harness/replay/wire_error.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/xml_reader.hpp"

#include <algorithm>

namespace rowlock {
namespace {

/// Whether a job of Bulk API 1.0 has batches that are not over. [bulk-api 4: there is no
/// "completed" state]
Result<bool> has_live_batches(const AskFn& ask, const std::string& job) {
    const HttpRequest request = Bulk1Requests{k_api_version}.job_info(job);
    const auto answer = ask(request);
    if (!answer) return Failure{answer.error()};
    const RequestLine asked = RequestLine::of(request);
    if (answer->status >= 400) return Failure{refusal(asked, *answer)};
    const auto info = read_xml(answer->body);
    if (!info) return Failure{protocol_error(asked, *answer, "expected a jobInfo in XML")};
    const auto is_some = [&](const char* name) {
        const XmlElement* count = info->child(name);
        return count != nullptr && count->text != "0" && !count->text.empty();
    };
    return is_some("numberBatchesQueued") || is_some("numberBatchesInProgress");
}

/// Whether rows of the job are at the org and not over.
Result<bool> is_at_work(const AskFn& ask, const ListedJob& job) {
    if (job.type == "Classic") return has_live_batches(ask, job.id);
    return job.state != "Open";
}

bool is_over(const ListedJob& job) {
    return job.state == "JobComplete" || job.state == "Failed" || job.state == "Aborted";
}

}  // namespace

Result<std::vector<RunningJob>> find_running_jobs(
    const OrgQuestions& org, std::string_view object
) {
    std::vector<RunningJob> running;
    for (const char* kind : {"ingest", "query"}) {
        const auto jobs = read_job_list(org.ask, kind);
        if (!jobs) return Failure{jobs.error()};
        for (const ListedJob& job : *jobs) {
            const bool known =
                std::any_of(running.begin(), running.end(), [&](const RunningJob& other) {
                    return other.id == job.id;
                });
            const bool meant = object.empty() || equal_ignoring_case(job.object, object);
            if (known || !meant || is_over(job)) continue;
            const auto at_work = is_at_work(org.ask, job);
            if (!at_work) return Failure{at_work.error()};
            const RunningJob found{
                job.id, job.object, job.operation, job.state, job.type, *at_work};
            if (found.at_work || found.open()) running.push_back(found);
        }
    }
    return running;
}

}  // namespace rowlock
