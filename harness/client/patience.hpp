#pragma once

#include <chrono>
#include <optional>

namespace rowlock {

/// How often a single request is tried again while its trouble may pass by itself: nine tries, with
/// growing pauses, none begun later than a minute after the first one; but one that hung for so
/// long gets a second try. Where nobody has taken a request yet, the address may as well be wrong:
/// three seconds. Holds no clock.
class Patience {
public:
    using Milliseconds = std::chrono::milliseconds;

    /// The pause after one more try that failed; nothing: it was the last. `passed`: since the
    /// first one began. `reached`: somebody has taken a request. `asked`: what the answer asks for.
    std::optional<Milliseconds> pause_after_try(
        Milliseconds passed, bool reached, Milliseconds asked
    );

private:
    unsigned tries_ = 0;
};

}  // namespace rowlock
