#include "mockorg/engine/profile.hpp"

#include <algorithm>
#include <array>

namespace rowlock {
namespace {

/// What the law of hold times is about, whatever the profile makes a transaction of.
constexpr double k_full_chunk_rows = 200.0;

Profile make_profile(
    std::string name,
    std::string description,
    std::uint32_t workers,
    DurationLaw hold,
    DurationLaw rest_hold
) {
    Profile profile;
    profile.name = std::move(name);
    profile.description = std::move(description);
    profile.workers = workers;
    profile.hold = hold;
    profile.rest_hold = rest_hold;
    return profile;
}

/// Hold times and their variation: facts of locking, sections 5 and 8.1. They are fits and
/// estimates, not published numbers; rest_hold has no source and is kept well below the lock wait.
std::array<Profile, 5> make_profiles() {
    std::array<Profile, 5> profiles = {
        make_profile(
            "typical", "an org with some automation: 2 to 4 s a chunk", 15, {3.5, 1.0}, {0.3, 0.5}
        ),
        make_profile(
            "lean", "hardly any automation: 0.5 to 1.5 s a chunk", 15, {1.0, 0.7}, {0.1, 0.5}
        ),
        make_profile("heavy", "heavy automation: 5 to 10 s a chunk", 15, {7.0, 1.0}, {0.8, 0.5}),
        make_profile(
            "seed",
            "fitted to the load that lost 11 % of 1,250,000 rows",
            60,
            {5.0, 1.5},
            {0.3, 0.5}
        ),
        make_profile("adversarial", "every wait that can fail does", 60, {12.0, 0.5}, {2.0, 0.5}),
    };
    profiles[4].may_rules_lock = true;
    return profiles;
}

}  // namespace

Duration DurationLaw::draw(Random random) const {
    return seconds(random.lognormal(mean_seconds, variation));
}

Duration Profile::draw_hold(Random random, std::size_t rows) const {
    const Duration full = hold.draw(random);
    if (hold_fixed_share >= 1.0) return full;
    const double rows_share = static_cast<double>(rows) / k_full_chunk_rows;
    return seconds(to_seconds(full) * (hold_fixed_share + (1.0 - hold_fixed_share) * rows_share));
}

std::span<const Profile> shipped_profiles() {
    static const std::array<Profile, 5> k_profiles = make_profiles();
    return k_profiles;
}

Result<Profile> find_profile(std::string_view name) {
    std::string names;
    for (const Profile& profile : shipped_profiles()) {
        if (profile.name == name) return profile;
        names.append(names.empty() ? "" : ", ").append(profile.name);
    }
    return fail(
        ErrorCode::bad_configuration,
        "there is no profile '" + std::string{name} + "'; there are " + names
    );
}

}  // namespace rowlock
