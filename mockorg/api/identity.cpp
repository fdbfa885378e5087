#include "mockorg/api/bearer.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/oauth_form.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/api/users.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <fmt/core.h>

#include <array>
#include <utility>

namespace rowlock {
namespace {

/// [client: jsforce knows the second one as a session that has ended]
HttpResponse no_entry(bool has_token) {
    HttpResponse response;
    response.status = 403;
    response.headers.add("Content-Type", "text/html;charset=UTF-8");
    response.body = has_token ? "Bad_OAuth_Token" : "Missing_OAuth_Token";
    return response;
}

std::string_view token_of(const Call& call) {
    const std::string_view bearer = bearer_token(call.request.headers);
    return bearer.empty() ? call.target.parameter("oauth_token") : bearer;
}

/// The user of the call's session; answers for itself if there is none.
std::optional<OrgUser> enter(ApiContext& context, const Call& call) {
    const std::string_view token = token_of(call);
    const auto session = context.sessions.use(token, context.org.now());
    std::optional<OrgUser> user;
    if (session) user = find_user(context.org, session->user);
    if (!user) call.respond(no_entry(!token.empty()));
    return user;
}

/// Addresses with `{version}` in place of the version, as clients expect them.
void append_urls(JsonWriter& json, const std::string& base, const ApiContext& context) {
    struct Url {
        std::string_view name;
        std::string_view path;
    };

    constexpr std::array k_urls = {
        Url{"enterprise", "/services/Soap/c/{version}/"},
        Url{"metadata", "/services/Soap/m/{version}/"},
        Url{"partner", "/services/Soap/u/{version}/"},
        Url{"rest", "/services/data/v{version}/"},
        Url{"sobjects", "/services/data/v{version}/sobjects/"},
        Url{"search", "/services/data/v{version}/search/"},
        Url{"query", "/services/data/v{version}/query/"},
        Url{"tooling_soap", "/services/Soap/T/{version}/"},
        Url{"tooling_rest", "/services/data/v{version}/tooling/"},
    };
    const std::string organization{context.org.organization_id().short_text()};
    json.key("urls").begin_object();
    for (const Url& url : k_urls) {
        const bool soap = url.path.find("/Soap/") != std::string_view::npos;
        json.member(url.name, fmt::format("{}{}{}", base, url.path, soap ? organization : ""));
    }
    json.member("custom_domain", base).end_object();
}

void append_person(JsonWriter& json, const OrgUser& user) {
    json.member("nickname", user.nickname)
        .member("name", user.name)
        .member("email", user.email)
        .member("email_verified", true)
        .member("given_name", user.first_name)
        .member("family_name", user.last_name)
        .member("zoneinfo", user.time_zone);
}

void user_info(ApiContext& context, Call call) {
    const auto user = enter(context, call);
    if (!user) return;
    const std::string base = base_url(call.request);
    std::string body;
    JsonWriter json{body};
    json.begin_object()
        .member("sub", identity_url(call.request, context.org, user->id))
        .member("user_id", user->id.text())
        .member("organization_id", context.org.organization_id().text())
        .member("preferred_username", user->username);
    append_person(json, *user);
    append_urls(json, base, context);
    json.member("active", user->active)
        .member("user_type", user->user_type)
        .member("language", user->language)
        .member("locale", user->locale)
        .member("utcOffset", 0)
        .member("updated_at", user->modified)
        .end_object();
    call.respond(json_response(200, std::move(body)));
}

void identity(ApiContext& context, Call call) {
    const auto user = enter(context, call);
    if (!user) return;
    const auto organization = RecordId::parse(call.arguments.at(0));
    const auto wanted = RecordId::parse(call.arguments.at(1));
    if (organization != context.org.organization_id() || wanted != user->id) {
        HttpResponse wrong = no_entry(true);
        wrong.body = organization != context.org.organization_id() ? "Wrong_Org" : "Wrong_Id";
        return call.respond(std::move(wrong));
    }
    const std::string base = base_url(call.request);
    std::string body;
    JsonWriter json{body};
    json.begin_object()
        .member("id", identity_url(call.request, context.org, user->id))
        .member("asserted_user", true)
        .member("user_id", user->id.text())
        .member("organization_id", context.org.organization_id().text())
        .member("username", user->username)
        .member("nick_name", user->nickname)
        .member("display_name", user->name)
        .member("email", user->email)
        .member("email_verified", true)
        .member("first_name", user->first_name)
        .member("last_name", user->last_name)
        .member("timezone", user->time_zone);
    append_urls(json, base, context);
    json.member("active", user->active)
        .member("user_type", user->user_type)
        .member("language", user->language)
        .member("locale", user->locale)
        .member("utcOffset", 0)
        .member("last_modified_date", user->modified)
        .member("is_app_installed", true)
        .end_object();
    call.respond(json_response(200, std::move(body)));
}

constexpr Route k_identity_routes[] = {
    {"GET", "/services/oauth2/userinfo", user_info, ErrorShape::rest, Access::everybody},
    {"POST", "/services/oauth2/userinfo", user_info, ErrorShape::rest, Access::everybody},
    {"GET", "/id/{org}/{user}", identity, ErrorShape::rest, Access::everybody},
    {"POST", "/id/{org}/{user}", identity, ErrorShape::rest, Access::everybody},
};

}  // namespace

std::span<const Route> identity_routes() {
    return k_identity_routes;
}

}  // namespace rowlock
