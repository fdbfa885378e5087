#include "mockorg/api/record_reading.hpp"
#include "mockorg/api/replication_span.hpp"
#include "mockorg/api/soap_call.hpp"
#include "mockorg/api/soap_sobject.hpp"
#include "mockorg/codec/dates.hpp"

#include <array>
#include <functional>
#include <string>
#include <utility>

namespace rowlock {
namespace {

std::string xml_time(std::int64_t milliseconds) {
    std::string text;
    append_z_datetime(text, milliseconds);
    return text;
}

Result<ReplicationQuestion> read_question(const SoapCall& soap) {
    const XmlElement& operation = soap.operation();
    const std::string type = child_text(operation, "sObjectType");
    const ObjectType* object = soap.schema().find(type);
    if (object == nullptr) {
        return fail(ErrorCode::invalid_type, "sObject type '" + type + "' is not supported.");
    }
    const auto span = read_replication_span(
        child_text(operation, "startDate"), child_text(operation, "endDate"), soap.context.org.now()
    );
    if (!span) return Failure{span.error()};
    return ReplicationQuestion{object, *span};
}

using WriteRecordsXml = std::function<void(XmlWriter&, const std::vector<RecordFields>&)>;

/// Answers with what the query finds, as `write` has it, and how far that goes.
void answer(
    const SoapCall& soap,
    const ReplicationSpan& span,
    RunQuery query,
    std::string response_element,
    WriteRecordsXml write
) {
    const std::string covered = xml_time(covered_until(span, soap.context.org.now()));
    soap.context.org.submit(
        soap.context.org.now(),
        std::move(query),
        [respond = soap.call.respond,
         api = soap.api,
         covered,
         response_element = std::move(response_element),
         write = std::move(write)](const Result<RunQuery::Reply>& page) {
            const auto checked = page ? check_replicated(*page) : Failure{page.error()};
            if (!checked) return respond(soap_fault(api, fault_of(checked.error())));
            respond(soap_response(api, [&](XmlWriter& xml) {
                xml.open(response_element).open("result");
                write(xml, page->records);
                xml.element("latestDateCovered", covered).close().close();
            }));
        }
    );
}

void get_updated(const SoapCall& soap) {
    const auto question = read_question(soap);
    if (!question) return soap.fault(fault_of(question.error()));
    const auto write = [](XmlWriter& xml, const std::vector<RecordFields>& records) {
        for (const RecordFields& record : records) xml.element("ids", record.id.text());
    };
    answer(
        soap,
        question->span,
        updated_query(*question->object, question->span),
        "getUpdatedResponse",
        write
    );
}

void get_deleted(const SoapCall& soap) {
    const auto question = read_question(soap);
    if (!question) return soap.fault(fault_of(question.error()));
    const Org& org = soap.context.org;
    const std::string earliest = xml_time(earliest_deletion(org.config().start, org.now()));
    const auto write = [earliest](XmlWriter& xml, const std::vector<RecordFields>& records) {
        for (const RecordFields& record : records) {
            const auto time = parse_datetime(field_text(record, "SystemModstamp"));
            xml.open("deletedRecords")
                .element("deletedDate", xml_time(time.value_or(0)))
                .element("id", record.id.text())
                .close();
        }
        xml.element("earliestDateAvailable", earliest);
    };
    answer(
        soap,
        question->span,
        deleted_query(*question->object, question->span),
        "getDeletedResponse",
        write
    );
}

constexpr std::array k_operations = {
    SoapOperation{"getUpdated", get_updated},
    SoapOperation{"getDeleted", get_deleted},
};

}  // namespace

std::span<const SoapOperation> soap_replication_operations() {
    return k_operations;
}

}  // namespace rowlock
