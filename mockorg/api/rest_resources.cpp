#include "mockorg/api/ask.hpp"
#include "mockorg/api/bearer.hpp"
#include "mockorg/api/bulk2_calls.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/job_json.hpp"
#include "mockorg/api/name_list.hpp"
#include "mockorg/api/oauth_form.hpp"
#include "mockorg/api/record_reading.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/api/versions.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <fmt/format.h>

#include <array>
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

/// A resource below an address, and the first version that has it.
struct Resource {
    std::string_view name;
    double since = 0.0;
};

constexpr std::array k_resources = {
    Resource{"composite"},
    Resource{"jobs", k_ingest_jobs_since},
    Resource{"limits"},
    Resource{"parameterizedSearch", 36.0},
    Resource{"query"},
    Resource{"queryAll"},
    Resource{"recent"},
    Resource{"search"},
    Resource{"sobjects"},
    Resource{"tooling"},
};
constexpr std::array k_composite = {
    Resource{"batch"}, Resource{"graph"}, Resource{"sobjects"}, Resource{"tree"}};
constexpr std::array k_jobs = {
    Resource{"ingest", k_ingest_jobs_since}, Resource{"query", k_query_jobs_since}};
constexpr std::array k_tooling = {Resource{"executeAnonymous"}, Resource{"query"}};

/// `below` begins with a slash, or is empty.
void append_resources(
    JsonWriter& json, const Call& call, std::string_view below, std::span<const Resource> list
) {
    const std::string version = version_text(call.api_version);
    for (const Resource& resource : list) {
        if (call.api_version < resource.since) continue;
        json.member(
            resource.name, fmt::format("/services/data/v{}{}/{}", version, below, resource.name)
        );
    }
}

void resources(ApiContext& context, Call call) {
    std::string body;
    JsonWriter json{body};
    json.begin_object().member("identity", identity_of(context, call));
    append_resources(json, call, {}, k_resources);
    json.end_object();
    call.respond(json_response(200, std::move(body)));
}

void answer_resources(const Call& call, std::string_view below, std::span<const Resource> list) {
    std::string body;
    JsonWriter json{body};
    json.begin_object();
    append_resources(json, call, below, list);
    json.end_object();
    call.respond(json_response(200, std::move(body)));
}

void composite(ApiContext&, Call call) {
    answer_resources(call, "/composite", k_composite);
}

void jobs(ApiContext&, Call call) {
    if (call.api_version < k_ingest_jobs_since) return refuse(call, no_such_resource());
    answer_resources(call, "/jobs", k_jobs);
}

void tooling(ApiContext&, Call call) {
    answer_resources(call, "/tooling", k_tooling);
}

/// The objects a comma-separated list names, or all; unknown names are left out.
std::vector<const ObjectType*> objects_named(const Schema& schema, std::string_view names) {
    std::vector<const ObjectType*> objects;
    if (names.empty()) {
        for (const ObjectType& object : schema.objects()) objects.push_back(&object);
        return objects;
    }
    for (const std::string& name : split_names(names)) {
        if (const auto* object = schema.find(name)) objects.push_back(object);
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

constexpr Route k_rest_resources_routes[] = {
    {"GET", "/services/data", versions, ErrorShape::rest, Access::everybody},
    {"GET", "/services/data/{version}", resources},
    {"GET", "/services/data/{version}/composite", composite},
    {"GET", "/services/data/{version}/jobs", jobs},
    {"GET", "/services/data/{version}/tooling", tooling},
    {"GET", "/services/data/{version}/limits/recordCount", record_count},
};

}  // namespace

std::span<const Route> rest_resource_routes() {
    return k_rest_resources_routes;
}

}  // namespace rowlock
