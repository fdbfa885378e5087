#include "mockorg/api/ask.hpp"
#include "mockorg/api/conditional_request.hpp"
#include "mockorg/api/describe_object.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/responses.hpp"

#include <utility>

namespace rowlock {
namespace {

/// Answers with a description, or with 304 if the client has it: what an org is made of does not
/// change while it runs. [REST API guide: If-Modified-Since, ETag]
void answer_description(const ApiContext& context, const Call& call, std::string body) {
    const ResourceState state{entity_tag(body), context.org.config().start};
    const bool known = condition_of(call.request.headers, state, true) == Condition::not_modified;
    HttpResponse response = known ? empty_response(304) : json_response(200, std::move(body));
    add_state(response, state);
    call.respond(std::move(response));
}

void list(ApiContext& context, Call call) {
    std::string body;
    JsonWriter json{body};
    append_object_list(json, *context.org.config().schema, call.api_version);
    answer_description(context, call, std::move(body));
}

void refuse_unknown(const Call& call) {
    refuse(call, {ErrorCode::not_found, "The requested resource does not exist", {}});
}

void describe(ApiContext& context, Call call) {
    const DescribedObject described =
        find_described(*context.org.config().schema, call.arguments.at(0));
    if (described.object == nullptr) return refuse_unknown(call);
    std::string body;
    JsonWriter json{body};
    append_object_describe(json, *described.schema, *described.object, call.api_version);
    answer_description(context, call, std::move(body));
}

/// The object in short. Nobody looks at records here, so none were looked at recently.
void summary(ApiContext& context, Call call) {
    const DescribedObject described =
        find_described(*context.org.config().schema, call.arguments.at(0));
    if (described.object == nullptr) return refuse_unknown(call);
    std::string body;
    JsonWriter json{body};
    json.begin_object().key("objectDescribe");
    append_object_summary(json, *described.object, call.api_version);
    json.key("recentItems").begin_array().end_array().end_object();
    call.respond(json_response(200, std::move(body)));
}

/// Nobody looks at records here.
void recent(ApiContext&, Call call) {
    call.respond(json_response(200, "[]"));
}

constexpr std::string_view k_describe = "/services/data/{version}/sobjects/{object}/describe";

constexpr Route k_rest_describe_routes[] = {
    {"GET", "/services/data/{version}/recent", recent},
    {"GET", "/services/data/{version}/sobjects", list},
    {"GET", "/services/data/{version}/sobjects/{object}", summary},
    {"GET", k_describe, describe},
};

}  // namespace

std::span<const Route> rest_describe_routes() {
    return k_rest_describe_routes;
}

}  // namespace rowlock
