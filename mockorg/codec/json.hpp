#pragma once

#include "mockorg/base/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace rowlock {

/// Member order is kept, because real answers have a fixed order.
using Json = nlohmann::ordered_json;

/// Parses one JSON text. The error says what was expected, with line and column:
/// `json_parser_error`, message "... at line 3, column 14". Nesting deeper than 200 is refused.
/// `allow_comments` is for our own files, never the wire: it accepts // and /* */ and refuses a
/// name that appears twice in one object. On the wire the last value of a name counts.
Result<Json> parse_json(std::string_view text, bool allow_comments = false);

/// The text of an object's member; empty where there is none, or where that is not an object.
std::string text_in(const Json& object, const char* name);

/// Line and column (both from 1; the column counts characters) of a byte offset.
struct TextPosition {
    std::size_t line;
    std::size_t column;
};

TextPosition position_of(std::string_view text, std::size_t offset);

}  // namespace rowlock
