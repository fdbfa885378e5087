#include "mockorg/engine/profile_file.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

std::string error_of(const std::string& text) {
    const auto profile = read_profile(text, "own.json");
    REQUIRE_FALSE(profile.has_value());
    CHECK(profile.error().code == ErrorCode::bad_file);
    return profile.error().message;
}

TEST_CASE("a profile file changes what it names and keeps the rest of its base") {
    const auto profile = read_profile(
        R"({"name": "ours", "base": "seed", // a comment
            "workers": 7, "lockWait": "8s", "hold": {"meanSeconds": 2.5}, "holdFixedShare": 0.25, "preLock": "50ms",
            "batchOverhead": "0s", "lockFailureScope": "row", "mayRulesLock": true})",
        "own.json"
    );
    REQUIRE(profile.has_value());
    CHECK(profile->name == "ours");
    CHECK(profile->workers == 7);
    CHECK(profile->lock_wait == seconds(8.0));
    CHECK(profile->hold.mean_seconds == 2.5);
    CHECK(profile->hold.variation == 1.5);
    CHECK(profile->hold_fixed_share == 0.25);
    CHECK(profile->pre_lock == seconds(0.05));
    CHECK(profile->batch_overhead == Duration{0});
    CHECK(profile->requeues_max == 10);
    CHECK(profile->lock_failure_scope == LockFailureScope::row);
    CHECK(profile->may_rules_lock);
}

TEST_CASE("every shipped profile survives being written and read") {
    for (const Profile& shipped : shipped_profiles()) {
        const std::string text = profile_file_text(shipped);
        const auto read = read_profile(text, "own.json");
        REQUIRE(read.has_value());
        CHECK(profile_file_text(*read) == text);
        CHECK(read->hold.variation == shipped.hold.variation);
        CHECK(read->rest_hold.mean_seconds == shipped.rest_hold.mean_seconds);
    }
}

TEST_CASE("what is wrong with a profile file is said") {
    CHECK_THAT(error_of("{"), Catch::StartsWith("own.json: "));
    CHECK_THAT(error_of("[]"), Catch::Contains("expected an object"));
    CHECK_THAT(error_of(R"({"worker": 3})"), Catch::Contains("'worker' means nothing"));
    CHECK_THAT(error_of(R"({"workers": 0})"), Catch::Contains("from 1 to 10000"));
    CHECK_THAT(error_of(R"({"base": "fast"})"), Catch::Contains("there is no profile 'fast'"));
    CHECK_THAT(error_of(R"({"base": 3})"), Catch::Contains("'base' must be"));
    CHECK_THAT(error_of(R"({"hold": 3})"), Catch::Contains("'hold' must be an object"));
    CHECK_THAT(error_of(R"({"hold": {"meanSeconds": 0}})"), Catch::Contains("'meanSeconds'"));
    CHECK_THAT(error_of(R"({"holdFixedShare": 1.5})"), Catch::Contains("'holdFixedShare'"));
    CHECK_THAT(error_of(R"({"lockWait": 10})"), Catch::Contains("a duration"));
}

TEST_CASE("a word that ends in .json is a file, any other one a name") {
    CHECK(find_profile_or_file("lean")->name == "lean");
    CHECK(find_profile_or_file("fast").error().code == ErrorCode::bad_configuration);
    const auto missing = find_profile_or_file("there-is-none.json");
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().code == ErrorCode::bad_file);
}

}  // namespace
}  // namespace rowlock
