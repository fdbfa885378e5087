#include "harness/rehearse/rehearsal.hpp"
#include "harness/replay/figures.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

std::string time_and_parallelism(const StrategyOutcome& outcome) {
    return fmt::format(
        "in {}, with {:.1f} batches at once on average",
        duration_text(outcome.duration),
        outcome.degree_of_parallelism()
    );
}

std::string stopped_sentence(const StrategyOutcome& outcome) {
    return fmt::format(
        "{} of {} rows were loaded before it came to a bad end: {}",
        grouped(outcome.rows.succeeded()),
        grouped(outcome.rows.submitted),
        outcome.error
    );
}

std::string lock_losses(const StrategyOutcome& outcome) {
    const std::uint64_t deadlocks = outcome.locks.deadlocks;
    std::string text = fmt::format(
        "{} gave up after waiting {} for a record that another one held",
        counted(outcome.locks.lock_timeouts - deadlocks, "chunk"),
        duration_text(outcome.lock_wait)
    );
    if (deadlocks > 0)
        text += fmt::format(", {} because of a deadlock", counted(deadlocks, "chunk"));
    return text;
}

/// What most rows failed on that did not fail on locks.
std::string other_losses(const StrategyOutcome& outcome) {
    const std::uint64_t rows = outcome.rows_failed_otherwise();
    if (rows == 0) return {};
    const auto most = std::find_if(
        outcome.failures.begin(),
        outcome.failures.end(),
        [](const FailureCount& failure) { return !failure.is_of_locks(); }
    );
    return fmt::format(
        "; {} failed on their data, most of them on {}", counted(rows, "row"), most->sample
    );
}

std::string success_sentence(const StrategyOutcome& outcome) {
    const std::uint64_t submitted = outcome.rows.submitted;
    std::string text = outcome.plan_source_rows > submitted
                           ? fmt::format(
                                 "the plan's {} of {} rows were loaded",
                                 grouped(submitted),
                                 grouped(outcome.plan_source_rows)
                             )
                           : fmt::format("all {} rows were loaded", grouped(submitted));
    text += ' ' + time_and_parallelism(outcome);
    if (outcome.locks.lock_timeouts > 0) {
        return text + fmt::format(
                          "; {}, and {} of retries made up for it",
                          lock_losses(outcome),
                          counted(outcome.retry_passes, "round")
                      );
    }
    if (outcome.locks.lock_waits > 0) {
        return text + fmt::format(
                          "; locks were waited for {}, never in vain",
                          counted(outcome.locks.lock_waits, "time")
                      );
    }
    return text + "; nothing ever waited for a lock";
}

std::string loss_sentence(const StrategyOutcome& outcome) {
    const RowTally& rows = outcome.rows;
    const std::uint64_t lost = rows.submitted - rows.succeeded();
    std::string text = fmt::format(
        "{} of {} rows ({} %) were lost {}",
        grouped(lost),
        grouped(rows.submitted),
        percent(lost, rows.submitted),
        time_and_parallelism(outcome)
    );
    text +=
        outcome.locks.lock_timeouts == 0 ? "; none of them to a lock" : "; " + lock_losses(outcome);
    return text + other_losses(outcome);
}

}  // namespace

std::string sentence_about(const StrategyOutcome& outcome) {
    if (outcome.interrupted) {
        return fmt::format(
            "interrupted when {} of {} rows were loaded",
            grouped(outcome.rows.succeeded()),
            grouped(outcome.rows.submitted)
        );
    }
    if (!outcome.error.empty()) return stopped_sentence(outcome);
    if (outcome.rows.succeeded() == outcome.rows.submitted) return success_sentence(outcome);
    return loss_sentence(outcome);
}

}  // namespace rowlock
