#include "mockorg/api/api.hpp"

#include "mockorg/api/ask.hpp"
#include "mockorg/api/bearer.hpp"
#include "mockorg/api/bulk1_calls.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/faults.hpp"
#include "mockorg/api/json_body.hpp"
#include "mockorg/api/pretty_json.hpp"
#include "mockorg/api/request_terms.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/api/run_until_idle.hpp"
#include "mockorg/api/users.hpp"
#include "mockorg/api/versions.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/charset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

bool is_control_target(const HttpTarget& target) {
    return !target.path.empty() && equal_ignoring_case(target.path[0], "rowlock");
}

/// A job or batch, but not what came of it: what clients ask for until it is done.
bool looks_at_job(std::string_view method, const HttpTarget& target) {
    const auto& path = target.path;
    if (method != "GET") return false;
    if (is_bulk1_target(target)) {
        const bool of_job = path.size() >= 5 && equal_ignoring_case(path[3], "job");
        const bool of_batch = path.size() > 5 && equal_ignoring_case(path[5], "batch");
        return of_job && (path.size() == 5 || (of_batch && path.size() <= 7));
    }
    return (path.size() == 5 || path.size() == 6) && equal_ignoring_case(path[0], "services") &&
           equal_ignoring_case(path[3], "jobs");
}

RespondFn noting_answer(std::shared_ptr<bool> answered, RespondFn respond) {
    return [answered = std::move(answered), respond = std::move(respond)](HttpResponse response) {
        *answered = true;
        respond(std::move(response));
    };
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
    if (bulk1 && target.path.size() > 2 && (!version || *version > k_last_answered_version)) {
        return Error{ErrorCode::invalid_version, "Invalid API version: " + target.path[2], {}};
    }
    if (version && *version > k_last_answered_version)
        return Error{ErrorCode::not_found, "The requested resource does not exist", {}};
    return std::nullopt;
}

std::string_view token_of(const HttpRequest& request, const HttpTarget& target) {
    return is_bulk1_target(target) ? session_of(request.headers) : bearer_token(request.headers);
}

Sessions::Settings session_settings(const Org& org, const ApiOptions& options) {
    return {
        options.token,
        org.user_id(),
        org.organization_id(),
        org.config().seed,
        options.login.session_lifetime};
}

Error no_session(const Call& call) {
    const bool bulk1 = is_bulk1_target(call.target);
    return {
        ErrorCode::invalid_session_id,
        bulk1 ? "Invalid session id" : "Session expired or invalid",
        {}};
}

using Found = std::variant<Router::Match, Router::WrongMethod, Router::NoRoute>;

/// Logins and what belongs to them are looked for before there is a session.
bool is_login_target(const HttpTarget& target) {
    const auto& path = target.path;
    if (path.empty()) return false;
    return equal_ignoring_case(path[0], ".well-known") || is_login_service(target);
}

