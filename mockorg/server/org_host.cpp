#include "mockorg/server/org_host.hpp"

#include "mockorg/api/error_body.hpp"
#include "mockorg/api/request_terms.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace rowlock {

namespace asio = boost::asio;

OrgHost::OrgHost(asio::io_context& context, Api api)
    : api_(std::move(api)), strand_(context.get_executor()), timer_(context) {
    const ClockMode mode = api_.clock_mode();
    if (mode.kind != ClockMode::Kind::real) return;
    clock_.emplace(api_.org().now(), std::chrono::steady_clock::now(), mode.speed);
}

void OrgHost::handle(HttpRequest request, RespondFn respond) {
    asio::dispatch(
        strand_,
        [weak = weak_from_this(), request = std::move(request), respond = std::move(respond)](
        ) mutable {
            if (const auto self = weak.lock()) self->perform(std::move(request), respond);
        }
    );
}

void OrgHost::give_up_waiting() {
    // Not at once: the org may be amid a request.
    asio::post(strand_, [weak = weak_from_this()] {
        const auto self = weak.lock();
        if (!self) return;
        // To go back to where it stands answers open requests with 503 and changes nothing else.
        Org& org = self->api_.org();
        org.restore(*org.snapshot());
    });
}

void OrgHost::perform(HttpRequest request, const RespondFn& respond) {
    const TimePoint now = org_time();
    const ErrorShape shape =
        request_terms(request.target, request.headers.get("Content-Type")).error_shape;
    try {
        api_.handle(now, std::move(request), respond);
    } catch (const std::exception& problem) {
        // One request that cannot be served, for lack of memory say, must not end everybody's
        // server.
        respond(error_response({ErrorCode::unknown_exception, problem.what(), {}}, shape));
    }
    if (!clock_) return;
    // Reset and restore set the org's time back, advance sets it ahead: go on from there.
    const TimePoint then = api_.org().now();
    if (then != now) clock_->set(then, std::chrono::steady_clock::now());
    arm();
}

TimePoint OrgHost::org_time() const {
    const TimePoint now = api_.org().now();
    return clock_ ? std::max(now, clock_->at(std::chrono::steady_clock::now())) : now;
}

void OrgHost::arm() {
    const std::optional<TimePoint> next = api_.org().next_deadline();
    if (!next) {
        timer_.cancel();
        return;
    }
    timer_.expires_at(clock_->when(*next));
    timer_.async_wait(asio::bind_executor(
        strand_,
        [weak = weak_from_this()](boost::system::error_code cancelled) {
            const auto self = weak.lock();
            if (cancelled || !self) return;
            self->api_.org().advance_to(self->org_time());
            self->arm();
        }
    ));
}

}  // namespace rowlock
