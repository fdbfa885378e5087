#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace rowlock {

/// An amount as it is kept: two decimals, halves away from zero, never -0. Halves are those of the
/// decimals that were multiplied: 3 times 3.335 is 10.005, though a double holds a little less.
inline double rounded_to_cents(double amount) {
    constexpr double k_cents = 100.0;
    constexpr double k_error = 4.0 * std::numeric_limits<double>::epsilon();
    constexpr double k_error_max = 0.0005;
    const double cents = amount * k_cents;
    const double error = std::min(std::abs(cents) * k_error, k_error_max);
    return std::round(cents + std::copysign(error, cents)) / k_cents + 0.0;
}

}  // namespace rowlock
