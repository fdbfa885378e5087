#include "harness/replay/plan_cut.hpp"

#include "harness/replay/send_gate.hpp"
#include "tests/support/test.hpp"

#include <set>
#include <utility>

namespace rowlock {
namespace {

/// Batches of these sizes, in two phases, where some wait for earlier ones.
std::shared_ptr<SendPlan> any_plan() {
    auto plan = std::make_shared<SendPlan>();
    RowNumber rows = 0;
    const auto sizes =
        *rc::gen::container<std::vector<RowNumber>>(rc::gen::inRange<RowNumber>(1, 40));
    for (const RowNumber size : sizes) {
        SendPlan::Batch batch;
        batch.first = rows;
        batch.count = size;
        batch.phase = *rc::gen::inRange(0U, 2U);
        batch.serial = *rc::gen::inRange(0, 4) == 0;
        rows += size;
        const auto number = static_cast<std::uint32_t>(plan->batches.size());
        for (std::uint32_t earlier = 0; earlier < number; ++earlier) {
            const bool meet =
                plan->batches[earlier].phase == batch.phase && *rc::gen::inRange(0, 3) == 0;
            if (!meet) continue;
            plan->batches[earlier].waited_for_by.push_back(number);
            ++batch.waits_for;
        }
        plan->batches.push_back(std::move(batch));
    }
    return plan;
}

std::size_t batch_of(const SendPlan& plan, RowNumber row) {
    std::size_t number = 0;
    while (plan.batches[number].first + plan.batches[number].count <= row) ++number;
    return number;
}

bool keep_apart(const SendPlan& plan, std::size_t one, std::size_t other) {
    const auto& waiting = plan.batches[std::min(one, other)].waited_for_by;
    const auto later = static_cast<std::uint32_t>(std::max(one, other));
    return one == other || std::count(waiting.begin(), waiting.end(), later) > 0 ||
           plan.batches[one].phase != plan.batches[other].phase;
}

TEST_CASE("a plan is cut for an API of smaller batches, and obeyed as before") {
    rc::prop("whatever is under way at once was allowed to be", [] {
        const auto plan = any_plan();
        const RowNumber rows_max = *rc::gen::inRange<RowNumber>(1, 30);
        const auto cut = cut_batches(plan, rows_max);
        SendGate gate{cut};
        std::vector<std::uint32_t> under_way;
        std::vector<RowNumber> sent;
        while (!gate.exhausted() || !under_way.empty()) {
            const auto next = gate.exhausted() ? std::nullopt : gate.next();
            RC_ASSERT((next || !under_way.empty()));
            if (!next || (!under_way.empty() && *rc::gen::inRange(0, 2) == 0)) {
                const auto ended = *rc::gen::inRange<std::size_t>(0, under_way.size());
                gate.end(under_way[ended]);
                under_way.erase(under_way.begin() + static_cast<std::ptrdiff_t>(ended));
                continue;
            }
            const SendPlan::Batch& piece = gate.batch(*next);
            RC_ASSERT((piece.count > 0 && piece.count <= rows_max));
            const std::size_t batch = batch_of(*plan, piece.first);
            RC_ASSERT(piece.serial == plan->batches[batch].serial);
            RC_ASSERT(batch_of(*plan, piece.first + piece.count - 1) == batch);
            for (const std::uint32_t other : under_way) {
                const std::size_t beside = batch_of(*plan, gate.batch(other).first);
                RC_ASSERT_FALSE(keep_apart(*plan, batch, beside));
                RC_ASSERT_FALSE((piece.serial && gate.batch(other).serial));
            }
            for (RowNumber i = 0; i < piece.count; ++i) sent.push_back(piece.first + i);
            gate.begin(*next);
            under_way.push_back(*next);
        }
        RowNumber rows = 0;
        for (const SendPlan::Batch& batch : plan->batches) rows += batch.count;
        const std::set<RowNumber> once{sent.begin(), sent.end()};
        RC_ASSERT((sent.size() == rows && once.size() == rows));
    });
}

TEST_CASE("a plan whose batches fit stays what it is") {
    const auto plan = std::make_shared<SendPlan>();
    plan->batches.resize(2);
    plan->batches[0].count = 200;
    plan->batches[1].first = 200;
    plan->batches[1].count = 200;
    CHECK(cut_batches(plan, 200) == plan);
    const auto cut = cut_batches(plan, 150);
    REQUIRE(cut->batches.size() == 4);
    CHECK(cut->batches[1].first == 150);
    CHECK(cut->batches[1].count == 50);
    CHECK(cut->batches[1].waits_for == 1);
    CHECK(cut->batches[2].waits_for == 0);
}

TEST_CASE("a plan goes by its own API unless the step was given one, and fits that") {
    auto plan = std::make_shared<SendPlan>();
    plan->batches.resize(1);
    plan->batches[0].count = 400;
    plan->api = LoadApi::bulk1;
    LoadStep step;
    CHECK(fit_plan(plan, step) == plan);
    CHECK(step.api == LoadApi::bulk1);
    LoadStep by_rest;
    choose_api(by_rest, LoadApi::rest);
    CHECK(fit_plan(plan, by_rest)->batches.size() == 2);
    CHECK(by_rest.api == LoadApi::rest);
    CHECK(fit_plan(nullptr, step) == nullptr);
}

}  // namespace
}  // namespace rowlock
