#pragma once

#include <cstdint>
#include <vector>

namespace rowlock {

/// Numbers first .. first + count - 1: rows of the load from 0, or batches of a plan.
struct NumberRange {
    std::uint32_t first = 0;
    std::uint32_t count = 0;

    bool operator==(const NumberRange&) const = default;
};

/// The one of the ranges, which are ascending, that has the number; null if none has.
const NumberRange* find_range(const std::vector<NumberRange>& ranges, std::uint32_t number);

/// Whether one of the ranges, which are ascending, has the number.
bool holds(const std::vector<NumberRange>& ranges, std::uint32_t number);

}  // namespace rowlock
