#include "harness/replay/job_list.hpp"

#include "harness/replay/bulk2_requests.hpp"
#include "harness/replay/wire_error.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/json.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

/// A thousand jobs each; nobody has more in the week that they are kept.
constexpr unsigned k_pages_max = 1'000;

/// The list an answer holds as `records`, with the path of the next page.
struct JobPage {
    std::vector<ListedJob> jobs;
    std::string next;
};

ListedJob job_in(const Json& record) {
    ListedJob job;
    job.id = text_in(record, "id");
    job.object = text_in(record, "object");
    job.operation = text_in(record, "operation");
    job.external_id = text_in(record, "externalIdFieldName");
    job.state = text_in(record, "state");
    job.type = text_in(record, "jobType");
    job.created_by = text_in(record, "createdById");
    job.created_ms = parse_datetime(text_in(record, "createdDate"));
    job.modified_ms = parse_datetime(text_in(record, "systemModstamp"));
    return job;
}

Result<JobPage> read_page(const AskFn& ask, const std::string& path) {
    const HttpRequest request = request_of("GET", path);
    const auto answer = ask(request);
    if (!answer) return Failure{answer.error()};
    const RequestLine asked = RequestLine::of(request);
    if (answer->status >= 400) return Failure{refusal(asked, *answer)};
    const auto json = parse_json(answer->body);
    const bool is_list = answer->status == 200 && json && json->is_object() &&
                         json->contains("records") && (*json)["records"].is_array();
    if (!is_list) return Failure{protocol_error(asked, *answer, "expected a list of jobs")};
    JobPage page;
    for (const Json& record : (*json)["records"]) page.jobs.push_back(job_in(record));
    page.next = text_in(*json, "nextRecordsUrl");
    if (!page.next.empty() && !page.next.starts_with("/services/data/"))
        return Failure{protocol_error(asked, *answer, "the next page is elsewhere")};
    return page;
}

}  // namespace

Result<std::vector<ListedJob>> read_job_list(const AskFn& ask, std::string_view kind) {
    std::vector<ListedJob> jobs;
    std::string path = fmt::format("/services/data/v{}/jobs/{}", k_api_version, kind);
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

}  // namespace rowlock
