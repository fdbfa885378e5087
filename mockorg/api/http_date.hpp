#pragma once

#include "mockorg/base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

/// `Thu, 01 Jan 2026 00:00:00 GMT`; parts of a second are dropped. [RFC 9110, 5.6.7]
std::string http_date(TimePoint time);

/// The same read back; nothing for anything else, the obsolete forms included.
std::optional<TimePoint> parse_http_date(std::string_view text);

}  // namespace rowlock
