#pragma once

#include "mockorg/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

// Parsing refuses days outside the years 1700 to 4000 (in UTC): the platform stores no others.
// Writing takes the years 0001 to 9999; an instant beyond them is shown as the first or last one.

/// `yyyy-MM-dd`, also with a trailing `Z`; days since 1970-01-01. Nothing for impossible dates.
std::optional<std::int32_t> parse_date(std::string_view text);

/// `yyyy-MM-ddTHH:mm:ss[.SSS](Z|±HH:mm|±HHmm)` or a plain date (midnight UTC); milliseconds since
/// 1970-01-01T00:00:00Z.
std::optional<std::int64_t> parse_datetime(std::string_view text);

/// `2026-01-31`
void append_date(std::string& out, std::int32_t days);

/// `2026-01-31T00:00:00.000+0000`, the form of JSON answers.
void append_json_datetime(std::string& out, std::int64_t milliseconds);

/// `2026-01-31T00:00:00.000Z`, the form of CSV results and XML answers.
void append_z_datetime(std::string& out, std::int64_t milliseconds);

/// A time point in the JSON form.
std::string json_datetime(TimePoint time);

}  // namespace rowlock
