#include "mockorg/api/ask.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/json_body.hpp"
#include "mockorg/api/name_list.hpp"
#include "mockorg/api/record_json.hpp"
#include "mockorg/api/record_write.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <utility>

namespace rowlock {
namespace {

void ask_write(ApiContext& context, const Call& call, WriteRecord write) {
    const auto answer = [operation = write.operation,
                         object = write.object,
                         version = call.api_version](const WriteRecord::Reply& saved) {
        return write_response(operation, object, saved, version);
    };
    ask(context, call, std::move(write), answer);
}

template <Operation operation>
void write(ApiContext& context, Call call) {
    if (operation != Operation::remove) {
        const auto type = expect_media_type(call.request, {"application/json"});
        if (!type) return refuse(call, type.error());
    }
    auto request = record_write(operation, call.arguments, call.request.body);
    if (!request) return refuse(call, request.error());
    ask_write(context, call, std::move(*request));
}

void ask_record(ApiContext& context, const Call& call, std::string id) {
    GetRecord request;
    request.object = call.arguments.at(0);
    request.id = std::move(id);
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

void get(ApiContext& context, Call call) {
    ask_record(context, call, call.arguments.at(1));
}

/// The records that the path's field and value mean; answers for itself where there is not exactly
/// one, if there must be one, or where there are several.
enum class Wanted : std::uint8_t { one, at_most_one };

std::optional<std::vector<RecordId>> find_named(
    ApiContext& context, const Call& call, Wanted wanted
) {
    const auto& arguments = call.arguments;
    auto found = find_by_key(context.org, arguments.at(0), arguments.at(1), arguments.at(2));
    if (!found) {
        refuse(call, found.error());
        return std::nullopt;
    }
    if (found->size() > 1) {
        call.respond(choices_response(arguments.at(0), *found, call.api_version));
        return std::nullopt;
    }
    if (found->empty() && wanted == Wanted::one) {
        refuse(call, {ErrorCode::not_found, "The requested resource does not exist", {}});
        return std::nullopt;
    }
    return std::move(*found);
}

void get_by_key(ApiContext& context, Call call) {
    const auto found = find_named(context, call, Wanted::one);
    if (found) ask_record(context, call, found->front().text());
}

void remove_by_key(ApiContext& context, Call call) {
    const auto found = find_named(context, call, Wanted::one);
    if (!found) return;
    WriteRecord request;
    request.object = call.arguments.at(0);
    request.operation = Operation::remove;
    request.id = found->front().text();
    ask_write(context, call, std::move(request));
}

/// An id never fits several records, and the org has its own words for one that fits none.
void upsert(ApiContext& context, Call call) {
    const bool by_id = equal_ignoring_case(call.arguments.at(1), "Id");
    if (by_id || find_named(context, call, Wanted::at_most_one)) {
        write<Operation::upsert>(context, std::move(call));
    }
}

constexpr std::string_view k_object = "/services/data/{version}/sobjects/{object}";
constexpr std::string_view k_record = "/services/data/{version}/sobjects/{object}/{id}";
constexpr std::string_view k_by_key = "/services/data/{version}/sobjects/{object}/{field}/{value}";

constexpr Route k_routes[] = {
    {"POST", k_object, write<Operation::insert>},
    {"GET", k_record, get},
    {"PATCH", k_record, write<Operation::update>},
    {"DELETE", k_record, write<Operation::remove>},
    {"GET", k_by_key, get_by_key},
    {"PATCH", k_by_key, upsert},
    {"DELETE", k_by_key, remove_by_key},
};

}  // namespace

std::span<const Route> rest_record_routes() {
    return k_routes;
}

}  // namespace rowlock
