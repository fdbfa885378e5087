#include "mockorg/api/error_body.hpp"

#include "mockorg/api/bulk1_format.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/codec/xml_writer.hpp"
#include "mockorg/engine/job_error.hpp"
#include "mockorg/engine/xml_batch.hpp"

#include <string>

namespace rowlock {
namespace {

/// Errors of a save list fields even where there are none. [recorded]
bool is_save_error(ErrorCode code) {
    switch (code) {
        case ErrorCode::unable_to_lock_row:
        case ErrorCode::required_field_missing:
        case ErrorCode::invalid_field_for_insert_update:
        case ErrorCode::string_too_long:
        case ErrorCode::malformed_id:
        case ErrorCode::missing_argument:
        case ErrorCode::invalid_cross_reference_key:
        case ErrorCode::entity_is_deleted:
        case ErrorCode::duplicate_value:
        case ErrorCode::duplicate_external_id:
        case ErrorCode::delete_failed:
        case ErrorCode::undelete_failed:
        case ErrorCode::invalid_or_null_for_restricted_picklist:
        case ErrorCode::number_outside_valid_range:
        case ErrorCode::invalid_email_address:
        case ErrorCode::field_integrity_exception:
            return true;
        default:
            return false;
    }
}

void append_fields(JsonWriter& json, const Error& error) {
    if (error.fields.empty() && !is_save_error(error.code)) return;
    json.key("fields").begin_array();
    for (const std::string& field : error.fields) json.value(field);
    json.end_array();
}

std::string xml_error(const Error& error) {
    std::string body;
    XmlWriter{body}
        .declaration()
        .open("error")
        .declare_namespace(k_dataload_namespace)
        .element("exceptionCode", bulk_exception_name(error.code))
        .element("exceptionMessage", error.message)
        .close();
    return body;
}

std::string json_error(const Error& error) {
    std::string body;
    JsonWriter{body}
        .begin_object()
        .member("exceptionCode", bulk_exception_name(error.code))
        .member("exceptionMessage", error.message)
        .end_object();
    return body;
}

}  // namespace

HttpResponse error_response(const Error& error, ErrorShape shape) {
    constexpr int k_bulk1_status = 400;
    if (shape == ErrorShape::bulk1_xml)
        return bulk1_response(k_bulk1_status, Bulk1Format::xml, xml_error(error));
    if (shape == ErrorShape::bulk1_json)
        return bulk1_response(k_bulk1_status, Bulk1Format::json, json_error(error));
    std::string body;
    JsonWriter json{body};
    json.begin_array().begin_object();
    if (shape == ErrorShape::bulk2) {
        json.member("errorCode", wire_code(error.code)).member("message", error.message);
    } else {
        json.member("message", error.message).member("errorCode", wire_code(error.code));
        append_fields(json, error);
    }
    json.end_object().end_array();
    return json_response(http_status(error.code), std::move(body));
}

}  // namespace rowlock
