#pragma once

#include <cstdint>
#include <span>

namespace rowlock {

/// Fewer bins of `capacity` cannot hold items of these sizes (bound L2 of Martello and Toth, of
/// 1990). Sizes are at most `capacity`; zero sizes are ignored. Linear in items and capacity.
std::uint64_t bins_min(std::span<const std::uint32_t> sizes, std::uint32_t capacity);

}  // namespace rowlock
