#pragma once

#include "mockorg/api/error_body.hpp"
#include "mockorg/codec/http_message.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace rowlock {

/// `/services/oauth2/...` and `/services/Soap/...`, where one can go without a session.
bool is_login_service(const HttpTarget& target);

/// What a request may bring and how it is refused, as far as its head tells. For whoever reads its
/// body.
struct RequestTerms {
    ErrorShape error_shape = ErrorShape::rest;
    /// Bytes of the body without transfer and content coding; nothing: as many as the server takes.
    std::optional<std::size_t> body_max;

    /// The answer to a longer body.
    Error too_large() const;
};

/// Logins and SOAP take 1 MB. Bulk API 1.0 takes 10,000,000 bytes and tells its errors in the form
/// of the request's Content-Type, XML unless that is JSON. [limits; async_api_headers_content_type]
RequestTerms request_terms(std::string_view target, std::string_view content_type);

}  // namespace rowlock
