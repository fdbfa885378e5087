#include "mockorg/api/ask.hpp"
#include "mockorg/api/bearer.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/json_body.hpp"
#include "mockorg/api/org_directory.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// Refuses the call where the org looks after no others, and whoever has no more than a client's
/// session: tokens of all orgs are told here.
OrgDirectory* directory_of(ApiContext& context, const Call& call) {
    if (context.options.orgs == nullptr) {
        refuse(
            call, {ErrorCode::not_found, "Only the first org of a server looks after others", {}}
        );
        return nullptr;
    }
    if (bearer_token(call.request.headers) != context.options.token) {
        refuse(
            call,
            {ErrorCode::invalid_session_id,
             "Orgs are made and shown with the token that `rowlock serve` printed",
             {}}
        );
        return nullptr;
    }
    return context.options.orgs;
}

void append(JsonWriter& json, const NamedOrg& org) {
    json.begin_object()
        .member("name", org.name)
        .member("url", org.url)
        .member("token", org.token)
        .member("organizationId", org.organization_id)
        .member("seed", org.seed)
        .end_object();
}

HttpResponse answer_with(int status, const NamedOrg& org) {
    std::string body;
    JsonWriter json{body};
    append(json, org);
    return json_response(status, std::move(body));
}

void list_orgs(ApiContext& context, Call call) {
    const OrgDirectory* const orgs = directory_of(context, call);
    if (orgs == nullptr) return;
    std::string body;
    JsonWriter json{body};
    json.begin_object().key("orgs").begin_array();
    for (const NamedOrg& org : orgs->list()) append(json, org);
    json.end_array().end_object();
    call.respond(json_response(200, std::move(body)));
}

void make_org(ApiContext& context, Call call) {
    OrgDirectory* const orgs = directory_of(context, call);
    if (orgs == nullptr) return;
    const Result<Json> settings = parse_json_object(call.request.body);
    if (!settings) return refuse(call, settings.error());
    const Result<NamedOrg> made = orgs->add(*settings);
    if (!made) return refuse(call, made.error());
    call.respond(answer_with(201, *made));
}

void show_org(ApiContext& context, Call call) {
    const OrgDirectory* const orgs = directory_of(context, call);
    if (orgs == nullptr) return;
    const std::string& name = call.arguments.at(0);
    for (const NamedOrg& org : orgs->list()) {
        if (org.name == name) return call.respond(answer_with(200, org));
    }
    refuse(call, {ErrorCode::not_found, "There is no org '" + name + "'", {}});
}

void end_org(ApiContext& context, Call call) {
    OrgDirectory* const orgs = directory_of(context, call);
    if (orgs == nullptr) return;
    const Result<void> removed = orgs->remove(call.arguments.at(0));
    if (!removed) return refuse(call, removed.error());
    call.respond(empty_response(204));
}

constexpr Route k_org_control_routes[] = {
    {"GET", "/rowlock/orgs", list_orgs},
    {"POST", "/rowlock/orgs", make_org},
    {"GET", "/rowlock/orgs/{name}", show_org},
    {"DELETE", "/rowlock/orgs/{name}", end_org},
};

}  // namespace

std::span<const Route> org_control_routes() {
    return k_org_control_routes;
}

}  // namespace rowlock
