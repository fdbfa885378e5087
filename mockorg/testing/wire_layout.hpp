#pragma once

#include "mockorg/testing/wire_text.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace rowlock {

/// What white space means in a body.
enum class WireLayout : std::uint8_t {
    /// Every byte counts.
    exact,
    /// White space outside of strings does not.
    json,
    /// White space between tags does not, and inside of a tag it counts as one blank.
    xml,
};

/// By the answer's Content-Type.
WireLayout layout_of(std::string_view content_type);

/// The text and the pattern without the white space that does not count. A text that is no JSON or
/// XML loses white space, too, but never anything else.
std::string squeezed(std::string_view text, WireLayout layout);
WireText squeezed(const WireText& pattern, WireLayout layout);

}  // namespace rowlock
