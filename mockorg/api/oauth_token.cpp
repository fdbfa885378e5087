#include "mockorg/api/faces.hpp"
#include "mockorg/api/jwt.hpp"
#include "mockorg/api/oauth_form.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/api/users.hpp"
#include "mockorg/codec/base64.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/codec/signatures.hpp"

#include <fmt/core.h>

#include <array>
#include <utility>

namespace rowlock {
namespace {

/// What a flow leads to: a session for this user.
struct Granted {
    RecordId user;
    /// That the session belongs to; empty for none.
    std::string refresh_token;
    bool refresh_token_is_new = false;
};

auto refused(std::string error, std::string description) {
    return tl::unexpected{OauthError{std::move(error), std::move(description)}};
}

auto authentication_failure() {
    return refused("invalid_grant", "authentication failure");
}

OauthResult<Granted> grant_to(const std::optional<OrgUser>& user) {
    if (!user) return authentication_failure();
    if (!user->active) return refused("invalid_grant", "inactive user");
    return Granted{user->id, {}, false};
}

OauthResult<Granted> by_password(ApiContext& context, const OauthForm& form) {
    if (!is_password_right(form.get("password"), context.options.login.password)) {
        return authentication_failure();
    }
    return grant_to(find_user_named(context.org, form.get("username")));
}

/// The client acts as the user that its set-up names: here the org's own.
OauthResult<Granted> by_client(ApiContext& context, const OauthForm& form) {
    if (form.client_secret().empty())
        return refused("invalid_client", "invalid client credentials");
    return grant_to(find_user(context.org, context.org.user_id()));
}

OauthResult<Granted> by_refresh_token(ApiContext& context, const OauthForm& form) {
    const auto grant = context.grants.find_refresh_token(form.get("refresh_token"));
    if (!grant || grant->client_id != form.client_id()) {
        return refused("invalid_grant", "expired access/refresh token");
    }
    auto granted = grant_to(find_user(context.org, grant->user));
    if (granted) granted->refresh_token = grant->secret;
    return granted;
}

bool proves(const OauthGrant& grant, std::string_view verifier) {
    return grant.code_challenge.empty() || grant.code_challenge == base64url(sha256(verifier));
}

/// Takes back a refresh token and ends all sessions that came of it. False if there is none.
bool revoke_with_sessions(ApiContext& context, std::string_view refresh_token) {
    if (!context.grants.revoke_refresh_token(refresh_token)) return false;
    context.sessions.end_all_of(refresh_token);
    return true;
}

OauthResult<Granted> by_code(ApiContext& context, const OauthForm& form) {
    auto grant = context.grants.take_code(form.get("code"), context.org.now());
    if (!grant) {
        // Whoever comes second may be the one it was meant for. [RFC 6749, 4.1.2]
        revoke_with_sessions(context, context.grants.refresh_token_of_spent(form.get("code")));
        return refused("invalid_grant", "expired authorization code");
    }
    if (grant->client_id != form.client_id()) {
        return refused("invalid_client_id", "client identifier invalid");
    }
    if (grant->redirect_uri != form.get("redirect_uri")) {
        return refused("redirect_uri_mismatch", "redirect_uri must match configuration");
    }
    if (!proves(*grant, form.get("code_verifier"))) {
        return refused("invalid_grant", "invalid code verifier");
    }
    auto granted = grant_to(find_user(context.org, grant->user));
    if (!granted) return granted;
    granted->refresh_token = context.grants.add_refresh_token(std::move(*grant));
    granted->refresh_token_is_new = true;
    context.grants.note_spent(form.get("code"), granted->refresh_token);
    return granted;
}

OauthResult<Granted> by_jwt(ApiContext& context, const OauthForm& form) {
    const auto claims = read_jwt(form.get("assertion"), context.options.login.jwt_key);
    if (!claims) return tl::unexpected{claims.error()};
    if (claims->client_id.empty()) return refused("invalid_client_id", "client identifier invalid");
    const auto user = find_user_named(context.org, claims->username);
    if (!user) return refused("invalid_grant", "user hasn't approved this consumer");
    return grant_to(user);
}

struct Flow {
    std::string_view grant_type;
    OauthResult<Granted> (*run)(ApiContext&, const OauthForm&);
    /// JWTs name their client themselves.
    bool client_in_form = true;
};

constexpr std::array k_flows = {
    Flow{"password", by_password},
    Flow{"client_credentials", by_client},
    Flow{"refresh_token", by_refresh_token},
    Flow{"authorization_code", by_code},
    Flow{"urn:ietf:params:oauth:grant-type:jwt-bearer", by_jwt, false},
};

OauthResult<Granted> run_flow(ApiContext& context, const OauthForm& form) {
    for (const Flow& flow : k_flows) {
        if (flow.grant_type != form.get("grant_type")) continue;
        if (flow.client_in_form && form.client_id().empty()) {
            return refused("invalid_client_id", "client identifier invalid");
        }
        return flow.run(context, form);
    }
    return refused("unsupported_grant_type", "grant type not supported");
}

void token(ApiContext& context, Call call) {
    const OauthForm form{call};
    const auto granted = run_flow(context, form);
    if (!granted) return call.respond(oauth_error_response(granted.error()));
    const TimePoint now = context.org.now();
    const Session session = context.sessions.open(granted->user, now, granted->refresh_token);
    const std::string id = identity_url(call.request, context.org, granted->user);
    const std::string issued = fmt::format("{}", milliseconds_of(now));
    std::string body;
    JsonWriter json{body};
    json.begin_object().member("access_token", session.token);
    if (granted->refresh_token_is_new) json.member("refresh_token", granted->refresh_token);
    json.member("signature", base64(hmac_sha256(form.client_secret(), id + issued)))
        .member("scope", granted->refresh_token.empty() ? "api id" : "refresh_token api id")
        .member("instance_url", base_url(call.request))
        .member("id", id)
        .member("token_type", "Bearer")
        .member("issued_at", issued);
    if (form.get("grant_type") == "client_credentials")
        json.member("api_instance_url", base_url(call.request));
    json.end_object();
    call.respond(uncached(json_response(200, std::move(body))));
}

/// Ends a session, or takes back a refresh token and all sessions that came of it.
void revoke(ApiContext& context, Call call) {
    const std::string secret{OauthForm{call}.get("token")};
    if (context.sessions.end(secret)) return call.respond(empty_response(200));
    if (revoke_with_sessions(context, secret)) return call.respond(empty_response(200));
    call.respond(oauth_error_response({"unsupported_token_type", "this token type is not supported"}
    ));
}

constexpr Route k_oauth_token_routes[] = {
    {"POST", "/services/oauth2/token", token, ErrorShape::rest, Access::everybody},
    {"POST", "/services/oauth2/revoke", revoke, ErrorShape::rest, Access::everybody},
    {"GET", "/services/oauth2/revoke", revoke, ErrorShape::rest, Access::everybody},
};

}  // namespace

std::span<const Route> oauth_token_routes() {
    return k_oauth_token_routes;
}

}  // namespace rowlock
