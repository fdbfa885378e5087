#include "harness/cleanup/deletion_run.hpp"

#include "harness/cleanup/id_rows.hpp"
#include "harness/replay/left_jobs.hpp"
#include "harness/replay/progress.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <memory>

namespace rowlock {
namespace {

constexpr std::uint32_t k_retries = 5;

/// A load of one source, the records to delete.
Load deletion_of(const std::string& object, const DeletionPlan& plan, bool hard) {
    Load load;
    load.name = "cleanup";
    load.sources.push_back({"records", object, CsvFileSpec{}});
    Strategy strategy;
    strategy.name = "cleanup";
    strategy.load.operation = hard ? LoadOperation::hard_remove : LoadOperation::remove;
    strategy.load.batch_rows = k_deletion_batch_rows;
    strategy.load.in_flight = plan.in_flight;
    strategy.load.poll_every = seconds(2.0);
    strategy.load.retry.times = k_retries;
    load.strategies.push_back(std::move(strategy));
    return load;
}

/// Open jobs that a lost answer left behind, and that are not surely ours, the report names.
void settle_lost(const LoadOutcome& outcome, RemoteTarget& target, DeletionOutcome& result) {
    const auto left = settle_left_jobs(
        [&](const HttpRequest& request) { return target.ask(request); },
        {outcome.lost_creations, outcome.jobs_made}
    );
    if (!left) return;
    for (const LeftJob& job : *left) {
        if (!job.aborted) result.jobs_left.push_back(job.id);
    }
}

void show_progress(Progress& progress, const LoadOutcome& outcome) {
    const std::uint64_t deleted = outcome.ledger.count(RowStatus::updated);
    const std::uint64_t failed = outcome.ledger.count(RowStatus::failed);
    std::string detail;
    if (failed > 0) detail = fmt::format("{} failed", failed);
    if (outcome.retry_passes > 0) detail += fmt::format(", round {}", outcome.retry_passes + 1);
    progress.show(deleted, outcome.rows, detail);
}

}  // namespace

DeletionOutcome delete_records(
    const std::string& object,
    IdTable ids,
    const DeletionPlan& plan,
    const DeletionPace& pace,
    RemoteTarget& target,
    Io& io
) {
    const Load load = deletion_of(object, plan, pace.hard);
    const OpenSources sources{std::make_shared<IdRows>(std::move(ids))};
    LoadDriverOptions options;
    options.journal = pace.journal;
    options.plan = plan.send;
    options.mock_org = target.is_mock();
    options.org_ms = target.org_ms();
    DeletionOutcome result;
    const auto driver =
        LoadDriver::create(load, load.strategies.front(), sources, std::move(options));
    if (!driver) {
        result.error = driver.error();
        return result;
    }
    const LoadOutcome& outcome = (*driver)->outcome();
    {
        Progress progress{io, "deleting " + object};
        run_driver(**driver, target, [&] { show_progress(progress, outcome); });
    }
    result.rows = tally_of(outcome);
    result.failures = failures_by_rows(outcome.ledger.failures());
    const auto gone =
        std::find_if(result.failures.begin(), result.failures.end(), [](const FailureCount& one) {
            return one.code == wire_code(ErrorCode::entity_is_deleted);
        });
    if (gone != result.failures.end()) result.gone_before = gone->rows;
    result.retry_passes = outcome.retry_passes;
    result.jobs_left = outcome.jobs_left;
    settle_lost(outcome, target, result);
    result.interrupted = outcome.interrupted;
    result.error = outcome.error;
    return result;
}

}  // namespace rowlock
