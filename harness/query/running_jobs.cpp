#include "harness/query/running_jobs.hpp"

#include "harness/query/get_body.hpp"
#include "harness/query/text_member.hpp"
#include "harness/replay/bulk1_requests.hpp"
#include "harness/replay/bulk2_requests.hpp"
#include "harness/replay/wire_error.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/xml_reader.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace rowlock {
namespace {

/// A thousand jobs each; nobody has more in the week that they are kept.
constexpr unsigned k_pages_max = 1'000;

/// The list an answer holds as `records`, with the path of the next page.
struct JobPage {
    std::vector<RunningJob> jobs;
    std::string next;
};

Result<JobPage> read_page(const AskFn& ask, const std::string& path) {
    const auto body = get_body(ask, path);
    if (!body) return Failure{body.error()};
    const auto json = parse_json(*body);
    if (!json || !json->is_object() || !json->contains("records") ||
        !(*json)["records"].is_array()) {
        return fail(ErrorCode::protocol_broken, "GET " + path + ": expected a list of jobs");
    }
    JobPage page;
    for (const Json& job : (*json)["records"]) {
        page.jobs.push_back(
            {text_member(job, "id"),
             text_member(job, "object"),
             text_member(job, "operation"),
             text_member(job, "state"),
             text_member(job, "jobType")}
        );
    }
    page.next = text_member(*json, "nextRecordsUrl");
    if (!page.next.empty() && !page.next.starts_with("/services/data/"))
        return fail(ErrorCode::protocol_broken, "GET " + path + ": the next page is elsewhere");
    return page;
}

Result<std::vector<RunningJob>> read_list(const AskFn& ask, std::string path) {
    std::vector<RunningJob> jobs;
    for (unsigned pages = 0; !path.empty(); ++pages) {
        if (pages == k_pages_max)
            return fail(ErrorCode::protocol_broken, "GET " + path + ": the pages lead in circles");
        auto page = read_page(ask, path);
        if (!page) return Failure{std::move(page.error())};
        jobs.insert(jobs.end(), page->jobs.begin(), page->jobs.end());
        path = std::move(page->next);
    }
    return jobs;
}

/// Whether a closed job of Bulk API 1.0 has batches that are not over. [bulk-api 4: there is no
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

Result<bool> is_over(const AskFn& ask, const RunningJob& job) {
    if (job.state == "JobComplete" || job.state == "Failed" || job.state == "Aborted") return true;
    if (job.type != "Classic" || job.open()) return false;
    return has_live_batches(ask, job.id).map([](bool live) { return !live; });
}

}  // namespace

Result<std::vector<RunningJob>> find_running_jobs(
    const OrgQuestions& org, std::string_view object
) {
    std::vector<RunningJob> running;
    for (const char* kind : {"ingest", "query"}) {
        const auto jobs =
            read_list(org.ask, fmt::format("/services/data/v{}/jobs/{}", k_api_version, kind));
        if (!jobs) return Failure{jobs.error()};
        for (const RunningJob& job : *jobs) {
            const bool known =
                std::any_of(running.begin(), running.end(), [&](const RunningJob& other) {
                    return other.id == job.id;
                });
            const bool meant = object.empty() || equal_ignoring_case(job.object, object);
            if (known || !meant) continue;
            const auto over = is_over(org.ask, job);
            if (!over) return Failure{over.error()};
            if (!*over) running.push_back(job);
        }
    }
    return running;
}

}  // namespace rowlock
