#pragma once

#include "mockorg/engine/world.hpp"

#include <string_view>

namespace rowlock {

/// Sets faults and takes them away, with all that they hold and hold up. Works on a World it does
/// not own.
class FaultDesk {
public:
    explicit FaultDesk(World& world) : world_(world) {}

    /// client_input_error, with the member in `fields`, if a lock's object or condition does not
    /// fit the schema; exceeded_quota if there are too many.
    Result<void> set(Fault fault);

    /// False if there is none of that name.
    bool remove(std::string_view name);

private:
    World& world_;
};

}  // namespace rowlock
