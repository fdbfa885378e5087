#include "mockorg/api/oauth_form.hpp"

#include "mockorg/api/responses.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/base64.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <fmt/core.h>

namespace rowlock {

HttpResponse uncached(HttpResponse response) {
    response.headers.add("Cache-Control", "no-cache, no-store");
    response.headers.add("Pragma", "no-cache");
    return response;
}

HttpResponse oauth_error_response(const OauthError& error) {
    std::string body;
    JsonWriter{body}
        .begin_object()
        .member("error", error.error)
        .member("error_description", error.description)
        .end_object();
    return uncached(json_response(400, std::move(body)));
}

OauthForm::OauthForm(const Call& call)
    : body_(parse_target("/?" + call.request.body)), query_(call.target) {
    read_basic(call.request.headers.get("Authorization"));
    if (!get("client_id").empty()) client_id_ = get("client_id");
    if (!get("client_secret").empty()) client_secret_ = get("client_secret");
}

std::string_view OauthForm::get(std::string_view name) const {
    const std::string_view in_body = body_.parameter(name);
    return in_body.empty() ? query_.parameter(name) : in_body;
}

void OauthForm::read_basic(std::string_view authorization) {
    constexpr std::string_view k_scheme = "Basic ";
    if (!equal_ignoring_case(authorization.substr(0, k_scheme.size()), k_scheme)) return;
    const auto pair = parse_base64(authorization.substr(k_scheme.size()));
    if (!pair) return;
    const std::size_t colon = std::min(pair->find(':'), pair->size());
    client_id_ = pair->substr(0, colon);
    if (colon < pair->size()) client_secret_ = pair->substr(colon + 1);
}

std::string base_url(const HttpRequest& request) {
    const bool secure = equal_ignoring_case(request.headers.get("X-Forwarded-Proto"), "https");
    const std::string_view host = request.headers.get("Host");
    return fmt::format(
        "{}://{}", secure ? "https" : "http", host.empty() ? std::string_view{"127.0.0.1"} : host
    );
}

std::string identity_url(const HttpRequest& request, const Org& org, const RecordId& user) {
    return fmt::format("{}/id/{}/{}", base_url(request), org.organization_id().text(), user.text());
}

}  // namespace rowlock
