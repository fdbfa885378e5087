#include "mockorg/api/bulk1_format.hpp"

#include "mockorg/api/json_body.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rowlock {
namespace {

/// By number of the content type.
constexpr std::array<std::string_view, 6> k_media_types = {
    "text/csv", "application/xml", "application/json", "zip/csv", "zip/xml", "zip/json"};

}  // namespace

std::optional<Bulk1Format> format_named_by(std::string_view content_type) {
    const std::string type = media_type(content_type);
    if (type == "application/json") return Bulk1Format::json;
    if (type == "application/xml" || type == "text/xml") return Bulk1Format::xml;
    return std::nullopt;
}

std::optional<Bulk1Format> format_named_by(const HttpRequest& request) {
    return format_named_by(request.headers.get("Content-Type"));
}

Bulk1Format format_of(ContentType type) {
    return data_form_of(type) == DataForm::json ? Bulk1Format::json : Bulk1Format::xml;
}

ErrorShape error_shape_of(Bulk1Format format) {
    return format == Bulk1Format::json ? ErrorShape::bulk1_json : ErrorShape::bulk1_xml;
}

DataForm data_form_of(ContentType type) {
    switch (type) {
        case ContentType::xml:
        case ContentType::zip_xml:
            return DataForm::xml;
        case ContentType::json:
        case ContentType::zip_json:
            return DataForm::json;
        case ContentType::csv:
        case ContentType::zip_csv:
            break;
    }
    return DataForm::csv;
}

std::string_view media_type_of(ContentType type) {
    return k_media_types.at(static_cast<std::size_t>(type));
}

std::string_view media_type_of(DataForm form) {
    return k_media_types.at(static_cast<std::size_t>(form));
}

std::optional<ContentType> content_type_of(std::string_view media_type) {
    if (media_type == "text/xml") return ContentType::xml;
    const auto found = std::find(k_media_types.begin(), k_media_types.end(), media_type);
    if (found == k_media_types.end()) return std::nullopt;
    return static_cast<ContentType>(found - k_media_types.begin());
}

HttpResponse bulk1_response(int status, Bulk1Format format, std::string body) {
    HttpResponse response;
    response.status = status;
    const DataForm form = format == Bulk1Format::json ? DataForm::json : DataForm::xml;
    response.headers.add("Content-Type", std::string{media_type_of(form)});
    response.body = std::move(body);
    return response;
}

}  // namespace rowlock
