#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

/// With padding, on one line. [RFC 4648, section 4]
std::string base64(std::string_view bytes);

/// The bytes of a padded text on one line; nothing for any other text.
std::optional<std::string> parse_base64(std::string_view text);

}  // namespace rowlock
