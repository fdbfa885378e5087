#pragma once

#include "mockorg/base/random.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace rowlock {

/// A point of the unit cube.
using CubePoint = std::vector<double>;

/// The count-th of points that fill the cube evenly, shifted by the seed (a Kronecker sequence).
CubePoint even_point(std::size_t dimensions, std::size_t number, const Random& shift);

/// A law on the unit cube to draw promising points from: bell curves around points known so far, as
/// likely as these weigh, folded back at the sides of the cube; and, for a tenth of the draws, the
/// whole cube evenly, so that nothing is ever out of reach.
class KernelMixture {
public:
    /// The weights add up to 1. A curve is about half as wide as the weighted points are spread.
    KernelMixture(std::vector<CubePoint> points, std::vector<double> weights);

    CubePoint draw(Random& random) const;

    /// Relative to an even law.
    double density(const CubePoint& at) const;

private:
    void set_widths();

    std::vector<CubePoint> points_;
    std::vector<double> weights_;
    /// By dimension.
    std::vector<double> widths_;
};

/// How many independent points the weights, which add up to 1, are worth.
double effective_size(std::span<const double> weights);

/// Weights proportional to exp(log_weight * power).
std::vector<double> normalised(std::span<const double> log_weights, double power);

}  // namespace rowlock
