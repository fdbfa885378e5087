#pragma once

#include "mockorg/base/time.hpp"
#include "mockorg/codec/http_message.hpp"

#include <cstdint>
#include <variant>

namespace rowlock {

/// Ties a reply to its request; never used twice by one driver.
using Token = std::uint64_t;

/// Send this request; its reply goes back to the driver.
struct Send {
    HttpRequest request;
    Token token = 0;
};

/// Nothing to send until a reply arrives or the time is reached, whichever is first.
struct WaitUntil {
    /// TimePoint::max(): only a reply helps.
    TimePoint time;
};

/// Finished, well or badly: the driver's outcome says which.
struct Done {};

using Action = std::variant<Send, WaitUntil, Done>;

}  // namespace rowlock
