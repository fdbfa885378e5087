#include "mockorg/api/api.hpp"

#include "mockorg/api/ask.hpp"
#include "mockorg/api/bulk1_calls.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/pretty_json.hpp"
#include "mockorg/api/request_terms.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/api/run_until_idle.hpp"
#include "mockorg/api/versions.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rowlock {
namespace {

Router all_routes() {
    const std::array tables = {
        bulk1_job_routes(),
        bulk1_batch_routes(),
        bulk2_ingest_routes(),
        bulk2_query_routes(),
        rest_resource_routes(),
        rest_query_routes(),
        rest_record_routes(),
        control_routes(),
        insight_routes(),
    };
    return Router{tables};
}

bool carries_token(const HttpHeaders& headers, std::string_view token) {
    const std::string_view value = headers.get("Authorization");
    const std::size_t space = std::min(value.find(' '), value.size());
    const std::string_view scheme = value.substr(0, space);
    // The second is the older spelling of the first.
    const bool known =
        equal_ignoring_case(scheme, "Bearer") || equal_ignoring_case(scheme, "OAuth");
    const std::size_t start = value.find_first_not_of(' ', space);
    return known && start != std::string_view::npos && value.substr(start) == token;
}

bool is_rest_target(const HttpTarget& target) {
    const auto& path = target.path;
    return path.size() > 2 && equal_ignoring_case(path[0], "services") &&
           equal_ignoring_case(path[1], "data");
}

/// The version in a path under /services/data or /services/async, whether or not the rest of it
/// leads anywhere.
std::optional<double> version_in(const HttpTarget& target) {
    if (is_rest_target(target)) return parse_api_version(target.path[2]);
    if (is_bulk1_target(target) && target.path.size() > 2)
        return parse_bare_version(target.path[2]);
    return std::nullopt;
}

/// What is wrong with the version in the path, if anything. One that does not exist (yet) leads
/// nowhere; only Bulk API 1.0 has a word for it.
std::optional<Error> wrong_version(const HttpTarget& target) {
    const bool bulk1 = is_bulk1_target(target);
    const auto version = version_in(target);
    if (version && *version < k_oldest_version) {
        return Error{
            ErrorCode::gone,
            fmt::format("API version {:.1f} is no longer supported", *version),
            {}};
    }
    if (bulk1 && target.path.size() > 2 && (!version || *version > k_newest_version)) {
        return Error{ErrorCode::invalid_version, "Invalid API version: " + target.path[2], {}};
    }
    if (version && *version > k_newest_version)
        return Error{ErrorCode::not_found, "The requested resource does not exist", {}};
    return std::nullopt;
}

bool is_allowed(const HttpRequest& request, const HttpTarget& target, std::string_view token) {
    if (is_bulk1_target(target)) return session_of(request.headers) == token;
    return carries_token(request.headers, token);
}

Error no_session(const Call& call) {
    const bool bulk1 = is_bulk1_target(call.target);
    return {
        ErrorCode::invalid_session_id,
        bulk1 ? "Invalid session id" : "Session expired or invalid",
        {}};
}

/// Clients whose libraries know no PATCH send POST with this parameter.
std::string_view method_of(const HttpRequest& request, const HttpTarget& target) {
    const std::string_view meant = target.parameter("_HttpMethod");
    return request.method == "POST" && !meant.empty() ? meant : std::string_view{request.method};
}

Error wrong_method(std::string_view method, const std::vector<std::string_view>& allowed) {
    return {
        ErrorCode::method_not_allowed,
        fmt::format(
            "HTTP Method '{}' not allowed. Allowed are {}", method, fmt::join(allowed, ",")
        ),
        {}};
}

HttpResponse wrong_method_response(
    std::string_view method, const std::vector<std::string_view>& allowed, ErrorShape shape
) {
    HttpResponse response = error_response(wrong_method(method, allowed), shape);
    response.headers.add("Allow", fmt::format("{}", fmt::join(allowed, ", ")));
    return response;
}

/// Counts a request of any API; false for one too many, which does not count: who goes on asking
/// would otherwise never get in again.
bool count_request(ApiContext& context, const HttpTarget& target) {
    if (!version_in(target)) return true;
    const auto limit = context.org.config().bulk_limits.requests_per_day;
    const TimePoint now = context.org.now();
    if (limit && context.usage.in_last_day(now) >= *limit) return false;
    context.usage.count(now);
    return true;
}

Error too_many_requests() {
    return {ErrorCode::request_limit_exceeded, "TotalRequests Limit exceeded.", {}};
}

/// Adds to every answer what it needs whatever its face.
RespondFn finishing(ApiContext& context, const Call& call, RespondFn respond) {
    const bool pretty = call.request.headers.get("X-PrettyPrint") == "1";
    std::string usage;
    if (version_in(call.target) && is_rest_target(call.target)) {
        usage = fmt::format(
            "api-usage={}/{}",
            context.usage.in_last_day(context.org.now()),
            daily_requests(context.org.config().bulk_limits)
        );
    }
    if (!pretty && usage.empty()) return respond;
    return [pretty, usage = std::move(usage), respond = std::move(respond)](HttpResponse response) {
        if (!usage.empty()) response.headers.add("Sforce-Limit-Info", usage);
        if (pretty && response.headers.get("Content-Type") == k_json_type) {
            response.body = pretty_json(response.body);
        }
        respond(std::move(response));
    };
}

}  // namespace

