#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

/// A decimal number with optional sign, fraction and exponent, surrounded by nothing. Nothing if it
/// is too large for a double; one too small is zero.
std::optional<double> parse_number(std::string_view text);

std::optional<std::int64_t> parse_integer(std::string_view text);

/// The shortest digits that read back as the same number: 5, 12.5, 1.0E21 (scientific from 10^21 up
/// and below 10^-6). What is no finite number is written as in Java.
void append_number(std::string& out, double value);

/// The notation in which Bulk results return doubles: `5.0`, `912260.0`, `9.12260031E8` (Java's
/// Double.toString: scientific from 10^7 up and below 10^-3; NaN, Infinity, -Infinity).
void append_java_double(std::string& out, double value);

}  // namespace rowlock
