#include "mockorg/api/ask.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/json_body.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace rowlock {
namespace {

void list(ApiContext& context, Call call) {
    std::string body;
    JsonWriter json{body};
    json.begin_object().key("sessions").begin_array();
    for (const Session& session : context.sessions.list(context.org.now())) {
        json.begin_object()
            .member("token", session.token)
            .member("userId", session.user.text())
            .member("permanent", session.permanent);
        if (!session.permanent) {
            json.member("created", json_datetime(session.created))
                .member("expires", json_datetime(session.expires));
        }
        json.end_object();
    }
    json.end_array().end_object();
    call.respond(json_response(200, std::move(body)));
}

/// The session a body names; empty for all of them, which an empty body means.
Result<std::string> read_token(const std::string& body) {
    if (body.empty()) return std::string{};
    const auto object = parse_json_object(body);
    if (!object) return Failure{object.error()};
    return text_member(*object, "token");
}

void expire(ApiContext& context, Call call) {
    const auto token = read_token(call.request.body);
    if (!token) return refuse(call, token.error());
    std::uint64_t ended = 0;
    if (token->empty()) {
        ended = context.sessions.expire_all(context.org.now());
    } else if (context.sessions.expire(*token)) {
        ended = 1;
    } else {
        return refuse(call, {ErrorCode::not_found, "There is no such session", {}});
    }
    std::string body;
    JsonWriter{body}.begin_object().member("expired", ended).end_object();
    call.respond(json_response(200, std::move(body)));
}

void renew(ApiContext& context, Call call) {
    context.sessions.renew_permanent();
    call.respond(empty_response(204));
}

constexpr Route k_session_control_routes[] = {
    {"GET", "/rowlock/sessions", list},
    {"POST", "/rowlock/sessions/expire", expire},
    {"POST", "/rowlock/sessions/renew", renew},
};

}  // namespace

std::span<const Route> session_control_routes() {
    return k_session_control_routes;
}

}  // namespace rowlock
