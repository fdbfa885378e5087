#include "mockorg/api/ask.hpp"
#include "mockorg/api/bearer.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/job_json.hpp"
#include "mockorg/api/oauth_form.hpp"
#include "mockorg/api/record_reading.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/api/versions.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rowlock {
namespace {

void versions(ApiContext&, Call call) {
    std::string body;
    JsonWriter json{body};
    json.begin_array();
    for (int version = k_oldest_version; version <= k_newest_version; ++version) {
        const std::string text = version_text(version);
        json.begin_object()
            .member("version", text)
            .member("url", "/services/data/v" + text)
            .member("label", version_label(version))
            .end_object();
    }
    json.end_array();
    call.respond(json_response(200, std::move(body)));
}

/// Where the user of the call's session is described.
std::string identity_of(ApiContext& context, const Call& call) {
    const auto session =
        context.sessions.use(bearer_token(call.request.headers), context.org.now());
    return identity_url(call.request, context.org, session ? session->user : context.org.user_id());
}

void resources(ApiContext& context, Call call) {
    std::string body;
    JsonWriter json{body};
    json.begin_object().member("identity", identity_of(context, call));
    for (const std::string_view name :
         {"composite", "jobs", "limits", "query", "queryAll", "search", "sobjects", "tooling"}) {
        json.member(
            name, fmt::format("/services/data/v{}/{}", version_text(call.api_version), name)
        );
    }
    json.end_object();
    call.respond(json_response(200, std::move(body)));
}

/// The objects a comma-separated list names, or all; unknown names are left out.
std::vector<const ObjectType*> objects_named(const Schema& schema, std::string_view names) {
    std::vector<const ObjectType*> objects;
    if (names.empty()) {
        for (const ObjectType& object : schema.objects()) objects.push_back(&object);
        return objects;
    }
    while (!names.empty()) {
        const std::size_t end = std::min(names.find(','), names.size());
        if (const auto* object = schema.find(names.substr(0, end))) objects.push_back(object);
        names.remove_prefix(std::min(end + 1, names.size()));
    }
    return objects;
}

void record_count(ApiContext& context, Call call) {
    const Schema& schema = *context.org.config().schema;
    std::string body;
    JsonWriter json{body};
    json.begin_object().key("sObjects").begin_array();
    for (const ObjectType* object : objects_named(schema, call.target.parameter("sObjects"))) {
        const auto count = count_records(context.org, object->name);
        if (!count) continue;
        json.begin_object().member("count", *count).member("name", object->name).end_object();
    }
    json.end_array().end_object();
    call.respond(json_response(200, std::move(body)));
}

constexpr Route k_routes[] = {
    {"GET", "/services/data", versions, ErrorShape::rest, Access::everybody},
    {"GET", "/services/data/{version}", resources},
    {"GET", "/services/data/{version}/limits/recordCount", record_count},
};

}  // namespace

std::span<const Route> rest_resource_routes() {
    return k_routes;
}

}  // namespace rowlock
