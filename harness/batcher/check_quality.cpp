// Q1 to Q4: how good the plan is. Alarms, not proofs. [planning facts, 6.2]
#include "harness/batcher/property_checks.hpp"
#include "harness/batcher/reference_batcher.hpp"
#include "harness/batcher/variants.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowlock::batcher {
namespace {

/// Batches it takes when none is wasted.
std::size_t batches_without_empty(const Answer& answer) {
    return static_cast<std::size_t>(std::count_if(
        answer.batches.begin(),
        answer.batches.end(),
        [](const AnswerBatch& batch) { return !batch.rows.empty(); }
    ));
}

/// Lanes for a group that has to be cut are a matter of taste, and with rows and bytes to fill
/// every packing is far from the best now and then.
bool only_rows_bind(const Trial& trial) {
    return trial.fits() && !bytes_limited(trial.abstract());
}

}  // namespace

std::optional<Violation> check_batch_count(Trial& trial) {
    const Answer* const answer = trial.answer();
    if (answer == nullptr || !only_rows_bind(trial)) return std::nullopt;
    const std::size_t batches = batches_without_empty(*answer);
    // The planner is asked only if it can make a difference.
    if (batches <= trial.instance().rows.size() / trial.instance().caps.rows + 1) {
        return std::nullopt;
    }
    const Answer reference = reference_answer(trial.instance(), 1);
    if (batches <= reference.batches.size() + 1) return std::nullopt;
    return Violation{
        fmt::format(
            "{} batches where the reference planner takes {} ({})",
            batches,
            reference.batches.size(),
            partition_text(reference)
        ),
        {}};
}

std::optional<Violation> check_needless_lane(Trial& trial) {
    const Answer* const answer = trial.answer();
    if (answer == nullptr || !trial.fits()) return std::nullopt;
    for (std::size_t batch = 0; batch < answer->batches.size(); ++batch) {
        const AnswerBatch& each = answer->batches[batch];
        if (each.lane == BatchLane::parallel && each.phase == answer->batches.front().phase) {
            continue;
        }
        const std::string where = each.lane == BatchLane::parallel
                                      ? fmt::format("in phase {}", each.phase)
                                      : fmt::format("in the {} lane", name_of(each.lane));
        return Violation{
            fmt::format(
                "batch {} is {}, though every group of linked rows fits into a batch",
                batch + 1,
                where
            ),
            each.rows};
    }
    return std::nullopt;
}

std::optional<Violation> check_makespan(Trial& trial) {
    const Answer* const answer = trial.answer();
    const bool asked = answer != nullptr && answer->batches.size() > 1 && only_rows_bind(trial);
    if (!asked) return std::nullopt;
    const Instance& instance = trial.instance();
    const double time = makespan_seconds(instance, trial.keys(), *answer);
    Answer one_batch;
    one_batch.batches.resize(1);
    one_batch.batches.front().rows.resize(instance.caps.rows);
    const double slack = makespan_seconds(instance, trial.keys(), one_batch) * 1.001;
    // No plan is faster than that, so neither is the reference.
    if (time <= 1.1 * lower_bound_seconds(instance, trial.keys()) + slack) return std::nullopt;
    const Answer reference = reference_answer(instance, instance.workers);
    const double reference_time = makespan_seconds(instance, trial.keys(), reference);
    if (time <= 1.1 * reference_time + slack) return std::nullopt;
    return Violation{
        fmt::format(
            "it takes {:.1f} s where the reference planner's plan takes {:.1f} s ({})",
            time,
            reference_time,
            partition_text(reference)
        ),
        {}};
}

std::optional<Violation> check_packing(Trial& trial) {
    const Answer* const answer = trial.answer();
    if (answer == nullptr || bytes_limited(trial.abstract())) return std::nullopt;
    const auto fewest =
        fewest_batches(group_sizes(find_groups(trial.keys())), trial.instance().caps.rows);
    const std::size_t batches = batches_without_empty(*answer);
    if (!fewest || 9 * batches <= 11 * *fewest + 9) return std::nullopt;
    return Violation{fmt::format("{} batches where {} would do", batches, *fewest), {}};
}

}  // namespace rowlock::batcher
