#include "harness/calibrate/kernel_mixture.hpp"

#include "tests/support/test.hpp"

#include <algorithm>
#include <cmath>

namespace rowlock {
namespace {

TEST_CASE("even points fill the square evenly, wherever they start") {
    const auto seed = GENERATE(as<std::uint64_t>{}, 1, 2, 3);
    int quarters[4] = {0, 0, 0, 0};
    for (std::size_t i = 0; i < 400; ++i) {
        const CubePoint point = even_point(2, i, Random{seed});
        REQUIRE(point.size() == 2);
        CHECK(point[0] >= 0.0);
        CHECK(point[1] < 1.0);
        ++quarters[(point[0] < 0.5 ? 0 : 1) + (point[1] < 0.5 ? 0 : 2)];
    }
    for (const int count : quarters) CHECK(std::abs(count - 100) <= 6);
}

TEST_CASE("no dimensions make an empty point") {
    CHECK(even_point(0, 3, Random{1}).empty());
}

TEST_CASE("the density of a mixture adds up to 1, curves at the sides included") {
    const KernelMixture mixture{{{0.02}, {0.5}, {0.97}}, {0.5, 0.25, 0.25}};
    double sum = 0.0;
    constexpr int k_steps = 20'000;
    for (int i = 0; i < k_steps; ++i) sum += mixture.density({(i + 0.5) / k_steps}) / k_steps;
    CHECK(sum == Approx(1.0).margin(1e-3));
}

TEST_CASE("points are drawn as the density says") {
    const KernelMixture mixture{{{0.1}, {0.8}}, {0.7, 0.3}};
    Random random{5};
    constexpr int k_draws = 20'000;
    constexpr int k_bins = 10;
    int counts[k_bins] = {};
    for (int i = 0; i < k_draws; ++i) {
        const double at = mixture.draw(random)[0];
        REQUIRE(at >= 0.0);
        REQUIRE(at <= 1.0);
        ++counts[std::min(k_bins - 1, static_cast<int>(at * k_bins))];
    }
    for (int bin = 0; bin < k_bins; ++bin) {
        double expected = 0.0;
        for (int i = 0; i < 100; ++i)
            expected += mixture.density({(bin + (i + 0.5) / 100) / k_bins}) / 100 / k_bins;
        CHECK(counts[bin] == Approx(expected * k_draws).margin(0.015 * k_draws));
    }
}

TEST_CASE("weights are worth as many points as equal ones would be") {
    const std::vector<double> equal(10, 0.1);
    CHECK(effective_size(equal) == Approx(10.0));
    const std::vector<double> lone = {1.0, 0.0, 0.0};
    CHECK(effective_size(lone) == Approx(1.0));
}

TEST_CASE("logarithms become weights without overflow, and softer ones are worth more") {
    const std::vector<double> logs = {-5'000.0, -5'001.0, -6'000.0};
    const auto weights = normalised(logs, 1.0);
    CHECK(weights[0] + weights[1] + weights[2] == Approx(1.0));
    CHECK(weights[0] / weights[1] == Approx(std::exp(1.0)));
    CHECK(weights[2] == 0.0);
    CHECK(effective_size(normalised(logs, 0.001)) > effective_size(weights));
}

}  // namespace
}  // namespace rowlock
