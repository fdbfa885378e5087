#pragma once

#include "harness/replay/target.hpp"
#include "mockorg/api/api.hpp"

#include <deque>
#include <optional>
#include <string>

namespace rowlock {

/// An org in the same process, its clock moved by the waiting of the driver: one request after
/// another, no time between them, no real waiting.
class ApiTarget final : public Target {
public:
    /// The api, with a manual clock, must outlive it. At most `virtual_max` may pass on it from
    /// here.
    ApiTarget(Api& api, const std::string& token, Duration virtual_max);

    TimePoint now() override;
    void send(Send send) override;
    std::optional<TargetReply> receive() override;
    Result<void> wait_until(TimePoint time) override;
    bool interrupted() const override;

private:
    Api& api_;
    std::string authorization_;
    TimePoint end_;
    Duration virtual_max_;
    std::size_t unanswered_ = 0;
    std::deque<TargetReply> replies_;
};

}  // namespace rowlock
