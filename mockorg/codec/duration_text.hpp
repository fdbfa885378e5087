#pragma once

#include "mockorg/base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

/// The longest duration that can be written: 365 days.
inline constexpr Duration k_duration_text_max = std::chrono::hours{24 * 365};

/// A duration as people write it: `4.05s`, `500ms`, `15m`, `1h30m`, `2d`; units from large to
/// small, each at most once; rounded to microseconds. Nothing for anything else, negative or too
/// long ones included.
std::optional<Duration> parse_duration(std::string_view text);

/// A duration, not negative, as parse_duration() reads it: in seconds, exact to the microsecond.
std::string written_duration(Duration duration);

/// For people to read, two units at most: 5 h 02 min, 4 min 07 s, 3.2 s.
std::string duration_text(Duration duration);

}  // namespace rowlock
