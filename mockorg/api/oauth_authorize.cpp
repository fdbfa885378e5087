#include "mockorg/api/faces.hpp"
#include "mockorg/api/oauth_form.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/api/users.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rowlock {
namespace {

/// Such addresses are programs: whoever opened them would run what a stranger wrote.
bool is_program(std::string_view uri) {
    constexpr std::array<std::string_view, 3> k_schemes{"javascript", "data", "vbscript"};
    const std::string_view scheme = uri.substr(0, uri.find(':'));
    return std::any_of(k_schemes.begin(), k_schemes.end(), [&](std::string_view each) {
        return equal_ignoring_case(scheme, each);
    });
}

/// Where an answer may be sent: an absolute address of printable ASCII, so that nothing in it can
/// end the header it stands in.
bool is_address(std::string_view uri) {
    const bool printable =
        std::all_of(uri.begin(), uri.end(), [](char c) { return c > ' ' && c <= '~'; });
    return printable && uri.find(':') != std::string_view::npos && uri.find(':') > 0 &&
           !is_program(uri);
}

HttpResponse redirect(std::string_view uri, char mark, const std::string& members) {
    const bool has_query = mark == '?' && uri.find('?') != std::string_view::npos;
    HttpResponse response = empty_response(302);
    response.headers.add("Location", fmt::format("{}{}{}", uri, has_query ? '&' : mark, members));
    return uncached(std::move(response));
}

std::string with_state(std::string members, std::string_view state) {
    if (!state.empty()) members.append("&state=").append(percent_encode(state));
    return members;
}

std::string error_members(const OauthError& error) {
    return fmt::format(
        "error={}&error_description={}", error.error, percent_encode(error.description)
    );
}

/// Nobody is asked: the user logs in and allows everything. Which user `login_hint` may tell.
OauthResult<RecordId> user_of(ApiContext& context, const OauthForm& form) {
    const std::string_view hint = form.get("login_hint");
    if (hint.empty()) return context.org.user_id();
    const auto user = find_user_named(context.org, hint);
    if (!user || !user->active) {
        return tl::unexpected{OauthError{"access_denied", "end-user denied authorization"}};
    }
    return user->id;
}

/// The user-agent flow: the session comes in the fragment.
std::string token_members(const ApiContext& context, const Call& call, const Session& session) {
    return fmt::format(
        "access_token={}&instance_url={}&id={}&issued_at={}&scope=api%20id&token_type=Bearer",
        percent_encode(session.token),
        percent_encode(base_url(call.request)),
        percent_encode(identity_url(call.request, context.org, session.user)),
        milliseconds_of(context.org.now())
    );
}

void authorize(ApiContext& context, Call call) {
    const OauthForm form{call};
    const std::string_view uri = form.get("redirect_uri");
    const std::string_view state = form.get("state");
    if (form.client_id().empty()) {
        return call.respond(oauth_error_response({"invalid_client_id", "client identifier invalid"})
        );
    }
    if (!is_address(uri)) {
        return call.respond(oauth_error_response(
            {"redirect_uri_missing", "redirect_uri must be an absolute address"}
        ));
    }
    const auto answer = [&](char mark, std::string members) {
        call.respond(redirect(uri, mark, with_state(std::move(members), state)));
    };
    const auto user = user_of(context, form);
    if (!user) return answer('?', error_members(user.error()));
    const TimePoint now = context.org.now();
    if (form.get("response_type") == "token") {
        return answer('#', token_members(context, call, context.sessions.open(*user, now)));
    }
    if (form.get("response_type") != "code") {
        return answer(
            '?', error_members({"unsupported_response_type", "response type not supported"})
        );
    }
    OauthGrant grant;
    grant.user = *user;
    grant.client_id = form.client_id();
    grant.redirect_uri = uri;
    grant.code_challenge = form.get("code_challenge");
    answer('?', "code=" + percent_encode(context.grants.add_code(std::move(grant), now)));
}

constexpr Route k_oauth_authorize_routes[] = {
    {"GET", "/services/oauth2/authorize", authorize, ErrorShape::rest, Access::everybody},
    {"POST", "/services/oauth2/authorize", authorize, ErrorShape::rest, Access::everybody},
};

}  // namespace

std::span<const Route> oauth_authorize_routes() {
    return k_oauth_authorize_routes;
}

}  // namespace rowlock
