#include "harness/replay/plan_cut.hpp"

#include "mockorg/base/assert.hpp"

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

RowNumber pieces_of(const SendPlan::Batch& batch, RowNumber rows_max) {
    return std::max<RowNumber>(1, (batch.count - 1) / rows_max + 1);
}

/// The numbers that the first pieces of the batches get.
std::vector<std::uint32_t> first_pieces(const SendPlan& plan, RowNumber rows_max) {
    std::vector<std::uint32_t> numbers;
    std::uint32_t next = 0;
    for (const SendPlan::Batch& batch : plan.batches) {
        numbers.push_back(next);
        next += pieces_of(batch, rows_max);
    }
    return numbers;
}

}  // namespace

std::shared_ptr<const SendPlan> cut_batches(
    std::shared_ptr<const SendPlan> plan, RowNumber rows_max
) {
    ROWLOCK_ASSERT(rows_max > 0);
    const auto is_larger = [&](const SendPlan::Batch& batch) { return batch.count > rows_max; };
    if (std::none_of(plan->batches.begin(), plan->batches.end(), is_larger)) return plan;
    const auto firsts = first_pieces(*plan, rows_max);
    auto cut = std::make_shared<SendPlan>(*plan);
    cut->batches.clear();
    for (const SendPlan::Batch& batch : plan->batches) {
        const RowNumber end = batch.first + batch.count;
        SendPlan::Batch piece = batch;
        piece.waited_for_by.clear();
        for (; end - piece.first > rows_max; piece.first += rows_max) {
            const auto number = static_cast<std::uint32_t>(cut->batches.size());
            piece.count = rows_max;
            cut->batches.push_back(piece);
            cut->batches.back().waited_for_by.push_back(number + 1);
            piece.waits_for = 1;
        }
        piece.count = end - piece.first;
        for (const std::uint32_t other : batch.waited_for_by)
            piece.waited_for_by.push_back(firsts[other]);
        cut->batches.push_back(std::move(piece));
    }
    return cut;
}

std::shared_ptr<const SendPlan> fit_plan(std::shared_ptr<const SendPlan> plan, LoadStep& step) {
    if (plan == nullptr) return plan;
    if (plan->api && !step.api_given) choose_api(step, *plan->api);
    return cut_batches(std::move(plan), batch_rows_max(step.api));
}

}  // namespace rowlock
