#pragma once

#include <array>
#include <string_view>

namespace rowlock {

// The words of a ledger file, by the numbers of their enums.

inline constexpr std::string_view k_ledger_format = "rowlock-ledger";

inline constexpr std::array<std::string_view, 4> k_party_kinds{
    "bulk", "rest", "foreign-writer", "lock-fault"};

inline constexpr std::array<std::string_view, 3> k_key_kinds{
    "record", "group-membership", "unique-value"};

inline constexpr std::array<std::string_view, 4> k_lock_causes{
    "own", "taken-along", "cleared", "automation"};

inline constexpr std::array<std::string_view, 3> k_ordered_words{
    "apart", "together", "together-in-one-partition"};

}  // namespace rowlock
