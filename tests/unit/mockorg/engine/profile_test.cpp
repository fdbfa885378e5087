#include "mockorg/engine/profile.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("the five profiles are found by name") {
    const auto name =
        GENERATE(as<std::string>{}, "typical", "lean", "heavy", "seed", "adversarial");
    const auto profile = find_profile(name);
    REQUIRE(profile.has_value());
    CHECK(profile->name == name);
    CHECK_FALSE(profile->description.empty());
    CHECK(shipped_profiles().size() == 5);
}

TEST_CASE("an unknown profile's error lists those there are") {
    const auto profile = find_profile("Typical");
    REQUIRE_FALSE(profile.has_value());
    CHECK(profile.error().code == ErrorCode::bad_configuration);
    CHECK(
        profile.error().message ==
        "there is no profile 'Typical'; there are typical, lean, heavy, seed, adversarial"
    );
}

TEST_CASE("what the platform documents is the same in every profile") {
    for (const Profile& profile : shipped_profiles()) {
        CAPTURE(profile.name);
        CHECK(profile.chunk_rows == 200);
        CHECK(profile.lock_wait == seconds(10));
        CHECK(profile.requeues_max == 10);
        CHECK(profile.lock_failures_max == 100);
        CHECK(profile.lock_failure_scope == LockFailureScope::chunk);
    }
}

TEST_CASE("the seed profile has the fitted numbers") {
    const auto seed = find_profile("seed");
    REQUIRE(seed.has_value());
    CHECK(seed->workers == 60);
    CHECK(seed->hold.mean_seconds == 5.0);
    CHECK(seed->hold.variation == 1.5);
    CHECK(seed->pre_lock == seconds(0.3));
    CHECK(seed->batch_overhead == seconds(1));
    CHECK(seed->requeue_delay == seconds(60));
}

TEST_CASE("only the adversarial profile follows disputed rules") {
    for (const Profile& profile : shipped_profiles()) {
        CHECK(profile.may_rules_lock == (profile.name == "adversarial"));
    }
}

TEST_CASE("a law without variation is constant") {
    CHECK(DurationLaw{12.0, 0.0}.draw(Random{1}) == seconds(12));
    CHECK(DurationLaw{0.0, 0.0}.draw(Random{2}) == seconds(0));
}

TEST_CASE("a chunk of fewer rows holds for less where the profile says that holds grow with them") {
    Profile profile;
    profile.hold = {8.0, 0.0};
    CHECK(profile.draw_hold(Random{1}, 200) == seconds(8));
    CHECK(profile.draw_hold(Random{1}, 1) == seconds(8));
    profile.hold_fixed_share = 0.25;
    CHECK(profile.draw_hold(Random{1}, 200) == seconds(8));
    CHECK(profile.draw_hold(Random{1}, 100) == seconds(5));
    CHECK(profile.draw_hold(Random{1}, 0) == seconds(2));
    profile.hold_fixed_share = 0.0;
    CHECK(profile.draw_hold(Random{1}, 50) == seconds(2));
}

TEST_CASE("a law keeps its mean and its coefficient of variation") {
    const auto variation = GENERATE(0.5, 1.0, 1.5);
    const DurationLaw law{5.0, variation};
    constexpr int k_draws = 200'000;
    double sum = 0.0;
    double squares = 0.0;
    double least = 1.0;
    for (int i = 0; i < k_draws; ++i) {
        const double drawn = to_seconds(law.draw(Random{7}.split(static_cast<std::uint64_t>(i))));
        least = std::min(least, drawn);
        sum += drawn;
        squares += drawn * drawn;
    }
    CHECK(least >= 0.0);
    const double mean = sum / k_draws;
    CHECK(mean == Approx(5.0).epsilon(0.02));
    CHECK(std::sqrt(squares / k_draws - mean * mean) / mean == Approx(variation).epsilon(0.06));
}

}  // namespace
}  // namespace rowlock