struct Api::State {
    ApiContext context;
    Router router;

    State(Org org, ApiOptions options)
        : context{std::move(org), std::move(options), nullptr, {}, {}}, router(all_routes()) {
        context.initial = context.org.snapshot();
    }

    using Found = std::variant<Router::Match, Router::WrongMethod, Router::NoRoute>;

    /// Reads nothing that ever changes.
    bool admits(const HttpRequest& request, const HttpTarget& target, const Found& found) const;
    /// `counted`: whether the day's limit lets it through.
    void route(Call call, bool counted);
};

bool Api::State::admits(const HttpRequest& request, const HttpTarget& target, const Found& found)
    const {
    const auto* match = std::get_if<Router::Match>(&found);
    const bool open = match != nullptr && match->route->access == Access::everybody;
    return open || is_allowed(request, target, context.options.token);
}

void Api::State::route(Call call, bool counted) {
    const std::string method{method_of(call.request, call.target)};
    auto found = router.find(method, call.target);
    auto* match = std::get_if<Router::Match>(&found);
    if (!admits(call.request, call.target, found)) return refuse(call, no_session(call));
    if (!counted) return refuse(call, too_many_requests());
    if (const auto wrong = wrong_version(call.target)) return refuse(call, *wrong);
    if (const auto* wrong = std::get_if<Router::WrongMethod>(&found)) {
        return call.respond(wrong_method_response(method, wrong->allowed, call.error_shape));
    }
    if (match == nullptr) {
        return refuse(call, {ErrorCode::not_found, "The requested resource does not exist", {}});
    }
    call.arguments = std::move(match->arguments);
    call.api_version = match->api_version;
    // Bulk API 1.0 chooses by request and job.
    if (!is_bulk1_target(call.target)) call.error_shape = match->route->error_shape;
    match->route->handler(context, std::move(call));
}

Api::Api(Org org, ApiOptions options)
    : state_(std::make_unique<State>(std::move(org), std::move(options))) {}

Api::Api(Api&&) noexcept = default;
Api& Api::operator=(Api&&) noexcept = default;
Api::~Api() = default;

void Api::handle(TimePoint now, HttpRequest request, RespondFn respond) {
    ApiContext& context = state_->context;
    const ClockMode::Kind clock = context.options.clock.kind;
    if (clock == ClockMode::Kind::real) context.org.advance_to(std::max(now, context.org.now()));
    Call call;
    call.target = parse_target(request.target);
    call.request = std::move(request);
    // Errors of requests whose route is not known yet.
    call.error_shape =
        request_terms(call.request.target, call.request.headers.get("Content-Type")).error_shape;
    const bool counted = count_request(context, call.target);
    call.respond = finishing(context, call, std::move(respond));
    state_->route(std::move(call), counted);
    if (clock == ClockMode::Kind::virtual_) run_until_idle(context.org);
}

bool Api::admits(const HttpRequest& request) const {
    const HttpTarget target = parse_target(request.target);
    const auto found = state_->router.find(method_of(request, target), target);
    return state_->admits(request, target, found);
}

Org& Api::org() {
    return state_->context.org;
}

const Org& Api::org() const {
    return state_->context.org;
}

ClockMode Api::clock_mode() const {
    return state_->context.options.clock;
}

}  // namespace rowlock
