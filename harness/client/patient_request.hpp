#pragma once

#include "harness/client/http_client.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/codec/http_message.hpp"

#include <functional>

namespace rowlock {

/// Whether what came of a request is a trouble that may pass by itself.
using MayPassFn = std::function<bool(const Result<HttpResponse>&)>;

/// Sends one request and, as long as Patience has it, again: for requests that may be carried out
/// twice. Ctrl-C ends it with what came last. Nothing else may be under way.
Result<HttpResponse> perform_patiently(
    HttpClient& client, const HttpRequest& request, const MayPassFn& may_pass
);

}  // namespace rowlock
