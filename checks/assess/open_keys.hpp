#pragma once

#include "checks/input/loaded_input.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace rowlock {

/// What something that files leave open does to a verdict without conflicts.
enum class OpenKeys : std::uint8_t {
    /// Nothing: it counts on the safe side, or is no lock.
    none,
    /// What a row named before the load is unknown: it is locked if the row moves.
    old_value,
    /// Rows lock records that nobody knows: nothing is proven.
    certain,
};

/// Nobody needs to hear of it: a key field is written, and nothing is named by it.
bool is_moot(const Unresolved& unresolved, std::span<const LoadedFile> files);

OpenKeys open_keys(const Unresolved& unresolved, std::span<const LoadedFile> files);

/// The worst of all that an input leaves open.
OpenKeys open_keys(const LoadedInput& input);

}  // namespace rowlock
