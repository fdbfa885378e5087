#include "mockorg/base/random.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/base/hash.hpp"

#include <cmath>
#include <numbers>

namespace rowlock {
namespace {

constexpr std::uint64_t k_step = 0x9e3779b97f4a7c15ULL;

std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

}  // namespace

Random Random::split(std::string_view purpose) const {
    return split(hash_text(purpose));
}

Random Random::split(std::uint64_t number) const {
    return Random{mix(state_ ^ mix(number + k_step))};
}

std::uint64_t Random::next() {
    state_ += k_step;
    return mix(state_);
}

std::uint64_t Random::below(std::uint64_t bound) {
    ROWLOCK_ASSERT(bound > 0);
    // Rejecting the uneven rest keeps every value equally likely.
    const std::uint64_t uneven = (~bound + 1) % bound;
    for (;;) {
        const std::uint64_t value = next();
        if (value >= uneven) return value % bound;
    }
}

double Random::uniform() {
    return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

double Random::normal() {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

double Random::lognormal(double mean, double variation) {
    if (variation <= 0.0) return mean;
    const double variance = std::log1p(variation * variation);
    return mean * std::exp(std::sqrt(variance) * normal() - variance / 2.0);
}

double Random::exponential(double mean) {
    return -mean * std::log(1.0 - uniform());
}

}  // namespace rowlock
