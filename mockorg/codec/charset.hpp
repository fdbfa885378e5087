#pragma once

#include "mockorg/base/result.hpp"

#include <string>
#include <string_view>

namespace rowlock {

/// The text in UTF-8, of any charset the system's iconv knows (`ISO-8859-1`, `windows-1252`,
/// `UTF-16`). unsupported_media_type for a charset it does not know, malformed_request for a text
/// that is not of its charset. UTF-8 and US-ASCII are handed back as they are.
Result<std::string> to_utf8(std::string text, std::string_view charset);

/// `iso-8859-1` of `text/csv; charset="ISO-8859-1"`; empty if a Content-Type names none.
std::string charset_of(std::string_view content_type);

}  // namespace rowlock
