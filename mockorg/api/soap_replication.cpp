#include "mockorg/api/replication_span.hpp"
#include "mockorg/api/soap_call.hpp"
#include "mockorg/api/soap_sobject.hpp"
#include "mockorg/codec/dates.hpp"

#include <array>
#include <string>
#include <utility>

namespace rowlock {
namespace {

std::string xml_time(std::int64_t milliseconds) {
    std::string text;
    append_z_datetime(text, milliseconds);
    return text;
}

Result<ReplicationQuestion> read_question(const SoapCall& soap, ReplicationKind kind) {
    const XmlElement& operation = soap.operation();
    const std::string type = child_text(operation, "sObjectType");
    const ObjectType* object = soap.schema().find(type);
    if (object == nullptr) {
        return fail(ErrorCode::invalid_type, "sObject type '" + type + "' is not supported.");
    }
    const auto span = read_replication_span(
        kind,
        child_text(operation, "startDate"),
        child_text(operation, "endDate"),
        soap.context.org.now()
    );
    if (!span) return Failure{span.error()};
    return ReplicationQuestion{object, *span};
}

void get_updated(const SoapCall& soap) {
    const auto question = read_question(soap, ReplicationKind::updated);
    if (!question) return soap.fault(fault_of(question.error()));
    Org& org = soap.context.org;
    const auto ids = updated_records(org, *question);
    if (!ids) return soap.fault(fault_of(ids.error()));
    soap.answer([&](XmlWriter& xml) {
        xml.open("getUpdatedResponse").open("result");
        for (const RecordId& id : *ids) xml.element("ids", id.text());
        xml.element("latestDateCovered", xml_time(covered_until(question->span, org.now())))
            .close()
            .close();
    });
}

void get_deleted(const SoapCall& soap) {
    const auto question = read_question(soap, ReplicationKind::deleted);
    if (!question) return soap.fault(fault_of(question.error()));
    Org& org = soap.context.org;
    const auto records = deleted_records(org, *question);
    if (!records) return soap.fault(fault_of(records.error()));
    soap.answer([&](XmlWriter& xml) {
        xml.open("getDeletedResponse").open("result");
        for (const DeletedRecord& record : *records) {
            xml.open("deletedRecords")
                .element("deletedDate", xml_time(record.deleted))
                .element("id", record.id.text())
                .close();
        }
        xml.element(
               "earliestDateAvailable", xml_time(earliest_deletion(org.config().start, org.now()))
        )
            .element("latestDateCovered", xml_time(covered_until(question->span, org.now())))
            .close()
            .close();
    });
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
