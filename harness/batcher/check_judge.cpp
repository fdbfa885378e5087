// M6 to M10: the judge itself, on the plan that the batcher made.
#include "harness/batcher/canonical_key.hpp"
#include "harness/batcher/property_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace rowlock::batcher {
namespace {

Violation judge_is_wrong(std::string_view change, std::uint64_t before, std::uint64_t after) {
    return Violation{
        fmt::format(
            "the judge of this suite is wrong: {} takes it from {} clashing pairs to {}",
            change,
            before,
            after
        ),
        {}};
}

}  // namespace

std::optional<Violation> check_fewer_columns(Trial& trial, const PairCounter& judge) {
    const Answer* const answer = trial.answer();
    if (answer == nullptr) return std::nullopt;
    const std::uint64_t before = judge(trial.keys(), answer->batches);
    Instance fewer = trial.instance();
    for (Column& column : fewer.columns) {
        if (!column.is_key) continue;
        column.is_key = false;
        const std::uint64_t after = judge(keys_of(fewer), answer->batches);
        if (after > before) return judge_is_wrong("a key column less", before, after);
        column.is_key = true;
    }
    return std::nullopt;
}

std::optional<Violation> check_merged_keys(Trial& trial, const PairCounter& judge) {
    const Answer* const answer = trial.answer();
    if (answer == nullptr) return std::nullopt;
    std::set<std::string> distinct;
    for (const auto& keys : trial.keys()) distinct.insert(keys.begin(), keys.end());
    if (distinct.size() < 2) return std::nullopt;
    const std::string kept = *distinct.begin();
    const std::string merged = *std::next(distinct.begin());
    KeyTable table = trial.keys();
    for (auto& keys : table) {
        std::replace(keys.begin(), keys.end(), merged, kept);
        std::sort(keys.begin(), keys.end());
        keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    }
    const std::uint64_t before = judge(trial.keys(), answer->batches);
    const std::uint64_t after = judge(table, answer->batches);
    if (after < before) return judge_is_wrong("two records made one", before, after);
    if (lower_bound_seconds(trial.instance(), table) <
        lower_bound_seconds(trial.instance(), trial.keys())) {
        return Violation{"two records made one lower the bound of the judge", {}};
    }
    return std::nullopt;
}

std::optional<Violation> check_more_workers(Trial& trial) {
    Instance more = trial.instance();
    ++more.workers;
    const double before = lower_bound_seconds(trial.instance(), trial.keys());
    const double after = lower_bound_seconds(more, trial.keys());
    if (after <= before) return std::nullopt;
    return Violation{
        fmt::format(
            "the judge of this suite is wrong: one more worker takes its lower bound from {} to {}",
            before,
            after
        ),
        {}};
}

std::optional<Violation> check_dropped_barrier(Trial& trial, const PairCounter& judge) {
    const Answer* const answer = trial.answer();
    if (answer == nullptr) return std::nullopt;
    const std::uint64_t before = judge(trial.keys(), answer->batches);
    std::vector<AnswerBatch> batches = answer->batches;
    for (AnswerBatch& batch : batches) batch.phase = 0;
    const std::uint64_t after = judge(trial.keys(), batches);
    if (after >= before) return std::nullopt;
    return judge_is_wrong("leaving the phases out", before, after);
}

std::optional<Violation> check_batch_order(Trial& trial, const PairCounter& judge) {
    const Answer* const answer = trial.answer();
    if (answer == nullptr) return std::nullopt;
    const std::uint64_t before = judge(trial.keys(), answer->batches);
    std::vector<AnswerBatch> batches = answer->batches;
    std::reverse(batches.begin(), batches.end());
    const std::uint64_t after = judge(trial.keys(), batches);
    if (after == before) return std::nullopt;
    return judge_is_wrong("turning the order of the batches round", before, after);
}

}  // namespace rowlock::batcher
