#pragma once

#include "mockorg/locking/lock_table.hpp"

#include <initializer_list>
#include <vector>

namespace rowlock::test {

/// A key that only its row tells apart from others.
inline LockKey key(std::uint32_t row) {
    return LockKey::of(0, {ObjectNo{1}, row});
}

inline std::vector<LockKey> keys(std::initializer_list<std::uint32_t> rows) {
    std::vector<LockKey> result;
    for (const std::uint32_t row : rows) result.push_back(key(row));
    return result;
}

inline TransactionNo number(std::size_t value) {
    return TransactionNo{static_cast<std::uint32_t>(value)};
}

}  // namespace rowlock::test
