#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/http_message.hpp"

#include <functional>

namespace rowlock {

/// Sends one request and waits for its answer.
using AskFn = std::function<Result<HttpResponse>(const HttpRequest&)>;

}  // namespace rowlock
