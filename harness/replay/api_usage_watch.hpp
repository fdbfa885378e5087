#pragma once

#include "mockorg/codec/http_message.hpp"

#include <cstdint>
#include <optional>

namespace rowlock {

/// What an org says of its limit of requests in 24 hours: `Sforce-Limit-Info: api-usage=18/15000`.
/// [bulk-api 6.6; recorded]
class ApiUsageWatch {
public:
    void note(const HttpResponse& answer);

    /// Nine tenths of them or more. Orgs may let a client go beyond the whole for a while, so only
    /// a refusal is the end. False as long as no answer told.
    bool nearly_used_up() const { return allowed_ > 0 && used_ >= allowed_ - allowed_ / 10; }

    std::uint64_t used() const { return used_; }

    std::uint64_t allowed() const { return allowed_; }

private:
    std::uint64_t used_ = 0;
    std::uint64_t allowed_ = 0;
};

}  // namespace rowlock
