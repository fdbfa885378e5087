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

/// How the org's clock moves (design section 3).
struct ClockMode {
    enum class Kind : std::uint8_t { virtual_, real, manual };

    Kind kind = Kind::virtual_;
    /// real only: org seconds per wall second, > 0.
    double speed = 1.0;
};

/// `virtual`, `manual`, `real`, `real:60`.
Result<ClockMode> parse_clock_mode(std::string_view text);
std::string text_of(ClockMode mode);

struct ApiOptions {
    /// The access token every request must carry; also accepted as a session id.
    std::string token;
    ClockMode clock;
    /// Hears, in plain words, what whoever runs the org should know, e.g. why a client was refused
    /// something that it seems to rely on. Called from handle.
    std::function<void(std::string_view)> advise = {};
};

using RespondFn = std::function<void(HttpResponse)>;

/// The org's whole HTTP surface without sockets: each request in, its response out, now or at a
/// later advance of the org. Owns the org, its named snapshots and its initial state. One thread at
/// a time.
///
/// Clock: with `virtual`, everything the org has to do is done after each request; with `manual`
/// time moves only by the control routes; with `real` whoever owns the Api passes the time in.
class Api {
public:
    Api(Org org, ApiOptions options);
    ~Api();
    Api(Api&&) noexcept;
    Api& operator=(Api&&) noexcept;

    /// `now` is used by the real clock only (earlier than the org's own time counts as the org's
    /// own). `respond` is called once; it must not call handle itself.
    void handle(TimePoint now, HttpRequest request, RespondFn respond);

    /// Whether the request, whose body does not matter, comes with the session it needs: what
    /// handle() refuses without looking at it need not be unpacked. Any thread.
    bool admits(const HttpRequest& request) const;

    Org& org();
    const Org& org() const;

    ClockMode clock_mode() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rowlock
