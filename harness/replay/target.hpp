#pragma once

#include "harness/replay/action.hpp"
#include "harness/replay/driver.hpp"
#include "mockorg/base/result.hpp"

#include <functional>
#include <optional>

namespace rowlock {

struct TargetReply {
    Token token = 0;
    Result<HttpResponse> response;
};

/// Where a driver's actions are performed, and whose clock counts. One thread.
class Target {
public:
    virtual ~Target() = default;

    virtual TimePoint now() = 0;

    /// Starts the request; the reply can be received now or later.
    virtual void send(Send send) = 0;

    /// The next reply there is; never waits.
    virtual std::optional<TargetReply> receive() = 0;

    /// Until a reply can be received or the time is reached; may return earlier.
    /// Fails if the target's clock cannot be moved any more.
    virtual Result<void> wait_until(TimePoint time) = 0;

    /// Whether the user asked to stop.
    virtual bool interrupted() const = 0;
};

/// Performs the driver's actions until it is done. A target that answers each request before send()
/// returns gives the strict order: one request after another. `after_action` is called often,
/// and once at the end, for those who show progress.
void run_driver(Driver& driver, Target& target, const std::function<void()>& after_action = {});

}  // namespace rowlock