/// Whether the route needs no session, or looks for it itself.
bool is_open(const Found& found, const HttpTarget& target) {
    const auto* match = std::get_if<Router::Match>(&found);
    return match == nullptr ? is_login_target(target) : match->route->access == Access::everybody;
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

/// XML says by itself what it is written in.
Result<void> make_utf8(HttpRequest& request) {
    const std::string_view type = request.headers.get("Content-Type");
    const std::string media = media_type(type);
    if (media != "text/csv" && media != "application/json") return {};
    auto body = to_utf8(std::move(request.body), charset_of(type));
    if (!body) return Failure{std::move(body.error())};
    request.body = *std::move(body);
    return {};
}

/// Counts a request that names its version in the path; false for one too many.
bool count_request(ApiContext& context, const HttpTarget& target) {
    return !version_in(target) ||
           context.usage.admit(context.org.now(), context.org.config().bulk_limits);
}

Error too_many_requests() {
    return {ErrorCode::request_limit_exceeded, "TotalRequests Limit exceeded.", {}};
}

/// Bulk API 1.0 knows no error of its own for this; Bulk off is a feature that is not enabled.
Error api_disabled(bool bulk1) {
    const ErrorCode code = bulk1 ? ErrorCode::feature_not_enabled : ErrorCode::api_disabled_for_org;
    return {code, "The API is not enabled for this Organization or Partner", {}};
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

/// Ends all that a user logged in with.
void log_out(ApiContext& context, const RecordId& user) {
    context.grants.revoke_all_of(user);
    context.sessions.end_all_of_user(user);
}

/// Before a request may set users active again: those who are not lose what they logged in with.
void log_out_inactive(ApiContext& context) {
    const std::set<RecordId> users = context.sessions.logged_in();
    for (const RecordId& user : users) {
        if (!is_active_user(context.org, user)) log_out(context, user);
    }
}

}  // namespace

struct Api::State {
    ApiContext context;
    Router router;

    State(const Sessions::Settings& sessions, Org org, ApiOptions options)
        : context{
              std::move(org),
              std::move(options),
              nullptr,
              {},
              {},
              Sessions{sessions},
              OauthGrants{sessions.seed},
              {}},
          router(all_faces()) {
        context.initial = context.org.snapshot();
        context.perform_inside = [this](HttpRequest request, RespondFn respond) {
            perform_inside(std::move(request), std::move(respond));
        };
    }

    /// The user of a session that is alive; nothing if there is none.
    std::optional<RecordId> user_of(const HttpRequest& request, const HttpTarget& target);
    /// `counted`: whether the day's limit lets it through.
    void route(Call call, bool counted);
    void perform_inside(HttpRequest request, RespondFn respond);
};

std::optional<RecordId> Api::State::user_of(const HttpRequest& request, const HttpTarget& target) {
    const std::string_view token = token_of(request, target);
    // Whoever runs the org must always be able to let people in again.
    if (is_control_target(target) && token == context.options.token) return context.org.user_id();
    const auto session = context.sessions.use(token, context.org.now());
    if (!session) return std::nullopt;
    // Who may not log in any more is out at once, and for good.
    if (!session->permanent && !is_active_user(context.org, session->user)) {
        log_out(context, session->user);
        return std::nullopt;
    }
    return session->user;
}

void Api::State::route(Call call, bool counted) {
    const std::string method{method_of(call.request, call.target)};
    auto found = router.find(method, call.target);
    auto* match = std::get_if<Router::Match>(&found);
    if (method != "GET") log_out_inactive(context);
    if (!is_open(found, call.target)) {
        const auto user = user_of(call.request, call.target);
        if (!user) return refuse(call, no_session(call));
        call.user = *user;
    }
    if (version_in(call.target) && !rights_of(context.org, call.user).api) {
        return refuse(call, api_disabled(is_bulk1_target(call.target)));
    }
    if (!counted) return refuse(call, too_many_requests());
    if (const auto wrong = wrong_version(call.target)) return refuse(call, *wrong);
    if (const auto* wrong = std::get_if<Router::WrongMethod>(&found)) {
        return call.respond(wrong_method_response(method, wrong->allowed, call.error_shape));
    }
    if (match == nullptr) {
        return refuse(call, {ErrorCode::not_found, "The requested resource does not exist", {}});
    }
    if (auto readable = make_utf8(call.request); !readable) return refuse(call, readable.error());
    call.arguments = std::move(match->arguments);
    call.api_version = match->api_version;
    // Bulk API 1.0 chooses by request and job.
    if (!is_bulk1_target(call.target)) call.error_shape = match->route->error_shape;
    match->route->handler(context, std::move(call));
}

/// Comes with the session of the request around it, and counts as a part of that.
void Api::State::perform_inside(HttpRequest request, RespondFn respond) {
    Call call;
    call.target = parse_target(request.target);
    call.request = std::move(request);
    call.respond = std::move(respond);
    route(std::move(call), true);
}

Api::Api(Org org, ApiOptions options) {
    const Sessions::Settings sessions = session_settings(org, options);
    state_ = std::make_unique<State>(sessions, std::move(org), std::move(options));
}

Api::Api(Api&&) noexcept = default;
Api& Api::operator=(Api&&) noexcept = default;
Api::~Api() = default;

void Api::handle(TimePoint now, HttpRequest request, RespondFn respond) {
    ApiContext& context = state_->context;
    const ClockMode::Kind clock = context.options.clock.kind;
    if (clock == ClockMode::Kind::real) context.org.advance_to(std::max(now, context.org.now()));
    Call call;
    call.target = parse_target(request.target);
    const bool polled = clock == ClockMode::Kind::poll;
    const bool looks = looks_at_job(request.method, call.target) &&
                       context.sessions.knows(token_of(request, call.target));
    if (polled && looks && context.org.next_deadline()) {
        context.org.advance_to(context.org.now() + context.options.clock.step);
    }
    const auto answered = std::make_shared<bool>(false);
    if (polled) respond = noting_answer(answered, std::move(respond));
    call.request = std::move(request);
    // Errors of requests whose route is not known yet.
    call.error_shape =
        request_terms(call.request.target, call.request.headers.get("Content-Type")).error_shape;
    const bool counted = count_request(context, call.target);
    call.respond = finishing(context, call, std::move(respond));
    const std::string_view method = method_of(call.request, call.target);
    const std::string_view token = token_of(call.request, call.target);
    if (passes_faults(context, call, method, token)) state_->route(std::move(call), counted);
    if (clock == ClockMode::Kind::virtual_) run_until_idle(context.org);
    if (polled) run_until(context.org, [&] { return *answered; });
}

bool Api::admits(const HttpRequest& request) const {
    const HttpTarget target = parse_target(request.target);
    const auto found = state_->router.find(method_of(request, target), target);
    return is_open(found, target) || state_->context.sessions.knows(token_of(request, target));
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
