#pragma once

#include "mockorg/base/time.hpp"

#include <cstdint>
#include <string>

namespace rowlock {

/// 1,250,000
std::string grouped(std::uint64_t number);

/// `part` of `whole` in percent with two decimals: 10.86. 0.00 of nothing.
std::string percent(std::uint64_t part, std::uint64_t whole);

/// Two units at most: 5 h 02 min, 4 min 07 s, 3.2 s.
std::string duration_text(Duration duration);

/// "1 row", "2 rows", with the number grouped.
std::string counted(std::uint64_t number, const char* singular);

}  // namespace rowlock
