#pragma once

#include "mockorg/base/random.hpp"
#include "mockorg/base/record_id.hpp"
#include "mockorg/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// One login, on the org's clock.
struct Session {
    std::string token;
    RecordId user;
    TimePoint created{};
    /// When it ends if nobody uses it before.
    TimePoint expires{};
    /// The server's own one, which does not end by itself.
    bool permanent = false;
    /// The refresh token it was opened with or given along with; empty for other logins.
    std::string refresh_token;
};

/// The org's sessions. Tokens look like those of a real org, follow from the seed and the order of
/// logins, and protect nothing. Lives as long as its Api, whatever the org is set back to.
///
/// Thread rule: one thread, except knows().
/// Invariants: at most k_sessions_max sessions; the permanent one is kept even when it has ended.
class Sessions {
public:
    /// More than any client holds at a time; beyond it the one that expires first has to go.
    static constexpr std::size_t k_sessions_max = 10'000;

    struct Settings {
        std::string permanent_token;
        RecordId user;
        RecordId organization;
        std::uint64_t seed = 0;
        Duration lifetime{};
    };

    explicit Sessions(Settings settings);

    /// Whether there is, or was not long ago, a session of this token. Any thread.
    bool knows(std::string_view token) const;

    /// The session if it is alive; nothing else is. One past half of its life gets a whole one.
    std::optional<Session> use(std::string_view token, TimePoint now);

    Session open(const RecordId& user, TimePoint now, std::string_view refresh_token = {});

    /// A client logs out. The permanent session does not mind. False if there is no such session.
    bool end(std::string_view token);

    /// Ends what was opened with the refresh token. [OAuth 2.0: revoking a refresh token revokes
    /// its access tokens, revoking one of those nothing else]
    void end_all_of(std::string_view refresh_token);

    /// Ends what the user opened; the permanent session does not mind. Afterwards logged_in() lacks
    /// the user.
    void end_all_of_user(RecordId user);

    /// Users that opened sessions, whether those are alive or not.
    const std::set<RecordId>& logged_in() const { return logged_in_; }

    /// Ends the session, also the permanent one. False if there is no such session.
    bool expire(std::string_view token);

    /// Ends all of them; gives how many were alive.
    std::size_t expire_all(TimePoint now);

    /// The org's clock was set from one time to another: every session keeps the time it has left.
    void move_clock(TimePoint from, TimePoint to);

    /// Brings the permanent session back to life.
    void renew_permanent();

    /// Those alive, by token.
    std::vector<Session> list(TimePoint now) const;

    Duration lifetime() const { return settings_.lifetime; }

private:
    bool is_alive(const Session& session, TimePoint now) const;
    std::string make_token();
    void make_room();

    Settings settings_;
    Random random_;
    std::uint64_t opened_ = 0;
    bool permanent_ended_ = false;
    mutable std::mutex mutex_;
    /// By token; changed under the mutex only.
    std::map<std::string, Session, std::less<>> sessions_;
    std::set<RecordId> logged_in_;
};

/// A text of letters and digits that only the owner of `random` can tell.
std::string opaque_text(Random& random, std::size_t length);

}  // namespace rowlock
