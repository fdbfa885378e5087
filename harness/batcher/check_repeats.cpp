// I6, I7, I8, I11, I12: the same question again, claims, and whether there is an answer at all.
#include "harness/batcher/property_checks.hpp"
#include "harness/batcher/variants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace rowlock::batcher {
namespace {

/// The answer to reordered rows in the numbers of the rows before.
Answer in_old_numbers(Answer answer, const std::vector<std::uint32_t>& order) {
    for (AnswerBatch& batch : answer.batches) {
        for (std::uint32_t& row : batch.rows) row = order[row];
        std::sort(batch.rows.begin(), batch.rows.end());
    }
    return answer;
}

std::optional<Violation> check_other_order(
    Trial& trial, const std::vector<std::uint32_t>& order, std::string_view words
) {
    const Answer* const answer = trial.answer();
    const AbstractCase variant = with_rows(trial.abstract(), order);
    if (answer == nullptr || variant == trial.abstract()) return std::nullopt;
    const auto other = trial.ask(variant);
    if (!other) return std::nullopt;
    const Answer renumbered = in_old_numbers(*other, order);
    if (batch_contents(trial.instance(), *answer) == batch_contents(trial.instance(), renumbered)) {
        return std::nullopt;
    }
    return Violation{
        fmt::format(
            "the batches are {}, but {} they are {}",
            partition_text(*answer),
            words,
            partition_text(renumbered)
        ),
        {}};
}

template <class T>
std::optional<Violation> check_claim(
    std::string_view what, const std::optional<T>& claimed, const T& counted
) {
    if (!claimed || *claimed == counted) return std::nullopt;
    return Violation{
        fmt::format("the batcher claims {} = {}, and it is {}", what, *claimed, counted), {}};
}

/// How long the plan takes, in seconds. Whoever feeds may choose the order, so that feeds take any
/// time from the judge's lower bound up to one batch after the other.
struct PlanTime {
    double least = 0;
    double most = 0;
};

PlanTime time_of(Trial& trial, const Answer& answer) {
    const double listed = makespan_seconds(trial.instance(), trial.keys(), answer);
    const bool fed =
        std::any_of(answer.batches.begin(), answer.batches.end(), [](const AnswerBatch& batch) {
            return batch.lane == BatchLane::feed;
        });
    if (!fed) return {listed, listed};
    Answer in_a_row = answer;
    for (AnswerBatch& batch : in_a_row.batches) {
        batch.phase = 0;
        batch.lane = BatchLane::serial;
    }
    return {
        lower_bound_seconds(trial.instance(), trial.keys()),
        makespan_seconds(trial.instance(), trial.keys(), in_a_row)};
}

std::string text_of(const PlanTime& time) {
    if (time.least == time.most) return fmt::format("{:.3f} s", time.most);
    return fmt::format("from {:.3f} to {:.3f} s", time.least, time.most);
}

/// A lower bound is not recounted: it only must be none above. [planning facts, I11]
std::optional<Violation> check_claimed_times(const Claims& claims, const PlanTime& time) {
    // Seconds: batchers round, but never by a batch, which takes five.
    constexpr double k_slack = 1;
    // Negated, so that what is no number fails.
    const auto among = [&](double seconds) {
        return seconds >= time.least - k_slack && seconds <= time.most + k_slack;
    };
    if (claims.makespan && !among(*claims.makespan)) {
        return Violation{
            fmt::format(
                "the batcher claims makespan = {} s, and it is {}", *claims.makespan, text_of(time)
            ),
            {}};
    }
    const double most = claims.makespan ? *claims.makespan + 1e-9 : time.most + k_slack;
    if (!claims.lower_bound || *claims.lower_bound <= most) return std::nullopt;
    return Violation{
        fmt::format(
            "the batcher claims lowerBound = {} s, and its plan takes {}{}",
            *claims.lower_bound,
            text_of(time),
            claims.makespan ? fmt::format(", {} s as it says", *claims.makespan) : ""
        ),
        {}};
}

}  // namespace

std::optional<Violation> check_determinism(Trial& trial) {
    const Answer* const answer = trial.answer();
    if (answer == nullptr) return std::nullopt;
    for (const Surroundings surroundings : {Surroundings::first, Surroundings::second}) {
        const auto other = trial.ask(trial.abstract(), surroundings);
        if (!other || *other == *answer) continue;
        const bool same_rows = partition_text(*answer) == partition_text(*other);
        const bool elsewhere =
            surroundings == Surroundings::second && !trial.other_surroundings().empty();
        return Violation{
            fmt::format(
                "the same input gave {} and then{} {}",
                partition_text(*answer),
                elsewhere ? fmt::format(", {},", trial.other_surroundings()) : "",
                same_rows ? "the same rows in other words" : partition_text(*other)
            ),
            {}};
    }
    return std::nullopt;
}

std::optional<Violation> check_order(Trial& trial) {
    const auto rows = static_cast<std::uint32_t>(trial.abstract().rows.size());
    if (rows < 2) return std::nullopt;
    std::vector<std::uint32_t> order(rows);
    std::iota(order.rbegin(), order.rend(), 0U);
    auto violation = check_other_order(trial, order, "with the rows in reverse order");
    if (violation) return violation;
    std::iota(order.begin(), order.end(), 0U);
    std::rotate(order.begin(), order.begin() + (rows + 1) / 2, order.end());
    return check_other_order(trial, order, "with the second half of the rows first");
}

std::optional<Violation> check_idempotence(Trial& trial) {
    const Answer* const answer = trial.answer();
    if (answer == nullptr) return std::nullopt;
    std::vector<std::uint32_t> order;
    for (const AnswerBatch& batch : answer->batches) {
        order.insert(order.end(), batch.rows.begin(), batch.rows.end());
    }
    std::vector<std::uint32_t> sorted = order;
    std::sort(sorted.begin(), sorted.end());
    // With rows lost or doubled it would be another input: I1 has that.
    const bool whole = sorted.size() == trial.abstract().rows.size() &&
                       std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end();
    if (!whole) return std::nullopt;
    return check_other_order(trial, order, "with the rows in the order of the batches");
}

std::optional<Violation> check_honesty(Trial& trial) {
    const Answer* const answer = trial.answer();
    if (answer == nullptr) return std::nullopt;
    const Claims& claims = answer->claims;
    std::uint64_t rows = 0;
    for (const AnswerBatch& batch : answer->batches) rows += batch.rows.size();
    auto wrong = check_claim<std::uint64_t>("batches", claims.batches, answer->batches.size());
    if (!wrong) wrong = check_claim("rows", claims.rows, rows);
    const std::uint64_t shared = find_clashes(trial.keys(), answer->batches).size();
    if (!wrong) wrong = check_claim("sharedKeys", claims.shared_keys, shared);
    if (wrong) return wrong;
    if (claims.safe.value_or(false) && shared > 0) {
        return Violation{
            fmt::format("the batcher claims a safe plan, and its batches share {} keys", shared),
            {}};
    }
    if (!claims.makespan && !claims.lower_bound) return std::nullopt;
    return check_claimed_times(claims, time_of(trial, *answer));
}

std::optional<Violation> check_totality(Trial& trial) {
    trial.answer();
    if (!trial.trouble()) return std::nullopt;
    const Misbehaviour& misbehaviour = trial.trouble()->misbehaviour;
    return Violation{
        fmt::format("no answer ({}): {}", name_of(misbehaviour.kind), misbehaviour.what), {}};
}

}  // namespace rowlock::batcher
