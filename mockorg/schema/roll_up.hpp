#pragma once

#include "mockorg/base/record_handle.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

/// What a roll-up summary does with its details.
enum class RollUpKind : std::uint8_t { count, sum, min, max };

struct RollUpWord {
    std::string_view text;
    RollUpKind kind;
};

/// The words of schema files and of metadata (`summaryOperation`).
inline constexpr std::array<RollUpWord, 4> k_roll_up_words{{
    {"count", RollUpKind::count},
    {"sum", RollUpKind::sum},
    {"min", RollUpKind::min},
    {"max", RollUpKind::max},
}};

/// A summary field of a master over its live details.
struct RollUp {
    ObjectNo master{};
    /// The field of the master that holds the result.
    FieldNo field{};
    RollUpKind kind = RollUpKind::count;
    ObjectNo detail{};
    /// The detail's reference to the master.
    FieldNo reference{};
    /// The detail's field that is summed up or compared; nothing for a count.
    std::optional<FieldNo> summarized;
    /// SOQL condition on the detail; empty: all details count.
    std::string filter;
};

}  // namespace rowlock
