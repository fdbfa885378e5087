#include "mockorg/api/collection.hpp"
#include "mockorg/api/name_list.hpp"
#include "mockorg/api/record_write.hpp"
#include "mockorg/api/soap_call.hpp"
#include "mockorg/api/soap_sobject.hpp"
#include "mockorg/base/blanks.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace rowlock {
namespace {

/// [SOAP API guide: create(), update(), upsert(), delete(), undelete(),
/// emptyRecycleBin(), retrieve()]
constexpr std::size_t k_writes_max = 200;
constexpr std::size_t k_reads_max = 2000;

void append_error(XmlWriter& xml, std::string_view code, const Error& error) {
    xml.open("errors");
    for (const std::string& field : error.fields) xml.element("fields", field);
    xml.element("message", error.message).element("statusCode", code).close();
}

/// One SaveResult, UpsertResult, DeleteResult, UndeleteResult or EmptyRecycleBinResult.
void append_result(
    XmlWriter& xml, const Result<WriteRecord::Reply>& row, bool rolled_back, bool with_created
) {
    const bool saved = row && !rolled_back;
    xml.open("result");
    if (with_created) xml.element("created", saved && row->created ? "true" : "false");
    if (!row) {
        append_error(xml, wire_code(row.error().code), row.error());
    } else if (rolled_back) {
        append_error(
            xml,
            k_rolled_back_code,
            {ErrorCode::unknown_exception, std::string{k_rolled_back_message}, {}}
        );
    }
    if (saved) {
        xml.element("id", row->id.text());
    } else {
        xml.open("id").attribute("xsi:nil", "true").close();
    }
    xml.element("success", saved ? "true" : "false").close();
}

/// Writes the records in one transaction and answers with their results, whenever it is done.
void submit(const SoapCall& soap, Collection records, std::string response_element, bool upserts) {
    if (records.size() > k_writes_max) return soap.fault(fault_of(too_many_records(k_writes_max)));
    std::move(records).submit(
        soap.context.org,
        [respond = soap.call.respond,
         api = soap.api,
         response_element = std::move(response_element),
         upserts](const Result<WriteRecords::Reply>& reply) {
            if (!reply) return respond(soap_fault(api, fault_of(reply.error())));
            respond(soap_response(api, [&](XmlWriter& xml) {
                xml.open(response_element);
                for (const auto& row : reply->rows)
                    append_result(xml, row, reply->rolled_back, upserts);
                xml.close();
            }));
        }
    );
}

WriteRecord write_of(SoapRecord record, Operation operation, const std::string& key) {
    WriteRecord write;
    write.object = std::move(record.type);
    write.operation = operation;
    write.external_id_field = key;
    write.fields = std::move(record.fields);
    const bool in_row = operation == Operation::insert || operation == Operation::upsert;
    if (!in_row) {
        write.id = std::move(record.id);
    } else if (!record.id.empty()) {
        write.fields.emplace_back("Id", std::move(record.id));
    }
    return write;
}

template <Operation operation>
void save(const SoapCall& soap) {
    constexpr bool k_upserts = operation == Operation::upsert;
    const std::string key = child_text(soap.operation(), "externalIDFieldName");
    Collection records{soap.user->id, soap.request.all_or_none};
    for (const XmlElement& element : soap.operation().children) {
        if (element.name.local != "sObjects") continue;
        SoapRecord record = read_sobject(soap.schema(), element);
        if (soap.schema().find(record.type) == nullptr)
            return soap.fault(fault_of(unknown_type(record.type)));
        records.add(write_of(std::move(record), operation, k_upserts ? key : std::string{}));
    }
    submit(soap, std::move(records), soap.operation().name.local + "Response", k_upserts);
}

/// [text: reported for Apex]
Error nothing_to_purge() {
    return {
        ErrorCode::missing_argument,
        "emptyRecycleBin called with a batch of 0 ids to delete; must specify at least 1 id",
        {}};
}

template <Operation operation>
void by_id(const SoapCall& soap) {
    constexpr bool k_purges = operation == Operation::purge;
    // AllOrNoneHeader is none of emptyRecycleBin's headers. [SOAP API guide: AllOrNoneHeader]
    Collection records{soap.user->id, soap.request.all_or_none && !k_purges};
    for (const XmlElement& element : soap.operation().children) {
        // WSC writes the name of its parameter with a capital for deletes.
        if (element.name.local != "ids" && element.name.local != "Ids") continue;
        const std::string id{trimmed(element.text, k_text_blanks)};
        records.add(write_by_id(soap.schema(), operation, id));
    }
    if (k_purges && records.size() == 0) return soap.fault(fault_of(nothing_to_purge()));
    submit(soap, std::move(records), soap.operation().name.local + "Response", false);
}

/// Appends the record, or nil for one that is not there. Fails for unknown fields.
Result<void> append_retrieved(const SoapCall& soap, GetRecord request, XmlWriter& xml) {
    Result<void> outcome;
    Org& org = soap.context.org;
    org.submit(org.now(), std::move(request), [&](const Result<RecordFields>& record) {
        if (record) {
            append_sobject(xml, soap.schema(), "result", *record);
        } else if (record.error().code == ErrorCode::invalid_field) {
            outcome = Failure{record.error()};
        } else {
            xml.open("result").attribute("xsi:nil", "true").close();
        }
    });
    return outcome;
}

void retrieve(const SoapCall& soap) {
    const XmlElement& operation = soap.operation();
    const std::string type = child_text(operation, "sObjectType");
    if (soap.schema().find(type) == nullptr) return soap.fault(fault_of(unknown_type(type)));
    const auto fields = split_names(child_text(operation, "fieldList"));
    const std::vector<std::string> ids = child_texts(operation, "ids");
    if (ids.size() > k_reads_max) return soap.fault(fault_of(too_many_records(k_reads_max)));
    Result<void> outcome;
    const HttpResponse response = soap_response(soap.api, [&](XmlWriter& xml) {
        xml.open("retrieveResponse").declare_namespace(sobject_space(soap.api), "sf");
        for (const std::string& id : ids) {
            if (!outcome) break;
            outcome = append_retrieved(soap, GetRecord{type, id, fields}, xml);
        }
        xml.close();
    });
    if (!outcome) return soap.fault(fault_of(outcome.error()));
    soap.call.respond(response);
}

constexpr std::array k_operations = {
    SoapOperation{"create", save<Operation::insert>},
    SoapOperation{"update", save<Operation::update>},
    SoapOperation{"upsert", save<Operation::upsert>},
    SoapOperation{"delete", by_id<Operation::remove>},
    SoapOperation{"undelete", by_id<Operation::undelete>},
    SoapOperation{"emptyRecycleBin", by_id<Operation::purge>},
    SoapOperation{"retrieve", retrieve},
};

}  // namespace

std::span<const SoapOperation> soap_record_operations() {
    return k_operations;
}

}  // namespace rowlock
