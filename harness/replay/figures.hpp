#pragma once

#include "mockorg/base/counted.hpp"
#include "mockorg/codec/duration_text.hpp"

#include <cstdint>
#include <string>

namespace rowlock {

/// `part` of `whole` in percent with two decimals: 10.86. 0.00 of nothing.
std::string percent(std::uint64_t part, std::uint64_t whole);

}  // namespace rowlock
