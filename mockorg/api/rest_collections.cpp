#include "mockorg/api/ask.hpp"
#include "mockorg/api/collection.hpp"
#include "mockorg/api/collection_request.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/json_body.hpp"
#include "mockorg/api/responses.hpp"

#include <utility>

namespace rowlock {
namespace {

const Schema& schema_of(const ApiContext& context) {
    return *context.org.config().schema;
}

void submit(ApiContext& context, const Call& call, std::string_view method) {
    auto write = read_collection_write(
        schema_of(context), method, call.arguments, call.target, call.request.body
    );
    if (!write) return refuse(call, write.error());
    Collection collection{call.user, write->all_or_none};
    for (auto& row : write->rows) collection.add(std::move(row));
    std::move(collection)
        .submit(
            context.org,
            [respond = call.respond, upserts = write->upserts](Result<WriteRecords::Reply> reply) {
                respond(
                    reply ? json_response(200, collection_json(*reply, upserts))
                          : error_response(reply.error())
                );
            }
        );
}

void write(ApiContext& context, const Call& call, std::string_view method) {
    const auto type = expect_media_type(call.request, {"application/json"});
    if (!type) return refuse(call, type.error());
    submit(context, call, method);
}

void create(ApiContext& context, Call call) {
    write(context, call, "POST");
}

void update_or_upsert(ApiContext& context, Call call) {
    write(context, call, "PATCH");
}

void remove(ApiContext& context, Call call) {
    submit(context, call, "DELETE");
}

void read(ApiContext& context, const Call& call, std::string_view method) {
    const auto request = read_collection_read(
        schema_of(context), method, call.arguments.at(0), call.target, call.request.body
    );
    if (!request) return refuse(call, request.error());
    auto body = collection_read_json(*request, call.api_version, [&context](const GetRecord& get) {
        Result<RecordFields> found = RecordFields{};
        context.org.submit(context.org.now(), get, [&](Result<RecordFields> record) {
            found = std::move(record);
        });
        return found;
    });
    if (!body) return refuse(call, body.error());
    call.respond(json_response(200, std::move(*body)));
}

void read_by_query(ApiContext& context, Call call) {
    read(context, call, "GET");
}

void read_by_body(ApiContext& context, Call call) {
    read(context, call, "POST");
}

constexpr std::string_view k_all = "/services/data/{version}/composite/sobjects";
constexpr std::string_view k_object = "/services/data/{version}/composite/sobjects/{object}";
constexpr std::string_view k_key = "/services/data/{version}/composite/sobjects/{object}/{field}";

constexpr Route k_rest_collections_routes[] = {
    {"POST", k_all, create},
    {"PATCH", k_all, update_or_upsert},
    {"DELETE", k_all, remove},
    {"GET", k_object, read_by_query},
    {"POST", k_object, read_by_body},
    {"PATCH", k_key, update_or_upsert},
};

}  // namespace

std::span<const Route> rest_collection_routes() {
    return k_rest_collections_routes;
}

}  // namespace rowlock
