#include "mockorg/api/ask.hpp"
#include "mockorg/api/conditional_request.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/json_body.hpp"
#include "mockorg/api/name_list.hpp"
#include "mockorg/api/record_json.hpp"
#include "mockorg/api/record_write.hpp"
#include "mockorg/api/related_records.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <optional>
#include <utility>

namespace rowlock {
namespace {

constexpr int k_no_content = 204;
/// The only object whose records have tags. [REST API guide]
constexpr std::string_view k_tagged = "Account";

void ask_write(ApiContext& context, const Call& call, WriteRecord write) {
    const auto answer = [operation = write.operation,
                         object = write.object,
                         version = call.api_version](const WriteRecord::Reply& saved) {
        return write_response(operation, object, saved, version);
    };
    write.user = call.user;
    ask(context, call, std::move(write), answer);
}

/// The record's state now; nothing if it is not there.
std::optional<ResourceState> read_state(Org& org, const std::string& object, std::string id) {
    std::optional<ResourceState> state;
    GetRecord request{object, std::move(id), {}};
    if (!equal_ignoring_case(object, k_tagged)) request.fields = {"LastModifiedDate"};
    org.submit(org.now(), std::move(request), [&](const Result<RecordFields>& record) {
        if (record) state = state_of(*record);
    });
    return state;
}

/// Whether the request's headers let it be done; answers for itself where they do not.
bool meets_condition(ApiContext& context, const Call& call) {
    const HttpHeaders& headers = call.request.headers;
    if (!has_condition(headers)) return true;
    if (auto readable = check_condition_headers(headers); !readable) {
        refuse(call, readable.error());
        return false;
    }
    const auto before = read_state(context.org, call.arguments.at(0), call.arguments.at(1));
    if (!before || condition_of(headers, *before, false) == Condition::met) return true;
    refuse(call, condition_failed());
    return false;
}

template <Operation operation>
void write(ApiContext& context, Call call) {
    if (operation != Operation::remove) {
        const auto type = expect_media_type(call.request, {"application/json"});
        if (!type) return refuse(call, type.error());
    }
    auto request =
        record_write(*context.org.config().schema, operation, call.arguments, call.request.body);
    if (!request) return refuse(call, request.error());
    ask_write(context, call, std::move(*request));
}

/// The state that the answer shows is that after the update.
void update(ApiContext& context, Call call) {
    if (!meets_condition(context, call)) return;
    if (equal_ignoring_case(call.arguments.at(0), k_tagged)) {
        call.respond = [&context,
                        arguments = call.arguments,
                        respond = std::move(call.respond)](HttpResponse response) {
            const auto after = response.status == k_no_content
                                   ? read_state(context.org, arguments.at(0), arguments.at(1))
                                   : std::nullopt;
            if (after) response.headers.add("ETag", after->tag);
            respond(std::move(response));
        };
    }
    write<Operation::update>(context, std::move(call));
}

/// `sobjects/X/Id` is another address for new records. [REST API guide]
void insert_by_id(ApiContext& context, Call call) {
    write<Operation::insert>(context, std::move(call));
}

HttpResponse answer_read(const Call& call, const RecordFields& shown, const ResourceState& state) {
    switch (condition_of(call.request.headers, state, true)) {
        case Condition::failed:
            return error_response(condition_failed());
        case Condition::not_modified:
            return empty_response(304);
        case Condition::met:
            break;
    }
    return record_response(shown, call.api_version);
}

void ask_record(ApiContext& context, const Call& call, std::string id) {
    GetRecord request;
    request.object = call.arguments.at(0);
    request.id = std::move(id);
    request.fields = split_names(call.target.parameter("fields"));
    const bool has_all = request.fields.empty();
    context.org.submit(
        context.org.now(),
        std::move(request),
        [&context, &call, has_all](const Result<RecordFields>& record) {
            if (!record) return refuse(call, record.error());
            const ResourceState state =
                has_all ? state_of(*record)
                        : read_state(context.org, record->object, record->id.text()).value();
            HttpResponse response = answer_read(call, *record, state);
            add_state(response, state);
            call.respond(std::move(response));
        }
    );
}

void get(ApiContext& context, Call call) {
    ask_record(context, call, call.arguments.at(1));
}

enum class Wanted : std::uint8_t { one, at_most_one };

/// The records that the path's field and value mean; answers for itself where there is not exactly
/// one, if there must be one, or where there are several.
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
    if (means_related_records(context.org, call)) return answer_related_records(context, call);
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

/// Answers as the upsert that it is.
void update_found(ApiContext& context, const Call& call, const RecordId& found) {
    const auto type = expect_media_type(call.request, {"application/json"});
    if (!type) return refuse(call, type.error());
    auto request = record_write(
        *context.org.config().schema, Operation::upsert, call.arguments, call.request.body
    );
    if (!request) return refuse(call, request.error());
    request->user = call.user;
    ask(context,
        call,
        update_of_found(std::move(*request), found),
        [version = call.api_version](const WriteRecord::Reply& saved) {
            return write_response(Operation::upsert, {}, saved, version);
        });
}

/// An id never fits several records, and the org has its own words for one that fits none.
void upsert(ApiContext& context, Call call) {
    const bool by_id = equal_ignoring_case(call.arguments.at(1), "Id");
    const bool must_be_there = !by_id && is_update_only(call.target);
    const auto found =
        by_id ? std::vector<RecordId>{}
              : find_named(context, call, must_be_there ? Wanted::one : Wanted::at_most_one);
    if (!found) return;
    if (must_be_there) return update_found(context, call, found->front());
    write<Operation::upsert>(context, std::move(call));
}

/// Addresses that a real org has, and this one does not.
void missing(ApiContext&, Call call) {
    refuse(call, {ErrorCode::not_found, "The requested resource does not exist", {}});
}

constexpr std::string_view k_object = "/services/data/{version}/sobjects/{object}";
constexpr std::string_view k_id = "/services/data/{version}/sobjects/{object}/Id";
constexpr std::string_view k_record = "/services/data/{version}/sobjects/{object}/{id}";
constexpr std::string_view k_by_key = "/services/data/{version}/sobjects/{object}/{field}/{value}";

constexpr Route k_rest_records_routes[] = {
    {"POST", k_object, write<Operation::insert>},
    {"GET", k_id, missing},
    {"POST", k_id, insert_by_id},
    {"GET", "/services/data/{version}/sobjects/{object}/layouts", missing},
    {"GET", "/services/data/{version}/sobjects/{object}/listviews", missing},
    {"GET", "/services/data/{version}/sobjects/{object}/quickActions", missing},
    {"GET", "/services/data/{version}/sobjects/{object}/describe/{part}", missing},
    {"GET", k_record, get},
    {"PATCH", k_record, update},
    {"DELETE", k_record, write<Operation::remove>},
    {"GET", k_by_key, get_by_key},
    {"PATCH", k_by_key, upsert},
    {"DELETE", k_by_key, remove_by_key},
};

}  // namespace

std::span<const Route> rest_record_routes() {
    return k_rest_records_routes;
}

}  // namespace rowlock
