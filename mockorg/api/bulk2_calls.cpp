#include "mockorg/api/bulk2_calls.hpp"

#include <string_view>
#include <utility>
#include <vector>

namespace rowlock {
namespace {

std::string_view done_about_serial(Bulk2Serial setting) {
    switch (setting) {
        case Bulk2Serial::reject:
            return "refused, as a real org does";
        case Bulk2Serial::ignore:
            return "accepted and run in parallel (bulk2-serial is ignore)";
        case Bulk2Serial::honour:
            break;
    }
    return "run serially, which no real org does (bulk2-serial is honour)";
}

}  // namespace

Error no_such_resource() {
    return {ErrorCode::not_found, "The requested resource does not exist", {}};
}

Result<RecordId> bulk2_job_id(const Call& call, double since) {
    const auto id = RecordId::parse(call.arguments.at(0));
    if (!id || call.api_version < since) return Failure{no_such_resource()};
    return *id;
}

HttpResponse job_response(const JobInfo& job, JobForm form) {
    std::string body;
    JsonWriter json{body};
    append_job(json, job, form);
    return json_response(200, std::move(body));
}

void advise_on_serial(const ApiContext& context) {
    if (!context.options.advise) return;
    context.options.advise(
        "a Bulk API 2.0 job asked for concurrencyMode Serial: " +
        std::string{done_about_serial(context.org.config().bulk2_serial)} +
        ". To keep batches from locking each other out, cut them so that no two share a parent "
        "(order by the parent and keep its rows together), send one job at a time, or use a "
        "Bulk API 1.0 job, which can be Serial"
    );
}

void answer_job_list(ApiContext& context, const Call& call, JobFamily family) {
    ask(context, call, ListJobs{}, [call, family](const std::vector<JobInfo>& jobs) {
        Result<std::string> page = job_list_page(jobs, call.target, call.api_version, family);
        return page ? json_response(200, std::move(*page))
                    : error_response(page.error(), call.error_shape);
    });
}

}  // namespace rowlock
