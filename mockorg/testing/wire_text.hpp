#pragma once

#include "mockorg/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// A piece of a text that goes over the wire, as a transcript writes it down.
struct WirePart {
    enum class Kind : std::uint8_t {
        /// `text` itself.
        literal,
        /// A value captured before, or its first `count` characters.
        value,
        /// A record id of 18 characters with the right checksum; begins with `text`.
        id,
        /// The same, of 15 characters.
        short_id,
        /// 2026-01-31T23:59:59.999+0000
        date,
        /// 2026-01-31T23:59:59.999Z
        z_date,
        /// One digit or more.
        number,
        /// A number above 0.
        positive,
        /// Letters, digits and +/=_.!%- without a gap; at least one.
        word,
        /// Whatever stands there, also nothing.
        any,
    };

    Kind kind = Kind::literal;
    std::string text;
    /// value: whose; other kinds: captured under this name unless empty.
    std::string name;
    /// value: 0 means all of it.
    std::size_t count = 0;
    /// In the transcript's file, from 1.
    std::size_t line = 0;
};

using WireText = std::vector<WirePart>;

/// What a transcript has captured so far.
using WireValues = std::map<std::string, std::string, std::less<>>;

/// Who speaks: a request is filled in, an answer is compared and captured from.
enum class WireSide : std::uint8_t { request, answer };

/// Reads one line. `{n}` in it stands for `number`. Errors (bad_file) do not name the place.
Result<WireText> parse_wire_text(
    std::string_view text, WireSide side, std::size_t line, std::uint64_t number = 0
);

/// The text with its values in their places. Fails on a value that was never captured.
Result<std::string> fill_in(const WireText& text, const WireValues& values);

/// Where a text leaves its pattern.
struct WireMismatch {
    std::size_t line;
    std::string expected;
    /// The text from that place on, shortened.
    std::string got;
};

/// Compares the whole text with a pattern. Captures only if it fits. Takes at most time in the
/// product of both lengths.
std::optional<WireMismatch> match_wire_text(
    const WireText& pattern, std::string_view text, WireValues& values
);

}  // namespace rowlock
