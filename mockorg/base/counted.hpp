#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rowlock {

/// 1,250,000
std::string grouped(std::uint64_t number);

/// "1 row", "2,000 rows", "2 batches".
std::string counted(std::uint64_t number, std::string_view singular);

}  // namespace rowlock
