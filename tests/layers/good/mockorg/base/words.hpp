#pragma once

#include <string_view>

/// Neither system_clock nor rand() in a comment, /* steady_clock */ nor in a text does any harm.
inline constexpr std::string_view k_advice = "no std::thread, no getenv(), not even std::views";
inline constexpr char k_quote = '"';
inline constexpr std::string_view k_raw = R"(a " and rand() )";

inline constexpr long k_operand(long strand) {
    return strand + 1'000'000;
}
