#include "harness/replay/send_gate.hpp"

#include "tests/support/test.hpp"

#include <algorithm>

namespace rowlock {
namespace {

SendPlan::Batch one_batch(RowNumber first) {
    SendPlan::Batch batch;
    batch.first = first;
    batch.count = 1;
    return batch;
}

std::shared_ptr<SendPlan> plan_of(std::uint32_t batches) {
    auto plan = std::make_shared<SendPlan>();
    for (RowNumber i = 0; i < batches; ++i) plan->batches.push_back(one_batch(i));
    return plan;
}

void conflict(SendPlan& plan, std::uint32_t earlier, std::uint32_t later) {
    plan.batches[earlier].waited_for_by.push_back(later);
    ++plan.batches[later].waits_for;
}

TEST_CASE("a batch waits for earlier ones it conflicts with, others pass it") {
    const auto plan = plan_of(3);
    conflict(*plan, 0, 1);
    SendGate gate{plan};
    CHECK(gate.next() == 0U);
    gate.begin(0);
    CHECK(gate.next() == 2U);
    gate.begin(2);
    CHECK_FALSE(gate.next());
    gate.end(2);
    CHECK_FALSE(gate.next());
    gate.end(0);
    CHECK(gate.next() == 1U);
    gate.begin(1);
    CHECK(gate.exhausted());
    gate.end(1);
}

TEST_CASE("a phase opens when all of the one before is done") {
    const auto plan = plan_of(3);
    plan->batches[0].phase = 1;
    SendGate gate{plan};
    CHECK(gate.next() == 1U);
    gate.begin(1);
    gate.begin(2);
    gate.end(1);
    CHECK_FALSE(gate.next());
    gate.end(2);
    CHECK(gate.next() == 0U);
}

TEST_CASE("serial batches run one at a time, beside others") {
    const auto plan = plan_of(3);
    plan->batches[0].serial = true;
    plan->batches[1].serial = true;
    SendGate gate{plan};
    gate.begin(0);
    CHECK(gate.next() == 2U);
    gate.begin(2);
    CHECK_FALSE(gate.next());
    gate.end(0);
    CHECK(gate.next() == 1U);
}

TEST_CASE("whatever ends when, nothing runs beside what it waits for, and all is sent") {
    rc::prop("random plans, random ends", [] {
        const auto count = *rc::gen::inRange<std::uint32_t>(0, 12);
        const auto plan = plan_of(count);
        for (std::uint32_t a = 0; a < count; ++a) {
            plan->batches[a].phase = *rc::gen::inRange<std::uint32_t>(0, 2);
            plan->batches[a].serial = *rc::gen::inRange(0, 4) == 0;
            for (std::uint32_t b = a + 1; b < count; ++b) {
                if (*rc::gen::inRange(0, 3) == 0) conflict(*plan, a, b);
            }
        }
        // A plan's conflicts stay within a phase.
        for (std::uint32_t a = 0; a < count; ++a) {
            auto& later = plan->batches[a].waited_for_by;
            std::erase_if(later, [&](std::uint32_t b) {
                const bool apart = plan->batches[a].phase != plan->batches[b].phase;
                if (apart) --plan->batches[b].waits_for;
                return apart;
            });
        }
        SendGate gate{plan};
        std::vector<std::uint32_t> running;
        std::uint32_t sent = 0;
        while (!gate.exhausted() || !running.empty()) {
            const auto next = gate.next();
            if (next && (running.empty() || *rc::gen::arbitrary<bool>())) {
                for (const std::uint32_t other : running) {
                    const auto& later = plan->batches[other].waited_for_by;
                    RC_ASSERT(std::count(later.begin(), later.end(), *next) == 0);
                    RC_ASSERT(plan->batches[other].phase == plan->batches[*next].phase);
                    RC_ASSERT(!(plan->batches[other].serial && plan->batches[*next].serial));
                }
                gate.begin(*next);
                running.push_back(*next);
                ++sent;
                continue;
            }
            RC_ASSERT(!running.empty());
            const auto at = *rc::gen::inRange<std::size_t>(0, running.size());
            gate.end(running[at]);
            running.erase(running.begin() + static_cast<std::ptrdiff_t>(at));
        }
        RC_ASSERT(sent == count);
    });
}

}  // namespace
}  // namespace rowlock
