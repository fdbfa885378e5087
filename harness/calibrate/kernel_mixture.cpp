#include "harness/calibrate/kernel_mixture.hpp"

#include "mockorg/base/assert.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace rowlock {
namespace {

constexpr double k_even_share = 0.1;
constexpr double k_width_factor = 0.5;
constexpr double k_width_min = 0.01;

/// A curve narrower than this counts for nothing further away.
constexpr double k_reach = 6.0;

double bell(double distance, double width) {
    const double scaled = distance / width;
    if (std::abs(scaled) > k_reach) return 0.0;
    return std::exp(-0.5 * scaled * scaled) / (width * std::sqrt(2.0 * std::numbers::pi));
}

/// Of a bell curve around `centre` whose tails are folded back into 0..1.
double folded_bell(double at, double centre, double width) {
    return bell(at - centre, width) + bell(at + centre, width) + bell(2.0 - at - centre, width);
}

double folded(double value) {
    value = std::fmod(std::abs(value), 2.0);
    return value > 1.0 ? 2.0 - value : value;
}

}  // namespace

CubePoint even_point(std::size_t dimensions, std::size_t number, const Random& shift) {
    // The root of x^(d+1) = x + 1 takes the part that the golden ratio has in one dimension.
    double root = 2.0;
    for (int i = 0; i < 60; ++i)
        root = std::pow(1.0 + root, 1.0 / (static_cast<double>(dimensions) + 1.0));
    CubePoint point;
    double step = 1.0;
    for (std::size_t i = 0; i < dimensions; ++i) {
        step /= root;
        const double start = shift.split(i).uniform();
        const double value = start + step * static_cast<double>(number + 1);
        point.push_back(value - std::floor(value));
    }
    return point;
}

KernelMixture::KernelMixture(std::vector<CubePoint> points, std::vector<double> weights)
    : points_(std::move(points)), weights_(std::move(weights)) {
    ROWLOCK_ASSERT(!points_.empty() && points_.size() == weights_.size());
    set_widths();
}

void KernelMixture::set_widths() {
    for (std::size_t d = 0; d < points_.front().size(); ++d) {
        double mean = 0.0;
        for (std::size_t i = 0; i < points_.size(); ++i) mean += weights_[i] * points_[i][d];
        double variance = 0.0;
        for (std::size_t i = 0; i < points_.size(); ++i) {
            const double difference = points_[i][d] - mean;
            variance += weights_[i] * difference * difference;
        }
        widths_.push_back(std::max(k_width_factor * std::sqrt(variance), k_width_min));
    }
}

CubePoint KernelMixture::draw(Random& random) const {
    CubePoint drawn;
    if (random.uniform() < k_even_share) {
        for (std::size_t d = 0; d < widths_.size(); ++d) drawn.push_back(random.uniform());
        return drawn;
    }
    double left = random.uniform();
    std::size_t chosen = 0;
    while (chosen + 1 < weights_.size() && left >= weights_[chosen]) left -= weights_[chosen++];
    for (std::size_t d = 0; d < widths_.size(); ++d)
        drawn.push_back(folded(points_[chosen][d] + widths_[d] * random.normal()));
    return drawn;
}

double KernelMixture::density(const CubePoint& at) const {
    double sum = 0.0;
    for (std::size_t i = 0; i < points_.size(); ++i) {
        double product = weights_[i];
        for (std::size_t d = 0; d < widths_.size() && product > 0.0; ++d)
            product *= folded_bell(at[d], points_[i][d], widths_[d]);
        sum += product;
    }
    return k_even_share + (1.0 - k_even_share) * sum;
}

double effective_size(std::span<const double> weights) {
    double squares = 0.0;
    for (const double weight : weights) squares += weight * weight;
    return squares == 0.0 ? 0.0 : 1.0 / squares;
}

std::vector<double> normalised(std::span<const double> log_weights, double power) {
    const double most = *std::max_element(log_weights.begin(), log_weights.end());
    std::vector<double> weights;
    double sum = 0.0;
    for (const double log_weight : log_weights) {
        weights.push_back(std::exp(power * (log_weight - most)));
        sum += weights.back();
    }
    for (double& weight : weights) weight /= sum;
    return weights;
}

}  // namespace rowlock
