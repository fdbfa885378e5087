#pragma once

#include "mockorg/codec/http_message.hpp"

#include <chrono>

namespace rowlock {

/// How long an answer asks its client to stay away, no more than ten minutes; zero if it does not.
std::chrono::seconds retry_after(const HttpResponse& answer);

}  // namespace rowlock
