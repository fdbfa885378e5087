#pragma once

#include "mockorg/base/record_handle.hpp"

#include <compare>
#include <cstdint>

namespace rowlock {

/// What a lock key stands for.
enum class LockKeyKind : std::uint8_t {
    /// A row.
    record,
    /// The org's one table of who belongs to which group. [GMLBLOG]
    group_membership,
    /// A value in the index of a unique field.
    unique_value,
};

/// Something that can be locked, as one number whose order is the lock order: rows first, parents
/// before children (depth first), then by object type, then by row, which is by id [APXDEAD:
/// parents before children, ascending id within a type]; behind all rows what is none.
class LockKey {
public:
    LockKey() = default;

    static constexpr LockKey group_membership() {
        return LockKey{kind_bits(LockKeyKind::group_membership)};
    }

    /// A value by its hash: two values of one object that share it share a key.
    static constexpr LockKey unique_value(ObjectNo object, std::uint32_t hash) {
        return LockKey{
            kind_bits(LockKeyKind::unique_value) | static_cast<std::uint64_t>(object) << 32 | hash};
    }

    constexpr LockKeyKind kind() const { return static_cast<LockKeyKind>(value_ >> 56); }

    constexpr bool is_record() const { return kind() == LockKeyKind::record; }

    /// `depth`: 0 for an object that is nobody's child, more for each level below.
    static constexpr LockKey of(std::uint8_t depth, RecordHandle record) {
        return LockKey{
            std::uint64_t{depth} << 48 | static_cast<std::uint64_t>(record.object) << 32 |
            record.row};
    }

    /// The row; for a unique value its object and hash; means nothing for the group table.
    constexpr RecordHandle record() const {
        return {static_cast<ObjectNo>(value_ >> 32 & 0xffff), static_cast<std::uint32_t>(value_)};
    }

    constexpr std::uint64_t value() const { return value_; }

    constexpr auto operator<=>(const LockKey&) const = default;

private:
    static constexpr std::uint64_t kind_bits(LockKeyKind kind) {
        return static_cast<std::uint64_t>(kind) << 56;
    }

    constexpr explicit LockKey(std::uint64_t value) : value_(value) {}

    std::uint64_t value_ = 0;
};

}  // namespace rowlock
