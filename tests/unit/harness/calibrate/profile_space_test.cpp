#include "harness/calibrate/profile_space.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

double of(const ProfileValues& values, Parameter parameter) {
    return values[static_cast<std::size_t>(parameter)];
}

TEST_CASE("bounds are a number or a range") {
    CHECK(parse_bounds("10") == Bounds{10.0, 10.0});
    CHECK(parse_bounds("0.5..2") == Bounds{0.5, 2.0});
    CHECK(parse_bounds(" 5 .. 60 ") == Bounds{5.0, 60.0});
    for (const char* wrong : {"", "x", "5..", "..5", "5..4", "1..2..3", "1-2"})
        CHECK_FALSE(parse_bounds(wrong).has_value());
}

TEST_CASE("the corners of the cube are the ends of the ranges") {
    const ProfileSpace space;
    CHECK(space.free().size() == 5);
    const ProfileValues low = space.values_at(std::vector<double>(5, 0.0));
    const ProfileValues high = space.values_at(std::vector<double>(5, 1.0));
    CHECK(of(low, Parameter::workers) == 1.0);
    CHECK(of(high, Parameter::workers) == 100.0);
    CHECK(of(low, Parameter::hold_mean) == Approx(0.2));
    CHECK(of(high, Parameter::hold_mean) == Approx(20.0));
    CHECK(of(low, Parameter::lock_wait) == 10.0);
    CHECK(of(high, Parameter::lock_wait) == 10.0);
    // Halfway, times are halfway by order of magnitude: the usual assumptions of profiles.
    const ProfileValues middle = space.values_at(std::vector<double>(5, 0.5));
    CHECK(of(middle, Parameter::batch_overhead) == Approx(1.0));
    CHECK(of(middle, Parameter::pre_lock) == Approx(0.316).margin(0.001));
}

TEST_CASE("k is a whole number within its range at every point") {
    rc::prop("any range and point", [] {
        const auto low = *rc::gen::inRange(1, 200);
        const auto high = low + *rc::gen::inRange(0, 200);
        const double at = *rc::gen::inRange(0, 1001) / 1000.0;
        ProfileSpace space;
        RC_ASSERT(
            space
                .restrict(Parameter::workers, {static_cast<double>(low), static_cast<double>(high)})
                .has_value()
        );
        std::vector<double> point(space.free().size(), at);
        const double workers = of(space.values_at(point), Parameter::workers);
        RC_ASSERT(workers >= low);
        RC_ASSERT(workers <= high);
        RC_ASSERT(workers == static_cast<int>(workers));
    });
}

TEST_CASE("a parameter can be given or freed, but not be what it cannot be") {
    ProfileSpace space;
    REQUIRE(space.restrict(Parameter::lock_wait, {5.0, 10.0}).has_value());
    CHECK(space.free().size() == 6);
    REQUIRE(space.restrict(Parameter::hold_mean, {3.0, 3.0}).has_value());
    CHECK(space.free().size() == 5);
    CHECK_FALSE(space.restrict(Parameter::workers, {0.0, 5.0}).has_value());
    CHECK_FALSE(space.restrict(Parameter::workers, {1.5, 5.0}).has_value());
    CHECK_FALSE(space.restrict(Parameter::hold_mean, {0.0, 5.0}).has_value());
    CHECK(space.bounds(Parameter::workers) == Bounds{1.0, 100.0});
}

TEST_CASE("a candidate is a profile with its values, and typical in all else") {
    const ProfileValues values = {7.0, 2.5, 0.5, 8.0, 0.1, 2.0};
    const Profile profile = profile_of(values, "ours", "about it");
    CHECK(profile.workers == 7);
    CHECK(profile.hold.mean_seconds == 2.5);
    CHECK(profile.hold.variation == 0.5);
    CHECK(profile.lock_wait == seconds(8.0));
    CHECK(profile.pre_lock == seconds(0.1));
    CHECK(profile.batch_overhead == seconds(2.0));
    CHECK(profile.requeue_delay == find_profile("typical")->requeue_delay);
    const SimulationSettings settings = settings_of(values, 3);
    CHECK(settings.workers == 7);
    CHECK(settings.lock_wait == profile.lock_wait);
    CHECK(settings.requeues_max == profile.requeues_max);
    CHECK(settings.requeue_delay == profile.requeue_delay);
    CHECK(settings.lock_failures_max == profile.lock_failures_max);
}

}  // namespace
}  // namespace rowlock
