#pragma once

#include "mockorg/base/record_handle.hpp"

#include <compare>
#include <cstdint>

namespace rowlock {

/// A row that can be locked, as one number whose order is the lock order: parents before children
/// (depth first), then by object type, then by row, which is by id. [APXDEAD: parents before
/// children, ascending id within a type]
class LockKey {
public:
    LockKey() = default;

    /// `depth`: 0 for an object that is nobody's child, more for each level below.
    static constexpr LockKey of(std::uint8_t depth, RecordHandle record) {
        return LockKey{
            std::uint64_t{depth} << 48 | static_cast<std::uint64_t>(record.object) << 32 |
            record.row};
    }

    constexpr RecordHandle record() const {
        return {static_cast<ObjectNo>(value_ >> 32 & 0xffff), static_cast<std::uint32_t>(value_)};
    }

    constexpr std::uint64_t value() const { return value_; }

    constexpr auto operator<=>(const LockKey&) const = default;

private:
    constexpr explicit LockKey(std::uint64_t value) : value_(value) {}

    std::uint64_t value_ = 0;
};

}  // namespace rowlock
