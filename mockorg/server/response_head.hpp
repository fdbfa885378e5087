#pragma once

#include "mockorg/codec/http_message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

/// How a response's end is told to the client.
struct Framing {
    /// The body's size in bytes; nothing for a body of unknown size.
    std::optional<std::uint64_t> length;
    /// Unknown size: in chunks; otherwise until the connection closes.
    bool chunked = false;
    bool gzip = false;
    bool keep_alive = true;
};

/// Whether a response of this status may have a body at all (not 1xx, 204, 304).
bool may_have_body(int status);

/// Status line and header fields with the blank line behind them. Fields that describe the framing
/// are written here and nowhere else; line breaks inside a field's value become spaces.
std::string response_head(const HttpResponse& response, const Framing& framing);

/// Appends what goes before a chunk's `size` > 0 bytes; behind them goes CRLF.
void append_chunk_head(std::string& out, std::size_t size);

inline constexpr std::string_view k_last_chunk = "0\r\n\r\n";

}  // namespace rowlock
