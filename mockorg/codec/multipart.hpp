#pragma once

#include "mockorg/base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// One part of a multipart/form-data body.
struct MultipartPart {
    /// From its Content-Disposition.
    std::string name;
    /// Empty if the part has no Content-Type.
    std::string content_type;
    /// Points into the parsed body.
    std::string_view body;
};

/// The parts of `body`, in order, at least one; `content_type` is the request's Content-Type value
/// with the boundary. Lines may end in LF or CRLF (hand-made bodies mix them); text before the
/// first and behind the last boundary is ignored. client_input_error says what is malformed.
Result<std::vector<MultipartPart>> parse_multipart(
    std::string_view content_type, std::string_view body
);

}  // namespace rowlock
