#include "mockorg/api/subrequest.hpp"

#include "mockorg/api/json_body.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace rowlock {
namespace {

constexpr int k_bad_request = 400;

/// The answer's headers that composite answers pass on. [REST API guide: composite]
constexpr std::array<std::string_view, 3> k_shown_headers = {"Location", "ETag", "Last-Modified"};

/// These are those of the request around it. [REST API guide: composite]
bool is_inherited(std::string_view header) {
    return equal_ignoring_case(header, "Accept") || equal_ignoring_case(header, "Authorization") ||
           equal_ignoring_case(header, "Content-Type");
}

Result<HttpHeaders> read_headers(const Json& json) {
    HttpHeaders headers;
    const auto member = json.find("httpHeaders");
    if (member == json.end() || member->is_null()) return headers;
    if (!member->is_object()) {
        return fail(ErrorCode::json_parser_error, "The member 'httpHeaders' must be an object");
    }
    for (const auto& [name, value] : member->items()) {
        const auto* text = value.get_ptr<const std::string*>();
        if (text == nullptr || is_inherited(name)) {
            return fail(
                ErrorCode::json_parser_error,
                fmt::format("'{}' cannot be one of the httpHeaders of a subrequest", name)
            );
        }
        headers.add(name, *text);
    }
    return headers;
}

bool is_reference_id(std::string_view text) {
    return !text.empty() && text.front() != '_' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               const char lower = to_lower(c);
               return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '_';
           });
}

Result<Subrequest> read_subrequest(const Json& json) {
    if (!json.is_object()) {
        return fail(ErrorCode::json_parser_error, "A subrequest must be a JSON object");
    }
    Subrequest request;
    auto method = text_member(json, "method");
    auto url = text_member(json, "url");
    auto reference = text_member(json, "referenceId");
    for (const auto* member : {&method, &url, &reference}) {
        if (!*member) return Failure{member->error()};
    }
    if (method->empty() || url->empty()) {
        return fail(ErrorCode::json_parser_error, "A subrequest needs a method and a url");
    }
    request.method = std::move(*method);
    request.url = std::move(*url);
    request.reference = std::move(*reference);
    auto headers = read_headers(json);
    if (!headers) return Failure{headers.error()};
    request.headers = std::move(*headers);
    for (const char* name : {"body", "richInput"}) {
        const auto body = json.find(name);
        if (body != json.end() && !body->is_null()) request.body = body->dump();
    }
    return request;
}

/// Whether the address may stand inside another request.
bool may_be_inside(const HttpTarget& target) {
    constexpr std::array<std::string_view, 6> k_resources = {
        "sobjects", "query", "queryAll", "search", "limits", "tooling"};
    const auto& path = target.path;
    const bool in_rest = path.size() > 2 && equal_ignoring_case(path[0], "services") &&
                         equal_ignoring_case(path[1], "data");
    if (!in_rest) return false;
    const std::string_view resource = path.size() > 3 ? std::string_view{path[3]} : "";
    if (equal_ignoring_case(resource, "composite")) {
        return path.size() > 4 && equal_ignoring_case(path[4], "sobjects");
    }
    return std::any_of(k_resources.begin(), k_resources.end(), [&](std::string_view known) {
        return equal_ignoring_case(resource, known);
    });
}

/// A chain of requests: each is sent when the one before it was answered, which may be later on the
/// org's clock.
class OrderedRun : public std::enable_shared_from_this<OrderedRun> {
public:
    using Done = std::function<void(std::vector<Subresponse>)>;

    OrderedRun(
        ApiContext& context,
        const Call& call,
        std::vector<Subrequest> requests,
        PrepareFn prepare,
        Done done
    )
        : context_(context),
          host_(call.request.headers.get("Host")),
          authorization_(call.request.headers.get("Authorization")),
          requests_(std::move(requests)),
          prepare_(std::move(prepare)),
          done_(std::move(done)) {}

