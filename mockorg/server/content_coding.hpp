#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/http_message.hpp"

#include <cstddef>
#include <string_view>

namespace rowlock {

/// Whether the body is coded in any way.
bool is_coded(const HttpRequest& request);

/// Unpacks a body sent with `Content-Encoding: gzip` in place. Any other coding is refused
/// (unsupported_media_type), and so are broken data (client_input_error) and more than `body_max`
/// bytes of unpacked text (body_too_large).
Result<void> decode_content(HttpRequest& request, std::size_t body_max);

/// Whether an Accept-Encoding value names gzip and does not forbid it by `q=0`.
bool accepts_gzip(std::string_view accept_encoding);

}  // namespace rowlock
