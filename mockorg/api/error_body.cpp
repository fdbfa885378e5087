#include "mockorg/api/error_body.hpp"

#include "mockorg/api/responses.hpp"
#include "mockorg/codec/json_writer.hpp"

namespace rowlock {
namespace {

void append_fields(JsonWriter& json, const std::vector<std::string>& fields) {
    if (fields.empty()) return;
    json.key("fields").begin_array();
    for (const std::string& field : fields) json.value(field);
    json.end_array();
}

}  // namespace

HttpResponse error_response(const Error& error, ErrorShape shape) {
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
