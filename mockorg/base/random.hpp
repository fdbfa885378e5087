#pragma once

#include <cstdint>
#include <string_view>

namespace rowlock {

/// Seeded pseudo-random numbers (SplitMix64), the same on every compiler and standard library.
/// A value: copy it to fork, split it to get an independent stream for a purpose. Because a split
/// depends only on the seed and the purpose, adding a new purpose never changes the old ones.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    /// An independent stream, the same for the same purpose whatever was drawn here before.
    Random split(std::string_view purpose) const;
    Random split(std::uint64_t number) const;

    std::uint64_t next();

    /// Uniform in [0, bound); bound > 0.
    std::uint64_t below(std::uint64_t bound);

    /// Uniform in [0, 1).
    double uniform();

    /// Standard normal.
    double normal();

    /// Lognormal with the given mean (> 0) and coefficient of variation (>= 0; 0 is constant).
    double lognormal(double mean, double variation);

    double exponential(double mean);

private:
    std::uint64_t state_;
};

}  // namespace rowlock
