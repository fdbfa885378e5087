#pragma once

#include <cstdint>

namespace rowlock {

/// Whose write wants a key, of all that one row sets going.
enum class LockCause : std::uint8_t {
    /// The row's own.
    own,
    /// That of a record which is deleted, or comes back, along with the row's.
    taken_along,
    /// That of a record which loses a reference to one of those, or gets it back.
    cleared,
    /// What automation does in the same transaction.
    automation,
};

}  // namespace rowlock
