#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "mockorg/base/result.hpp"

namespace rowlock {

/// Member order is kept, because real answers have a fixed order.
using Json = nlohmann::ordered_json;

/// Parses one JSON text. The error says what was expected, with line and column:
/// `json_parser_error`, message "... at line 3, column 14". Nesting deeper than 200 is refused.
/// `allow_comments` accepts // and /* */ (our own files, never the wire).
Result<Json> parse_json(std::string_view text, bool allow_comments = false);

/// Line and column (both from 1) of a byte offset.
struct TextPosition {
    std::size_t line;
    std::size_t column;
};
TextPosition position_of(std::string_view text, std::size_t offset);

}  // namespace rowlock
