#include "mockorg/base/random.hpp"

#include "tests/support/test.hpp"

#include <cmath>

namespace rowlock {
namespace {

TEST_CASE("the stream of a seed never changes") {
    Random random{2026};
    CHECK(random.next() == Random{2026}.next());
    // Pinned: these values are part of the determinism promise.
    Random pinned{1};
    CHECK(pinned.next() == 10451216379200822465ULL);
    CHECK(pinned.next() == 13757245211066428519ULL);
}

TEST_CASE("a split does not depend on what was drawn before") {
    Random drawn{7};
    drawn.next();
    Random fresh{7};
    CHECK(fresh.split("hold").next() == Random{7}.split("hold").next());
    CHECK(fresh.split("hold").next() != fresh.split("ids").next());
    CHECK(fresh.split(1).next() != fresh.split(2).next());
}

TEST_CASE("below() stays below its bound and reaches every value") {
    Random random{3};
    std::array<int, 7> counts{};
    for (int i = 0; i < 7'000; ++i) ++counts.at(random.below(7));
    for (const int count : counts) CHECK(count > 800);
}

TEST_CASE("a lognormal has the mean and variation it was asked for") {
    const auto [mean, variation] =
        GENERATE(table<double, double>({{5.0, 1.5}, {3.5, 1.0}, {1.0, 0.3}}));
    Random random{11};
    constexpr int k_draws = 400'000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < k_draws; ++i) {
        const double value = random.lognormal(mean, variation);
        sum += value;
        squares += value * value;
    }
    const double average = sum / k_draws;
    const double deviation = std::sqrt(squares / k_draws - average * average);
    CHECK(average == Approx(mean).epsilon(0.02));
    CHECK(deviation / average == Approx(variation).epsilon(0.06));
}

TEST_CASE("variation 0 is a constant") {
    CHECK(Random{1}.lognormal(8.8, 0.0) == 8.8);
}

}  // namespace
}  // namespace rowlock
