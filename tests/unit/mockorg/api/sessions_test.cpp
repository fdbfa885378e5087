#include "mockorg/api/sessions.hpp"

#include "tests/support/test.hpp"

#include <set>

namespace rowlock {
namespace {

const RecordId k_organization = RecordId::parse("00DRL0000000001").value();
const RecordId k_user = RecordId::parse("005RL0000000001").value();
constexpr TimePoint k_now = k_org_epoch;

Sessions sessions_with(std::uint64_t seed) {
    return Sessions{{"own", k_user, k_organization, seed, std::chrono::hours{2}}};
}

TEST_CASE("tokens are what sf takes for one, and follow from the seed") {
    Sessions sessions = sessions_with(7);
    Sessions same = sessions_with(7);
    Sessions other = sessions_with(8);
    std::set<std::string> tokens;
    for (int i = 0; i < 50; ++i) {
        const std::string token = sessions.open(k_user, k_now).token;
        CHECK(token.starts_with("00DRL0000000001!AQ"));
        CHECK(
            token.find_first_not_of(
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 16
            ) == std::string::npos
        );
        CHECK(token == same.open(k_user, k_now).token);
        tokens.insert(token);
    }
    CHECK(tokens.size() == 50);
    CHECK(tokens.count(other.open(k_user, k_now).token) == 0);
}

TEST_CASE("a user's sessions end together, but for the permanent one") {
    Sessions sessions = sessions_with(1);
    const RecordId eve = RecordId::parse("005RL0000000002").value();
    const std::string admins = sessions.open(k_user, k_now).token;
    const std::string eves = sessions.open(eve, k_now).token;
    CHECK(sessions.logged_in() == std::set<RecordId>{k_user, eve});
    sessions.end_all_of_user(eve);
    CHECK_FALSE(sessions.use(eves, k_now));
    CHECK(sessions.use(admins, k_now));
    CHECK(sessions.logged_in() == std::set<RecordId>{k_user});
    sessions.end_all_of_user(k_user);
    CHECK_FALSE(sessions.use(admins, k_now));
    CHECK(sessions.use("own", k_now));
}

TEST_CASE("a clock that is set takes the sessions along") {
    Sessions sessions = sessions_with(1);
    const TimePoint late = k_now + std::chrono::hours{100};
    const std::string token = sessions.open(k_user, late).token;
    sessions.move_clock(late, k_now);
    CHECK(sessions.use(token, k_now + std::chrono::minutes{59}));
    CHECK_FALSE(sessions.use(token, k_now + std::chrono::hours{2}));
}

TEST_CASE("a session lives two hours, and longer if it is used in the second one") {
    Sessions sessions = sessions_with(1);
    const std::string token = sessions.open(k_user, k_now).token;
    using std::chrono::minutes;
    // In its first half use adds nothing.
    CHECK(sessions.use(token, k_now + minutes{30}));
    SECTION("unused it ends") {
        CHECK(sessions.use(token, k_now + minutes{120} - Duration{1}));
        Sessions again = sessions_with(1);
        const std::string other = again.open(k_user, k_now).token;
        CHECK(again.use(other, k_now + minutes{30}));
        CHECK_FALSE(again.use(other, k_now + minutes{120}));
    }
    SECTION("used late it goes on") {
        CHECK(sessions.use(token, k_now + minutes{60}));
        CHECK(sessions.use(token, k_now + minutes{179}));
        CHECK_FALSE(sessions.use(token, k_now + minutes{300}));
    }
}

TEST_CASE("what a refresh token gave ends with it") {
    Sessions sessions = sessions_with(1);
    const std::string first = sessions.open(k_user, k_now, "refresh").token;
    const std::string second = sessions.open(k_user, k_now, "refresh").token;
    const std::string other = sessions.open(k_user, k_now, "other").token;
    const std::string none = sessions.open(k_user, k_now).token;
    sessions.end_all_of("");
    CHECK(sessions.list(k_now).size() == 5);
    sessions.end_all_of("refresh");
    CHECK_FALSE(sessions.use(first, k_now));
    CHECK_FALSE(sessions.use(second, k_now));
    CHECK(sessions.use(other, k_now));
    CHECK(sessions.use(none, k_now));
    CHECK(sessions.use("own", k_now));
}

TEST_CASE("the permanent session minds neither time nor logout") {
    Sessions sessions = sessions_with(1);
    CHECK(sessions.use("own", k_now + std::chrono::hours{10000}));
    CHECK(sessions.end("own"));
    CHECK(sessions.use("own", k_now));
    CHECK(sessions.expire("own"));
    CHECK_FALSE(sessions.expire("own"));
    CHECK_FALSE(sessions.use("own", k_now));
    CHECK(sessions.knows("own"));
    sessions.renew_permanent();
    CHECK(sessions.use("own", k_now)->user == k_user);
}

TEST_CASE("sessions can be listed and all ended") {
    Sessions sessions = sessions_with(1);
    const std::string token = sessions.open(k_user, k_now).token;
    CHECK(sessions.list(k_now).size() == 2);
    CHECK(sessions.list(k_now + std::chrono::hours{3}).size() == 1);
    CHECK(sessions.expire_all(k_now) == 2);
    CHECK(sessions.expire_all(k_now) == 0);
    CHECK(sessions.list(k_now).empty());
    CHECK_FALSE(sessions.knows(token));
    CHECK_FALSE(sessions.end(token));
}

TEST_CASE("there are never more than 10,000, and the permanent one stays") {
    Sessions sessions = sessions_with(1);
    const std::string first = sessions.open(k_user, k_now).token;
    std::string last;
    for (std::size_t i = 0; i < Sessions::k_sessions_max; ++i) {
        last = sessions.open(k_user, k_now + Duration{1} * (i + 1)).token;
    }
    CHECK(sessions.list(k_now).size() == Sessions::k_sessions_max);
    CHECK_FALSE(sessions.use(first, k_now));
    CHECK(sessions.use(last, k_now));
    CHECK(sessions.use("own", k_now));
}

}  // namespace
}  // namespace rowlock
