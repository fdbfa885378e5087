#pragma once

#include "harness/rehearse/api_target.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace rowlock {

/// The token of the orgs in which schedules are rehearsed.
inline const std::string k_rehearsal_token = "rehearsal";

/// Whose each bulk job of an org is, in the order in which they were made, which is how the org's
/// ledger numbers them.
struct JobOwners {
    static constexpr std::uint32_t k_nobody = ~std::uint32_t{0};

    std::vector<std::uint32_t> owners;

    std::uint32_t of(std::uint32_t job) const {
        return job < owners.size() ? owners[job] : k_nobody;
    }
};

/// An org in this process that several drivers share, as one of them sees it. Replies are to be
/// received right after each send, so that jobs are written down in the order in which they were
/// made.
class OwnedTarget final : public Target {
public:
    /// The api and the owners outlive it.
    OwnedTarget(Api& api, std::uint32_t owner, JobOwners& owners, Duration virtual_max)
        : inner_(api, k_rehearsal_token, virtual_max), owner_(owner), owners_(owners) {}

    TimePoint now() override { return inner_.now(); }

    void send(Send send) override;
    std::optional<TargetReply> receive() override;

    Result<void> wait_until(TimePoint time) override { return inner_.wait_until(time); }

    bool interrupted() const override { return inner_.interrupted(); }

private:
    ApiTarget inner_;
    std::uint32_t owner_;
    JobOwners& owners_;
    /// Tokens of requests that make a job.
    std::set<Token> creations_;
};

}  // namespace rowlock
