#pragma once

#include "mockorg/base/counted.hpp"
#include "mockorg/base/time.hpp"

#include <cstdint>
#include <string>

namespace rowlock {

/// `part` of `whole` in percent with two decimals: 10.86. 0.00 of nothing.
std::string percent(std::uint64_t part, std::uint64_t whole);

/// Two units at most: 5 h 02 min, 4 min 07 s, 3.2 s.
std::string duration_text(Duration duration);

}  // namespace rowlock