    void next() {
        if (responses_.size() == requests_.size()) {
            done_(std::move(responses_));
            return;
        }
        Subrequest& request = requests_[responses_.size()];
        auto ready = prepare_(request, responses_);
        if (!ready && !may_be_inside(parse_target(request.url))) {
            ready = subresponse_of(
                request.reference,
                Error{
                    ErrorCode::not_found,
                    "This resource cannot be used inside another request: " + request.url,
                    {}}
            );
        }
        if (ready) {
            add(std::move(*ready));
            return;
        }
        context_.perform_inside(
            http_request(request),
            [self = shared_from_this(), reference = request.reference](HttpResponse response) {
                self->add(subresponse_of(reference, std::move(response)));
            }
        );
    }

private:
    void add(Subresponse response) {
        const bool gave_up = response.status == http_status(ErrorCode::server_unavailable);
        responses_.push_back(std::move(response));
        // Nobody would answer the others: the org was set back, or stops.
        while (gave_up && responses_.size() < requests_.size()) {
            Subresponse same = responses_.back();
            same.reference = requests_[responses_.size()].reference;
            responses_.push_back(std::move(same));
        }
        next();
    }

    HttpRequest http_request(const Subrequest& request) const {
        HttpRequest http{request.method, request.url, request.headers, request.body};
        if (!request.body.empty()) http.headers.add("Content-Type", "application/json");
        if (!authorization_.empty()) http.headers.add("Authorization", authorization_);
        if (!host_.empty()) http.headers.add("Host", host_);
        return http;
    }

    ApiContext& context_;
    std::string host_;
    std::string authorization_;
    std::vector<Subrequest> requests_;
    PrepareFn prepare_;
    Done done_;
    std::vector<Subresponse> responses_;
};

}  // namespace

Subresponse subresponse_of(std::string reference, HttpResponse response) {
    Subresponse sub;
    sub.reference = std::move(reference);
    sub.status = response.status;
    for (const std::string_view name : k_shown_headers) {
        if (!response.headers.has(name)) continue;
        sub.headers.add(std::string{name}, std::string{response.headers.get(name)});
    }
    sub.body = std::move(response.body);
    return sub;
}

Subresponse subresponse_of(std::string reference, const Error& error) {
    return subresponse_of(std::move(reference), error_response(error));
}

Subresponse halted(std::string reference, std::string_view code, std::string_view message) {
    Subresponse sub;
    sub.reference = std::move(reference);
    sub.status = k_bad_request;
    JsonWriter{sub.body}
        .begin_array()
        .begin_object()
        .member("errorCode", code)
        .member("message", message)
        .end_object()
        .end_array();
    return sub;
}

Result<std::vector<Subrequest>> read_subrequests(const Json& list, std::size_t max) {
    if (!list.is_array() || list.empty()) {
        return fail(ErrorCode::json_parser_error, "At least one subrequest is needed");
    }
    if (list.size() > max) {
        return fail(
            ErrorCode::limit_exceeded, fmt::format("At most {} subrequests are allowed", max)
        );
    }
    std::vector<Subrequest> requests;
    for (const Json& item : list) {
        auto request = read_subrequest(item);
        if (!request) return Failure{request.error()};
        requests.push_back(std::move(*request));
    }
    return requests;
}

Result<void> check_reference_ids(const std::vector<Subrequest>& requests) {
    std::set<std::string_view> seen;
    for (const Subrequest& request : requests) {
        if (!is_reference_id(request.reference)) {
            return fail(
                ErrorCode::invalid_input,
                fmt::format(
                    "Provided referenceId ('{}') must start with a letter or a number, and it can "
                    "contain only letters, numbers and underscores ('_').",
                    request.reference
                )
            );
        }
        if (!seen.insert(request.reference).second) {
            return fail(ErrorCode::invalid_input, "Duplicate ReferenceId provided in the request.");
        }
    }
    return {};
}

void append_subresponse(JsonWriter& json, const Subresponse& response) {
    json.begin_object().key("body");
    if (response.body.empty()) {
        json.null();
    } else {
        json.raw(response.body);
    }
    json.key("httpHeaders").begin_object();
    for (const auto& [name, value] : response.headers.all()) json.member(name, value);
    json.end_object()
        .member("httpStatusCode", response.status)
        .member("referenceId", response.reference)
        .end_object();
}

void run_in_order(
    ApiContext& context,
    const Call& call,
    std::vector<Subrequest> requests,
    PrepareFn prepare,
    std::function<void(std::vector<Subresponse>)> done
) {
    std::make_shared<OrderedRun>(
        context, call, std::move(requests), std::move(prepare), std::move(done)
    )
        ->next();
}

}  // namespace rowlock
