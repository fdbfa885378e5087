#pragma once

#include "mockorg/base/time.hpp"
#include "mockorg/codec/http_message.hpp"
#include "mockorg/engine/org.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace rowlock {

class OrgDirectory;

/// How the org's clock moves (design section 3).
struct ClockMode {
    enum class Kind : std::uint8_t { virtual_, real, manual, poll };

    Kind kind = Kind::virtual_;
    /// real only: org seconds per wall second, > 0.
    double speed = 1.0;
    /// poll only: by how much each look at a job moves the clock, > 0.
    Duration step{};
};

/// `virtual`, `manual`, `real`, `real:60`, `poll:2.5` (seconds).
Result<ClockMode> parse_clock_mode(std::string_view text);
std::string text_of(ClockMode mode);

/// Who may log in, and for how long.
struct LoginOptions {
    /// How long a session lives when nobody uses it, on the org's clock; use keeps it alive.
    /// [session settings: 2 hours]
    Duration session_lifetime = std::chrono::hours{2};
    /// The password of every user; empty: any but an empty one is right.
    std::string password = {};
    /// PEM text of the certificate or public key that JWT assertions must be signed with; empty:
    /// signatures are not looked at.
    std::string jwt_key = {};
};

struct ApiOptions {
    /// An access token that is there from the start and lives until the control API ends it; also
    /// accepted as a session id, and always by the control API.
    std::string token;
    ClockMode clock;
    /// Hears, in plain words, what whoever runs the org should know, e.g. why a client was refused
    /// something that it seems to rely on. Called from handle.
    std::function<void(std::string_view)> advise = {};
    LoginOptions login = {};
    /// The orgs this one looks after, itself included; null if it looks after none. Outlives the
    /// Api.
    OrgDirectory* orgs = nullptr;
};

using RespondFn = std::function<void(HttpResponse)>;

/// The org's whole HTTP surface without sockets: each request in, its response out, now or at a
/// later advance of the org. Owns the org, its named snapshots and its initial state. One thread at
/// a time.
///
/// Clock: with `virtual`, everything the org has to do is done after each request; with `manual`
/// time moves only by the control routes; with `poll` also when a client looks at a job while there
/// is work to do, and as far as a request has to wait; with `real` whoever owns the Api passes the
/// time in.
class Api {
public:
    Api(Org org, ApiOptions options);
    ~Api();
    Api(Api&&) noexcept;
    Api& operator=(Api&&) noexcept;

    /// `now` is used by the real clock only (earlier than the org's own time counts as the org's
    /// own). `respond` is called once; it must not call handle itself.
    void handle(TimePoint now, HttpRequest request, RespondFn respond);

    /// Whether the request, whose body does not matter, comes with a session if it needs one, be it
    /// an old one: what handle() refuses without looking at it need not be unpacked. Any thread.
    bool admits(const HttpRequest& request) const;

    Org& org();
    const Org& org() const;

    ClockMode clock_mode() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rowlock
