#include "harness/replay/send_gate.hpp"

#include "mockorg/base/assert.hpp"

#include <algorithm>

namespace rowlock {

SendGate::SendGate(std::shared_ptr<const SendPlan> plan, bool org_has_serial_lane)
    : plan_(std::move(plan)),
      left_(plan_->batches.size()),
      org_has_serial_lane_(org_has_serial_lane) {
    for (const SendPlan::Batch& batch : plan_->batches) {
        waits_for_.push_back(batch.waits_for);
        ++unfinished_[batch.phase];
    }
    open_phase();
}

void SendGate::open_phase() {
    if (unfinished_.empty()) return;
    const std::uint32_t phase = unfinished_.begin()->first;
    for (std::uint32_t i = 0; i < plan_->batches.size(); ++i) {
        if (batch(i).phase == phase && waits_for_[i] == 0) make_ready(i);
    }
}

void SendGate::make_ready(std::uint32_t number) {
    (batch(number).serial ? ready_serial_ : ready_).insert(number);
}

std::optional<std::uint32_t> SendGate::next() const {
    std::optional<std::uint32_t> first;
    if (!ready_.empty()) first = *ready_.begin();
    if (serial_running_ || ready_serial_.empty()) return first;
    return std::min(first.value_or(*ready_serial_.begin()), *ready_serial_.begin());
}

void SendGate::begin(std::uint32_t number) {
    const bool was_ready = ready_.erase(number) + ready_serial_.erase(number) > 0;
    ROWLOCK_ASSERT(was_ready && left_ > 0);
    serial_running_ = serial_running_ || (batch(number).serial && !org_has_serial_lane_);
    --left_;
}

void SendGate::end(std::uint32_t number) {
    const SendPlan::Batch& done = batch(number);
    if (done.serial) serial_running_ = false;
    for (const std::uint32_t other : done.waited_for_by) {
        ROWLOCK_ASSERT(waits_for_[other] > 0);
        --waits_for_[other];
        if (waits_for_[other] == 0 && batch(other).phase == done.phase) make_ready(other);
    }
    const auto phase = unfinished_.find(done.phase);
    ROWLOCK_ASSERT(phase != unfinished_.end());
    --phase->second;
    if (phase->second > 0) return;
    unfinished_.erase(phase);
    open_phase();
}

}  // namespace rowlock
