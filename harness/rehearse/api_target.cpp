#include "harness/rehearse/api_target.hpp"

#include "harness/replay/figures.hpp"
#include "harness/replay/rest_requests.hpp"
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
    perform(std::move(send), false);
}

void ApiTarget::perform(Send send, bool repeated) {
    const Token token = send.token;
    const RequestLine asked = RequestLine::of(send.request);
    // Nothing but a fault ends the session.
    std::optional<HttpRequest> copy;
    if (!repeated && !api_.org().faults().empty()) copy = send.request;
    const std::uint64_t begun = api_.org().rest_transactions();
    api_.handle(
        now(),
        std::move(send.request),
        [this, token, asked, copy = std::move(copy)](HttpResponse response) {
            if (copy && session_has_ended(response)) {
                refused_.push_back({*copy, token});
            } else {
                arrive(asked, token, std::move(response));
            }
        }
    );
    // Who begins a transaction hears of it in a later step of the org.
    if (api_.org().rest_transactions() == begun + 1) transactions_[token] = begun + 1;
}

void ApiTarget::name_transaction(Token token, HttpResponse& response) {
    const auto begun = transactions_.find(token);
    if (begun == transactions_.end()) return;
    response.headers.add(std::string{k_transaction_header}, std::to_string(begun->second));
    transactions_.erase(begun);
}

void ApiTarget::arrive(const RequestLine& asked, Token token, HttpResponse response) {
    const Delivery delivery = response.delivery;
    --unanswered_;
    name_transaction(token, response);
    if (delivery.kind != Delivery::Kind::whole) {
        const std::string what = asked.method + " " + asked.target + ": the connection broke off";
        arrivals_.push_back({now() + delivery.delay, {token, fail(ErrorCode::unreachable, what)}});
        return;
    }
    if (response.stream) {
        while (response.stream(response.body)) {
        }
        response.stream = nullptr;
    }
    arrivals_.push_back({now() + delivery.delay, {token, std::move(response)}});
}

/// Not from within an answer: the api must not be called there.
void ApiTarget::send_again() {
    while (!refused_.empty()) {
        Send send = std::move(refused_.front());
        refused_.pop_front();
        HttpRequest renewal;
        renewal.method = "POST";
        renewal.target = "/rowlock/sessions/renew";
        renewal.headers.add("Authorization", authorization_);
        api_.handle(now(), std::move(renewal), [](const HttpResponse&) {});
        perform(std::move(send), true);
    }
}

std::deque<ApiTarget::Arrival>::iterator ApiTarget::arrived() {
    return std::find_if(arrivals_.begin(), arrivals_.end(), [this](const Arrival& arrival) {
        return arrival.time <= now();
    });
}

std::optional<TargetReply> ApiTarget::receive() {
    send_again();
    const auto first = arrived();
    if (first == arrivals_.end()) return std::nullopt;
    TargetReply reply = std::move(first->reply);
    arrivals_.erase(first);
    return reply;
}

Result<void> ApiTarget::wait_until(TimePoint time) {
    if (arrived() != arrivals_.end() || !refused_.empty()) return {};
    for (const Arrival& arrival : arrivals_) time = std::min(time, arrival.time);
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
