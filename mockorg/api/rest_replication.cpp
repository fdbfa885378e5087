#include "mockorg/api/ask.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/replication_span.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <string>
#include <utility>

namespace rowlock {
namespace {

std::string json_time(std::int64_t milliseconds) {
    std::string text;
    append_json_datetime(text, milliseconds);
    return text;
}

Result<ReplicationQuestion> read_question(
    const ApiContext& context, const Call& call, ReplicationKind kind
) {
    const ObjectType* object = context.org.config().schema->find(call.arguments.at(0));
    if (object == nullptr)
        return fail(ErrorCode::not_found, "The requested resource does not exist");
    const auto span = read_replication_span(
        kind, call.target.parameter("start"), call.target.parameter("end"), context.org.now()
    );
    if (!span) return Failure{span.error()};
    return ReplicationQuestion{object, *span};
}

void updated(ApiContext& context, Call call) {
    const auto question = read_question(context, call, ReplicationKind::updated);
    if (!question) return refuse(call, question.error());
    const auto ids = updated_records(context.org, *question);
    if (!ids) return refuse(call, ids.error());
    std::string body;
    JsonWriter json{body};
    json.begin_object().key("ids").begin_array();
    for (const RecordId& id : *ids) json.value(id.text());
    json.end_array()
        .member("latestDateCovered", json_time(covered_until(question->span, context.org.now())))
        .end_object();
    call.respond(json_response(200, std::move(body)));
}

void deleted(ApiContext& context, Call call) {
    const auto question = read_question(context, call, ReplicationKind::deleted);
    if (!question) return refuse(call, question.error());
    const auto records = deleted_records(context.org, *question);
    if (!records) return refuse(call, records.error());
    const TimePoint now = context.org.now();
    std::string body;
    JsonWriter json{body};
    json.begin_object().key("deletedRecords").begin_array();
    for (const DeletedRecord& record : *records) {
        json.begin_object()
            .member("id", record.id.text())
            .member("deletedDate", json_time(record.deleted))
            .end_object();
    }
    json.end_array()
        .member(
            "earliestDateAvailable", json_time(earliest_deletion(context.org.config().start, now))
        )
        .member("latestDateCovered", json_time(covered_until(question->span, now)))
        .end_object();
    call.respond(json_response(200, std::move(body)));
}

constexpr Route k_rest_replication_routes[] = {
    {"GET", "/services/data/{version}/sobjects/{object}/updated", updated},
    {"GET", "/services/data/{version}/sobjects/{object}/deleted", deleted},
};

}  // namespace

std::span<const Route> rest_replication_routes() {
    return k_rest_replication_routes;
}

}  // namespace rowlock
