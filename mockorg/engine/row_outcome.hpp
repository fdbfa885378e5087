#pragma once

#include <cstdint>

namespace rowlock {

/// What became of one uploaded row.
struct RowOutcome {
    enum class Kind : std::uint8_t { unprocessed, created, changed, failed };

    Kind kind = Kind::unprocessed;
    /// created, changed: row number of the record. failed: index into the job's messages.
    std::uint32_t number = 0;

    bool operator==(const RowOutcome&) const = default;
};

}  // namespace rowlock
