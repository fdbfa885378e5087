#pragma once

#include <cmath>

namespace rowlock {

/// An amount as it is kept: two decimals, never -0.
inline double rounded_to_cents(double amount) {
    constexpr double k_cents = 100.0;
    return std::round(amount * k_cents) / k_cents + 0.0;
}

}  // namespace rowlock
