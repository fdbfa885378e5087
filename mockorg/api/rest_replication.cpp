#include "mockorg/api/ask.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/record_reading.hpp"
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

Result<ReplicationQuestion> read_question(const ApiContext& context, const Call& call) {
    const ObjectType* object = context.org.config().schema->find(call.arguments.at(0));
    if (object == nullptr)
        return fail(ErrorCode::not_found, "The requested resource does not exist");
    const auto span = read_replication_span(
        call.target.parameter("start"), call.target.parameter("end"), context.org.now()
    );
    if (!span) return Failure{span.error()};
    return ReplicationQuestion{object, *span};
}

HttpResponse updated_response(const RunQuery::Reply& page, std::int64_t covered) {
    if (auto checked = check_replicated(page); !checked) return error_response(checked.error());
    std::string body;
    JsonWriter json{body};
    json.begin_object().key("ids").begin_array();
    for (const RecordFields& record : page.records) json.value(record.id.text());
    json.end_array().member("latestDateCovered", json_time(covered)).end_object();
    return json_response(200, std::move(body));
}

HttpResponse deleted_response(
    const RunQuery::Reply& page, std::int64_t covered, std::int64_t earliest
) {
    if (auto checked = check_replicated(page); !checked) return error_response(checked.error());
    std::string body;
    JsonWriter json{body};
    json.begin_object().key("deletedRecords").begin_array();
    for (const RecordFields& record : page.records) {
        json.begin_object()
            .member("id", record.id.text())
            .member("deletedDate", field_text(record, "SystemModstamp"))
            .end_object();
    }
    json.end_array()
        .member("earliestDateAvailable", json_time(earliest))
        .member("latestDateCovered", json_time(covered))
        .end_object();
    return json_response(200, std::move(body));
}

void updated(ApiContext& context, Call call) {
    const auto question = read_question(context, call);
    if (!question) return refuse(call, question.error());
    const std::int64_t covered = covered_until(question->span, context.org.now());
    ask(context,
        call,
        updated_query(*question->object, question->span),
        [covered](const RunQuery::Reply& page) { return updated_response(page, covered); });
}

void deleted(ApiContext& context, Call call) {
    const auto question = read_question(context, call);
    if (!question) return refuse(call, question.error());
    const TimePoint now = context.org.now();
    const std::int64_t covered = covered_until(question->span, now);
    const std::int64_t earliest = earliest_deletion(context.org.config().start, now);
    ask(context,
        call,
        deleted_query(*question->object, question->span),
        [covered, earliest](const RunQuery::Reply& page) {
            return deleted_response(page, covered, earliest);
        });
}

constexpr Route k_routes[] = {
    {"GET", "/services/data/{version}/sobjects/{object}/updated", updated},
    {"GET", "/services/data/{version}/sobjects/{object}/deleted", deleted},
};

}  // namespace

std::span<const Route> rest_replication_routes() {
    return k_routes;
}

}  // namespace rowlock
