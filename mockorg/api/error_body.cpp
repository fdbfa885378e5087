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

void append_fields(JsonWriter& json, const std::vector<std::string>& fields) {
    if (fields.empty()) return;
    json.key("fields").begin_array();
    for (const std::string& field : fields) json.value(field);
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
        append_fields(json, error.fields);
    }
    json.end_object().end_array();
    return json_response(http_status(error.code), std::move(body));
}

}  // namespace rowlock
