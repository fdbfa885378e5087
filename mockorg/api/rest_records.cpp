#include "mockorg/api/ask.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/json_body.hpp"
#include "mockorg/api/record_json.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/base/blanks.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace rowlock {
namespace {

/// From this version on an upsert that updated answers with a body.
constexpr double k_upsert_answers_since = 46.0;

std::string saved_json(const WriteRecord::Reply& saved, bool with_created) {
    std::string body;
    JsonWriter json{body};
    json.begin_object()
        .member("id", saved.id.text())
        .member("success", true)
        .key("errors")
        .begin_array()
        .end_array();
    if (with_created) json.member("created", saved.created);
    json.end_object();
    return body;
}

/// A write request with the body's fields.
Result<WriteRecord> read_write(const Call& call, Operation operation) {
    if (auto type = expect_media_type(call.request, {"application/json"}); !type) {
        return Failure{type.error()};
    }
    auto fields = read_record(call.request.body);
    if (!fields) return Failure{fields.error()};
    WriteRecord write;
    write.object = call.arguments.at(0);
    write.operation = operation;
    write.fields = std::move(*fields);
    return write;
}

void create(ApiContext& context, Call call) {
    auto write = read_write(call, Operation::insert);
    if (!write) return refuse(call, write.error());
    ask(context,
        call,
        std::move(*write),
        [object = call.arguments.at(0),
         version = call.api_version](const WriteRecord::Reply& saved) {
            HttpResponse response = json_response(201, saved_json(saved, false));
            response.headers.add("Location", record_url(object, saved.id, version));
            return response;
        });
}

void update(ApiContext& context, Call call) {
    auto write = read_write(call, Operation::update);
    if (!write) return refuse(call, write.error());
    write->id = call.arguments.at(1);
    ask(context, call, std::move(*write), [](const WriteRecord::Reply&) {
        return empty_response(204);
    });
}

void remove(ApiContext& context, Call call) {
    WriteRecord write;
    write.object = call.arguments.at(0);
    write.operation = Operation::remove;
    write.id = call.arguments.at(1);
    ask(context, call, std::move(write), [](const WriteRecord::Reply&) {
        return empty_response(204);
    });
}

void upsert(ApiContext& context, Call call) {
    auto write = read_write(call, Operation::upsert);
    if (!write) return refuse(call, write.error());
    const std::string& key = call.arguments.at(1);
    if (equal_ignoring_case(key, "Id")) {
        write->id = call.arguments.at(2);
    } else {
        write->external_id_field = key;
        write->fields.emplace_back(key, call.arguments.at(2));
    }
    const bool always_answers = call.api_version >= k_upsert_answers_since;
    ask(context, call, std::move(*write), [always_answers](const WriteRecord::Reply& saved) {
        if (!saved.created && !always_answers) return empty_response(204);
        return json_response(saved.created ? 201 : 200, saved_json(saved, true));
    });
}

/// The names of a comma-separated list, trimmed.
std::vector<std::string> split_names(std::string_view text) {
    std::vector<std::string> names;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        const std::string_view name = trimmed(text.substr(0, end));
        if (!name.empty()) names.emplace_back(name);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return names;
}

void get(ApiContext& context, Call call) {
    GetRecord request;
    request.object = call.arguments.at(0);
    request.id = call.arguments.at(1);
    request.fields = split_names(call.target.parameter("fields"));
    ask(context,
        call,
        std::move(request),
        [version = call.api_version](const RecordFields& record) {
            std::string body;
            JsonWriter json{body};
            append_record(json, record, version);
            return json_response(200, std::move(body));
        });
}

constexpr std::string_view k_object = "/services/data/{version}/sobjects/{object}";
constexpr std::string_view k_record = "/services/data/{version}/sobjects/{object}/{id}";
constexpr std::string_view k_by_key = "/services/data/{version}/sobjects/{object}/{field}/{value}";

constexpr Route k_routes[] = {
    {"POST", k_object, create},
    {"GET", k_record, get},
    {"PATCH", k_record, update},
    {"DELETE", k_record, remove},
    {"PATCH", k_by_key, upsert},
};

}  // namespace

std::span<const Route> rest_record_routes() {
    return k_routes;
}

}  // namespace rowlock
