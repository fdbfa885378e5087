#include "harness/rehearse/api_target.hpp"

#include "harness/replay/figures.hpp"
#include "mockorg/base/interrupt.hpp"

#include <algorithm>

namespace rowlock {

ApiTarget::ApiTarget(Api& api, const std::string& token, Duration virtual_max)
    : api_(api),
      authorization_("Bearer " + token),
      end_(api.org().now() + virtual_max),
      virtual_max_(virtual_max) {}

TimePoint ApiTarget::now() {
    return api_.org().now();
}

void ApiTarget::send(Send send) {
    send.request.headers.add("Authorization", authorization_);
    ++unanswered_;
    api_.handle(now(), std::move(send.request), [this, token = send.token](HttpResponse response) {
        if (response.stream) {
            while (response.stream(response.body)) {
            }
            response.stream = nullptr;
        }
        --unanswered_;
        replies_.push_back({token, std::move(response)});
    });
}

std::optional<TargetReply> ApiTarget::receive() {
    if (replies_.empty()) return std::nullopt;
    TargetReply reply = std::move(replies_.front());
    replies_.pop_front();
    return reply;
}

Result<void> ApiTarget::wait_until(TimePoint time) {
    if (!replies_.empty()) return {};
    // A record being written answers at a time of its own.
    const auto deadline = unanswered_ > 0 ? api_.org().next_deadline() : std::nullopt;
    if (deadline) time = std::min(time, *deadline);
    if (time > end_) {
        return fail(
            ErrorCode::unreachable,
            "the load is not finished after " + duration_text(virtual_max_) + " of the org's time"
        );
    }
    api_.org().advance_to(time);
    return {};
}

bool ApiTarget::interrupted() const {
    return rowlock::interrupted();
}

}  // namespace rowlock
