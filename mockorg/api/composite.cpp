#include "mockorg/api/ask.hpp"
#include "mockorg/api/composite_references.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/json_body.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/api/subrequest.hpp"
#include "mockorg/api/write_together.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// [REST API guide: composite, batch]
constexpr std::size_t k_subrequests_max = 25;
/// Of these, queries and collections. [REST API guide: composite]
constexpr std::size_t k_large_subrequests_max = 5;
constexpr int k_first_error_status = 400;

bool is_large(const Subrequest& request) {
    const HttpTarget target = parse_target(request.url);
    const auto& path = target.path;
    const std::string_view resource = path.size() > 3 ? std::string_view{path[3]} : "";
    return equal_ignoring_case(resource, "query") || equal_ignoring_case(resource, "queryAll") ||
           equal_ignoring_case(resource, "composite");
}

Result<std::vector<Subrequest>> read_composite(const Json& body) {
    auto requests =
        read_subrequests(body.value("compositeRequest", Json::array()), k_subrequests_max);
    if (!requests) return requests;
    if (auto checked = check_reference_ids(*requests); !checked) return Failure{checked.error()};
    const auto large = std::count_if(requests->begin(), requests->end(), is_large);
    if (static_cast<std::size_t>(large) > k_large_subrequests_max) {
        return fail(
            ErrorCode::limit_exceeded,
            fmt::format(
                "At most {} subrequests may be queries or collections", k_large_subrequests_max
            )
        );
    }
    return requests;
}

void respond_composite(const RespondFn& respond, const std::vector<Subresponse>& responses) {
    std::string body;
    JsonWriter json{body};
    json.begin_object().key("compositeResponse").begin_array();
    for (const Subresponse& response : responses) append_subresponse(json, response);
    json.end_array().end_object();
    respond(json_response(200, std::move(body)));
}

void composite(ApiContext& context, Call call) {
    const auto body = parse_json_object(call.request.body);
    if (!body) return refuse(call, body.error());
    auto requests = read_composite(*body);
    if (!requests) return refuse(call, requests.error());
    const auto all_or_none = flag_member(*body, "allOrNone");
    if (!all_or_none) return refuse(call, all_or_none.error());
    if (*all_or_none) {
        return write_together(
            context,
            call,
            std::move(*requests),
            [respond = call.respond](const TogetherOutcome& outcome) {
                respond_composite(respond, outcome.responses);
            }
        );
    }
    run_in_order(
        context,
        call,
        std::move(*requests),
        with_references,
        [respond = call.respond](const std::vector<Subresponse>& responses) {
            respond_composite(respond, responses);
        }
    );
}

void respond_batch(const RespondFn& respond, const std::vector<Subresponse>& responses) {
    std::string body;
    JsonWriter json{body};
    bool has_errors = false;
    for (const Subresponse& response : responses) {
        has_errors = has_errors || response.status >= k_first_error_status;
    }
    json.begin_object().member("hasErrors", has_errors).key("results").begin_array();
    for (const Subresponse& response : responses) {
        json.begin_object().member("statusCode", response.status).key("result");
        if (response.body.empty()) {
            json.null();
        } else {
            json.raw(response.body);
        }
        json.end_object();
    }
    json.end_array().end_object();
    respond(json_response(200, std::move(body)));
}

/// What a batch that shall halt does not run any more. [REST API guide: batch]
Subresponse halted_batch() {
    constexpr int k_status = 412;
    Subresponse response =
        halted({}, "BATCH_PROCESSING_HALTED", "Batch processing halted per request");
    response.status = k_status;
    return response;
}

void batch(ApiContext& context, Call call) {
    const auto body = parse_json_object(call.request.body);
    if (!body) return refuse(call, body.error());
    auto requests =
        read_subrequests(body->value("batchRequests", Json::array()), k_subrequests_max);
    if (!requests) return refuse(call, requests.error());
    // Addresses begin with the version here.
    for (Subrequest& request : *requests) {
        if (!request.url.starts_with("/services/")) request.url.insert(0, "/services/data/");
    }
    const auto halts = flag_member(*body, "haltOnError");
    if (!halts) return refuse(call, halts.error());
    run_in_order(
        context,
        call,
        std::move(*requests),
        [halts = *halts](Subrequest&, const std::vector<Subresponse>& answers) {
            const bool failed = !answers.empty() && answers.back().status >= k_first_error_status;
            return halts && failed ? std::optional<Subresponse>{halted_batch()} : std::nullopt;
        },
        [respond = call.respond](const std::vector<Subresponse>& responses) {
            respond_batch(respond, responses);
        }
    );
}

constexpr Route k_composite_routes[] = {
    {"POST", "/services/data/{version}/composite", composite},
    {"POST", "/services/data/{version}/composite/batch", batch},
};

}  // namespace

std::span<const Route> composite_routes() {
    return k_composite_routes;
}

}  // namespace rowlock
