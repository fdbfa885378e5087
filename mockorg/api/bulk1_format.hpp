#pragma once

#include "mockorg/api/error_body.hpp"
#include "mockorg/codec/http_message.hpp"
#include "mockorg/engine/requests.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

/// In which of two forms Bulk API 1.0 tells about jobs and batches, and its errors.
/// [async_api_headers_content_type]
enum class Bulk1Format : std::uint8_t { xml, json };

/// What a request's Content-Type says; nothing if it is neither XML nor JSON.
std::optional<Bulk1Format> format_named_by(std::string_view content_type);
std::optional<Bulk1Format> format_named_by(const HttpRequest& request);

/// How a job of this contentType tells about its batches: CSV jobs in XML.
Bulk1Format format_of(ContentType type);

ErrorShape error_shape_of(Bulk1Format format);

/// The kind of data a contentType holds, zipped or not.
enum class DataForm : std::uint8_t { csv, xml, json };

DataForm data_form_of(ContentType type);

/// `text/csv`, `application/xml`, `zip/json`, ...: exactly these, without a charset. [recorded]
std::string_view media_type_of(ContentType type);
std::string_view media_type_of(DataForm form);

/// The contentType behind the media type of a batch; nothing for others.
std::optional<ContentType> content_type_of(std::string_view media_type);

HttpResponse bulk1_response(int status, Bulk1Format format, std::string body);

}  // namespace rowlock
