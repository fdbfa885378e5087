#include "harness/explain/explain_load.hpp"

#include "harness/explain/asked_key.hpp"
#include "harness/rehearse/ledger_files.hpp"
#include "harness/rehearse/rehearse.hpp"
#include "harness/rehearse/rehearsed_ledger.hpp"
#include "harness/replay/progress.hpp"
#include "mockorg/base/counted.hpp"
#include "mockorg/base/interrupt.hpp"
#include "mockorg/schema/schema_loader.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>

namespace rowlock {
namespace {

/// The row that is asked for among those of the load's source, from 0.
Result<RowNumber> source_row(const ExplainOptions& options, const LoadOutcome& load) {
    const auto outside = [&](std::uint64_t rows, const std::string& of) {
        return fail(
            ErrorCode::bad_configuration,
            fmt::format("--row {}: {} has {}", *options.row, of, counted(rows, "row"))
        );
    };
    const std::uint64_t place = *options.row - 1;
    if (!options.partition) {
        if (place >= load.ledger.rows()) return outside(load.ledger.rows(), "the load");
        return static_cast<RowNumber>(place);
    }
    const std::uint64_t partition = *options.partition - 1;
    if (partition >= load.partitions.size()) {
        return fail(
            ErrorCode::bad_configuration,
            fmt::format(
                "--partition {}: the load has {}",
                *options.partition,
                counted(load.partitions.size(), "partition")
            )
        );
    }
    const RowSequence& rows = load.partitions[partition];
    if (place >= rows.size())
        return outside(rows.size(), fmt::format("partition {}", *options.partition));
    return rows[static_cast<RowNumber>(place)];
}

/// Whether the failed transaction held the row at this place.
bool is_of(const Org& org, const TransactionOrigin& waiter, const LoadPlace& place) {
    const auto has_row = [&](std::uint64_t row) {
        return row >= waiter.first_row && row < std::uint64_t{waiter.first_row} + waiter.rows;
    };
    if (waiter.kind == TransactionOrigin::Kind::rest) {
        const bool is_same = place.job.empty() && place.batch == std::to_string(waiter.batch);
        return is_same && has_row(place.position);
    }
    const bool is_bulk = waiter.kind == TransactionOrigin::Kind::bulk_chunk;
    if (!is_bulk || org.job_id(waiter.job).text() != place.job) return false;
    const auto batch = org.batch_of(waiter);
    if (!batch) return false;
    const std::string id = batch->id ? batch->id->text() : std::string{};
    if (id != place.batch) return false;
    return has_row(place.position + (batch->id ? batch->first_row : 0));
}

void add_row(const FinishedStrategy& finished, RowNumber row, ExplainAnswer& answer) {
    const ResultLedger& ledger = finished.load.ledger;
    RowStory story;
    story.name = fmt::format("row {} of the load", grouped(std::uint64_t{row} + 1));
    story.status = ledger.status(row);
    if (story.status == RowStatus::failed) {
        story.code = ledger.failure_code(row);
        for (const FailureCount& failure : ledger.failures())
            if (failure.code == story.code) story.sample = failure.sample;
    }
    const std::vector<LoadPlace> places = finished.places.places_of(row);
    answer.row = std::move(story);
    const auto failures = finished.org.ledger().failures();
    const std::size_t told = std::min(failures.size(), answer.report.failures.size());
    for (const LoadPlace& place : places) {
        for (std::size_t i = 0; i < told; ++i) {
            if (!is_of(finished.org, failures[i].waiter, place)) continue;
            ++answer.failures_found;
            answer.failures.push_back(i);
        }
    }
}

Result<void> look_closer(
    const ExplainOptions& options, const FinishedStrategy& finished, ExplainAnswer& answer
) {
    LedgerReportOptions report_options;
    report_options.hottest = std::max(report_options.hottest, options.top);
    report_options.pairs = std::max(report_options.pairs, options.top);
    const std::size_t listed = report_options.hottest;
    // One key's waits may be the least of all.
    if (!options.key.empty()) report_options.hottest = std::numeric_limits<std::size_t>::max();
    answer.report = rehearsed_ledger(finished, report_options);
    answer.all_keys_listed = answer.report.hottest.size() < report_options.hottest;
    if (options.row) {
        const auto row = source_row(options, finished.load);
        if (!row) return Failure{row.error()};
        add_row(finished, *row, answer);
    } else {
        choose_failures(answer);
    }
    if (answer.report.hottest.size() > listed) answer.report.hottest.resize(listed);
    return write_ledger_files(finished, options.ledger_file, options.trace_file);
}

}  // namespace

Result<ExplainAnswer> explain_load(const ExplainOptions& options, Load load, Io& io) {
    if (!options.key.empty()) {
        const auto schema = read_schema_file(load.schema.text);
        if (!schema) return Failure{schema.error()};
        if (auto key = check_key(options.key, **schema); !key)
            return Failure{std::move(key.error())};
    }
    if (options.strategy.empty()) load.strategies.resize(1, load.strategies.front());
    ExplainAnswer answer;
    answer.source = "rehearsal";
    answer.key = options.key;
    answer.top = options.top;
    Progress progress{io, "rehearsing"};
    RehearseOptions rehearse_options;
    rehearse_options.seed = options.seed;
    rehearse_options.rows = options.rows;
    rehearse_options.strategy = options.strategy;
    rehearse_options.api = options.api;
    rehearse_options.limits = options.limits;
    rehearse_options.on_progress = [&](std::size_t, std::uint64_t done, std::uint64_t all) {
        progress.show(done, all);
    };
    rehearse_options.on_schema_note = [&](const std::string& note) { io.err.line(note); };
    Result<void> looked;
    rehearse_options.on_finished = [&](std::size_t, const FinishedStrategy& finished) {
        looked = look_closer(options, finished, answer);
    };
    const InterruptGuard guard;
    const auto rehearsal = rehearse(std::move(load), rehearse_options);
    progress.clear();
    if (!rehearsal) return Failure{rehearsal.error()};
    if (!looked) return Failure{looked.error()};
    const StrategyOutcome& outcome = rehearsal->strategies.front();
    answer.name = fmt::format(
        "{}, strategy \"{}\" (seed {})", rehearsal->load, outcome.name, rehearsal->seed
    );
    if (!outcome.error.empty()) io.err.line("note: the load came to a bad end: " + outcome.error);
    answer.interrupted = outcome.interrupted;
    const bool wants_files = !options.ledger_file.empty() || !options.trace_file.empty();
    if (outcome.interrupted && wants_files) io.err.line(k_no_half_ledger);
    for (const FailureCount& failure : outcome.failures)
        if (!failure.is_of_locks()) answer.other_failures.push_back(failure);
    return answer;
}

}  // namespace rowlock
