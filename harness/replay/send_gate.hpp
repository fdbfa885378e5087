#pragma once

#include "harness/replay/send_plan.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace rowlock {

/// Says which batch of a plan may be sent next: the first in the plan's order that waits for
/// nobody, whose phase is open, and that is not a second serial one. A batch's way is begin, then
/// end.
class SendGate {
public:
    /// `org_has_serial_lane`: serial batches go out at any time, and the org keeps them apart
    /// (Serial jobs of Bulk API 1.0).
    explicit SendGate(std::shared_ptr<const SendPlan> plan, bool org_has_serial_lane = false);

    /// All batches have begun.
    bool exhausted() const { return left_ == 0; }

    std::optional<std::uint32_t> next() const;

    void begin(std::uint32_t batch);

    /// Done, well or badly.
    void end(std::uint32_t batch);

    const SendPlan::Batch& batch(std::uint32_t number) const { return plan_->batches[number]; }

private:
    void open_phase();
    void make_ready(std::uint32_t batch);

    std::shared_ptr<const SendPlan> plan_;
    std::size_t left_;
    /// By batch: earlier ones it still waits for.
    std::vector<std::uint32_t> waits_for_;
    /// Batches not done, by phase; the first phase is the open one.
    std::map<std::uint32_t, std::size_t> unfinished_;
    std::set<std::uint32_t> ready_;
    std::set<std::uint32_t> ready_serial_;
    bool org_has_serial_lane_;
    bool serial_running_ = false;
};

}  // namespace rowlock
