#pragma once

#include "mockorg/api/router.hpp"

#include <utility>

namespace rowlock {

/// Answers a call with an error, in the shape of its family.
inline void refuse(const Call& call, const Error& error) {
    call.respond(error_response(error, call.error_shape));
}

/// Submits a request to the org and answers the call, once the reply is there, with what `render`
/// makes of it: `HttpResponse render(Request::Reply)`.
template <class Request, class Render>
void ask(ApiContext& context, const Call& call, Request request, Render render) {
    context.org.submit(
        context.org.now(),
        std::move(request),
        [respond = call.respond, shape = call.error_shape, render = std::move(render)](
            Result<typename Request::Reply> reply
        ) { respond(reply ? render(std::move(*reply)) : error_response(reply.error(), shape)); }
    );
}

}  // namespace rowlock
