#pragma once

#include "harness/replay/target.hpp"
#include "harness/replay/wire_error.hpp"
#include "mockorg/api/api.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>

namespace rowlock {

/// An org in the same process, its clock moved by the waiting of the driver: one request after
/// another, no time between them, no real waiting.
class ApiTarget final : public Target {
public:
    /// Faults that need a connection are told as the HTTP client would: an answer that does not
    /// come is an error, a late one comes late on the org's clock. A session that a fault ended is
    /// renewed, and the request that was refused is sent again. Answers to REST writes name their
    /// transaction (k_transaction_header), which no org does. The api, with a manual clock, must
    /// outlive it. At most `virtual_max` may pass on it from here.
    ApiTarget(Api& api, const std::string& token, Duration virtual_max);

    TimePoint now() override;
    void send(Send send) override;
    std::optional<TargetReply> receive() override;
    Result<void> wait_until(TimePoint time) override;
    bool interrupted() const override;

private:
    /// A reply and when it can be received.
    struct Arrival {
        TimePoint time;
        TargetReply reply;
    };

    void perform(Send send, bool repeated);
    void name_transaction(Token token, HttpResponse& response);
    void arrive(const RequestLine& asked, Token token, HttpResponse response);
    void send_again();
    std::deque<Arrival>::iterator arrived();

    Api& api_;
    std::string authorization_;
    TimePoint end_;
    Duration virtual_max_;
    std::size_t unanswered_ = 0;
    std::deque<Arrival> arrivals_;
    /// The org's transactions behind the REST writes under way.
    std::map<Token, std::uint64_t> transactions_;
    /// Refused for want of a session.
    std::deque<Send> refused_;
};

}  // namespace rowlock
