#pragma once

#include "mockorg/testing/wire_layout.hpp"
#include "mockorg/testing/wire_transcript.hpp"

namespace rowlock {

/// The body of a request.
Result<std::string> fill_in(const WireBody& body, const WireValues& values);

/// Compares an answer's body. Captures only if it fits, and never from lines in any order. `line`
/// is where the answer begins.
std::optional<WireMismatch> match_wire_body(
    const WireBody& body,
    std::string_view text,
    WireLayout layout,
    std::size_t line,
    WireValues& values
);

}  // namespace rowlock
