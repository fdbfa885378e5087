#include "harness/rehearse/api_target.hpp"

#include "harness/replay/figures.hpp"
#include "mockorg/base/interrupt.hpp"

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
    api_.handle(now(), std::move(send.request), [this, token = send.token](HttpResponse response) {
        if (response.stream) {
            while (response.stream(response.body)) {
            }
            response.stream = nullptr;
        }
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
