#include "mockorg/api/faults.hpp"

#include "mockorg/api/error_body.hpp"
#include "mockorg/api/oauth_form.hpp"
#include "mockorg/api/soap_envelope.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <fmt/core.h>

#include <optional>
#include <string>
#include <utility>

namespace rowlock {
namespace {

std::optional<ApiFamily> family_of(const HttpTarget& target) {
    const auto& path = target.path;
    const auto is = [&](std::size_t place, std::string_view word) {
        return path.size() > place && equal_ignoring_case(path[place], word);
    };
    if (!is(0, "services")) return std::nullopt;
    if (is(1, "async")) return ApiFamily::bulk1;
    if (is(1, "Soap")) return ApiFamily::soap;
    if (is(1, "oauth2")) return ApiFamily::login;
    if (!is(1, "data")) return std::nullopt;
    return is(3, "jobs") ? ApiFamily::bulk2 : ApiFamily::rest;
}

std::string path_of(const HttpTarget& target) {
    std::string path;
    for (const std::string& segment : target.path) path.append("/").append(segment);
    return path;
}

SoapApi soap_api_of(const HttpTarget& target) {
    const std::string api = target.path.size() > 2 ? to_lower(target.path[2]) : std::string{};
    if (api == "c") return SoapApi::enterprise;
    return api == "s" ? SoapApi::apex : SoapApi::partner;
}

/// The error that goes with a status; the text names the fault, for whoever wonders.
Error error_of(int status, const Fault& fault) {
    const std::string by = fmt::format(" (fault '{}')", fault.name);
    constexpr int k_server_errors = 500;
    constexpr int k_unavailable = 502;
    switch (status) {
        case 401:
            return {ErrorCode::invalid_session_id, "Session expired or invalid" + by, {}};
        case 404:
            return {ErrorCode::not_found, "The requested resource does not exist" + by, {}};
        case 408:
            return {ErrorCode::request_timeout, "The request took too long" + by, {}};
        case 403:
        case 420:
        case 429:
            return {ErrorCode::request_limit_exceeded, "TotalRequests Limit exceeded." + by, {}};
        default:
            break;
    }
    if (status >= k_unavailable)
        return {ErrorCode::server_unavailable, "Service temporarily unavailable" + by, {}};
    if (status >= k_server_errors)
        return {ErrorCode::unknown_exception, "An unexpected error occurred" + by, {}};
    return {ErrorCode::malformed_request, "The request was refused" + by, {}};
}

/// In the form of the call's family.
HttpResponse error_answer(const Call& call, std::optional<ApiFamily> family, const Error& error) {
    if (family == ApiFamily::soap) {
        const SoapFault fault{std::string{wire_code(error.code)}, error.message};
        return soap_fault(soap_api_of(call.target), fault);
    }
    if (family == ApiFamily::login)
        return oauth_error_response({"temporarily_unavailable", error.message});
    return error_response(error, call.error_shape);
}

/// Of a SOAP call the session stands in the envelope.
std::string session_of_call(
    const Call& call, std::optional<ApiFamily> family, std::string_view token
) {
    if (family != ApiFamily::soap || !token.empty()) return std::string{token};
    const auto request = read_soap(call.request.body);
    return request ? request->session_id : std::string{};
}

/// The call is carried out, and this is what its client gets to hear of it.
void answer_instead(Call& call, HttpResponse answer) {
    call.respond = [respond = std::move(call.respond), answer = std::move(answer)](HttpResponse) {
        respond(answer);
    };
}

/// The call's own answer, delivered otherwise.
void deliver(Call& call, Delivery delivery) {
    call.respond = [respond = std::move(call.respond), delivery](HttpResponse answer) {
        answer.delivery = delivery;
        respond(std::move(answer));
    };
}

/// Whether the call is carried out; if it is not, it gets the answer at once.
bool carry_out(Call& call, bool done, HttpResponse answer) {
    if (done) {
        answer_instead(call, std::move(answer));
    } else {
        call.respond(std::move(answer));
    }
    return done;
}

HttpResponse no_answer(Delivery::Kind kind, Duration delay = {}) {
    HttpResponse answer;
    answer.delivery = {kind, delay};
    return answer;
}

}  // namespace

bool passes_faults(
    ApiContext& context, Call& call, std::string_view method, std::string_view token
) {
    if (context.org.faults().empty()) return true;
    const auto& first = call.target.path;
    if (!first.empty() && equal_ignoring_case(first[0], "rowlock")) return true;
    const auto family = family_of(call.target);
    const std::string path = path_of(call.target);
    const auto* entry = context.org.strike({method, family, path});
    if (entry == nullptr) return true;
    const Fault& fault = entry->fault;
    switch (fault.kind) {
        case FaultKind::status: {
            HttpResponse answer = error_answer(call, family, error_of(fault.status, fault));
            answer.status = fault.status;
            return carry_out(call, fault.done, std::move(answer));
        }
        case FaultKind::request_limit: {
            constexpr int k_too_many = 403;
            call.respond(error_answer(call, family, error_of(k_too_many, fault)));
            return false;
        }
        case FaultKind::expired_session:
            context.sessions.expire(session_of_call(call, family, token));
            return true;
        case FaultKind::timeout:
            return carry_out(
                call,
                fault.done,
                no_answer(Delivery::Kind::silence, fault.time.value_or(Duration{}))
            );
        case FaultKind::reset:
            return carry_out(call, fault.done, no_answer(Delivery::Kind::reset));
        case FaultKind::reset_in_body:
            deliver(call, {Delivery::Kind::cut, {}});
            return true;
        case FaultKind::slow:
            deliver(call, {Delivery::Kind::whole, fault.time.value_or(Duration{})});
            return true;
        case FaultKind::lock:
        case FaultKind::stuck_job:
        case FaultKind::failed_job:
            break;
    }
    return true;
}

}  // namespace rowlock
