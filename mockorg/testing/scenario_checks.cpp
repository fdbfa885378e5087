#include "mockorg/testing/scenario_checks.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace rowlock {
namespace {

using Difference = std::optional<std::string>;

/// The state of one job that was accepted; what there is instead otherwise.
Result<JobInfo> info_of(const ScenarioJob& job, ScenarioState& state) {
    if (!job.refusal.empty())
        return fail(ErrorCode::invalid_job, "a job that was refused: " + job.refusal);
    if (!job.id) return fail(ErrorCode::invalid_job, "a job that has not arrived yet");
    return state.org.job(*job.id);
}

std::uint64_t count_created(const CsvTable& successful) {
    std::uint64_t created = 0;
    for (std::size_t row = 0; row < successful.rows.size(); ++row) {
        if (successful.at(row, "sf__Created") == "true") ++created;
    }
    return created;
}

/// Rows created (or else updated, or deleted) by one job.
Result<double> successes_of(const ScenarioJob& job, bool created, ScenarioState& state) {
    const auto table = state.org.results(*job.id, JobResultKind::successful);
    if (!table) return tl::unexpected{table.error()};
    const std::uint64_t made = count_created(*table);
    return static_cast<double>(created ? made : table->rows.size() - made);
}

Result<double> figure_of(const ScenarioJob& job, JobFigure figure, ScenarioState& state) {
    const auto info = info_of(job, state);
    if (!info) return tl::unexpected{info.error()};
    switch (figure) {
        case JobFigure::processed:
            return static_cast<double>(info->rows_processed);
        case JobFigure::failed:
            return static_cast<double>(info->rows_failed);
        case JobFigure::unprocessed:
            return static_cast<double>(job.rows - info->rows_processed);
        case JobFigure::retries:
            return static_cast<double>(info->retries);
        case JobFigure::created:
        case JobFigure::updated:
            return successes_of(job, figure == JobFigure::created, state);
        case JobFigure::ended:
            break;
    }
    const bool running = info->state == JobState::upload_complete ||
                         info->state == JobState::in_progress || info->batches.queued > 0 ||
                         info->batches.in_progress > 0;
    if (running || info->state == JobState::open) {
        return fail(ErrorCode::invalid_job_state, "a job that has not ended");
    }
    return to_seconds(info->modified - state.begin);
}

std::string figure_text(ExpectFigure::Unit unit, double value, std::uint64_t rows) {
    if (unit == ExpectFigure::Unit::seconds) return fmt::format("{:.3f}s", value);
    if (unit != ExpectFigure::Unit::share) return fmt::format("{:.0f}", value);
    const double percent = rows == 0 ? 0.0 : value / static_cast<double>(rows) * 100.0;
    return fmt::format("{:.2f}% ({:.0f} of {} rows)", percent, value, rows);
}

Difference difference(const ExpectFigure& expected, ScenarioState& state) {
    double value = 0.0;
    std::uint64_t rows = 0;
    for (const ScenarioJob* job : state.jobs_of(expected.job)) {
        const auto figure = figure_of(*job, expected.figure, state);
        if (!figure) return figure.error().message;
        rows += job->rows;
        value = expected.figure == JobFigure::ended ? std::max(value, *figure) : value + *figure;
    }
    using Unit = ExpectFigure::Unit;
    bool holds = expected.range.holds(value);
    if (expected.unit == Unit::share) {
        holds = expected.range.holds(rows == 0 ? 0.0 : value / static_cast<double>(rows));
    } else if (expected.unit == Unit::multiple) {
        holds = std::fmod(value, expected.range.low) == 0.0;
    }
    if (holds) return std::nullopt;
    return figure_text(expected.unit, value, rows);
}

Difference difference(const ExpectState& expected, ScenarioState& state) {
    for (const ScenarioJob* job : state.jobs_of(expected.job)) {
        const auto info = info_of(*job, state);
        if (!info) return info.error().message;
        if (info->state == expected.state) continue;
        return fmt::format("{} is {}", state.name_of_job(info->id), name_of(info->state));
    }
    return std::nullopt;
}

/// The different texts of a result file's failed rows.
Result<std::set<std::string>> row_errors(const ScenarioJob& job, ScenarioState& state) {
    const auto info = info_of(job, state);
    if (!info) return tl::unexpected{info.error()};
    const auto failed = state.org.results(*job.id, JobResultKind::failed);
    if (!failed) return tl::unexpected{failed.error()};
    std::set<std::string> errors;
    for (std::size_t row = 0; row < failed->rows.size(); ++row)
        errors.emplace(failed->at(row, "sf__Error"));
    return errors;
}

Result<std::set<std::string>> texts_of(
    const ScenarioJob& job, ExpectText::Where where, ScenarioState& state
) {
    if (where == ExpectText::Where::refusal) {
        return job.refusal.empty() ? std::set<std::string>{} : std::set<std::string>{job.refusal};
    }
    if (where == ExpectText::Where::row_error) return row_errors(job, state);
    const auto info = info_of(job, state);
    if (!info) return tl::unexpected{info.error()};
    return info->error_message.empty() ? std::set<std::string>{}
                                       : std::set<std::string>{info->error_message};
}

/// Holds if one of the jobs has the text.
Difference difference(const ExpectText& expected, ScenarioState& state) {
    std::set<std::string> seen;
    for (const ScenarioJob* job : state.jobs_of(expected.job)) {
        const auto texts = texts_of(*job, expected.where, state);
        if (!texts) return texts.error().message;
        for (const std::string& text : *texts) {
            if (text.find(expected.text) != std::string::npos) return std::nullopt;
            seen.insert(text);
        }
    }
    if (seen.empty()) return "no text at all";
    return *seen.begin() +
           (seen.size() > 1 ? fmt::format(" and {} other texts", seen.size() - 1) : "");
}

Difference difference(const ExpectWholeChunks& expected, ScenarioState& state) {
    std::set<std::string> ids;
    for (const ScenarioJob* job : state.jobs_of(expected.job)) {
        if (job->id) ids.insert(job->id->text());
    }
    const Ledger& ledger = state.org.org().ledger();
    for (const LockFailure& failure : ledger.failures()) {
        const RecordId id = state.org.org().job_id(failure.waiter.job);
        const bool is_ours =
            failure.waiter.kind == TransactionOrigin::Kind::bulk_chunk && ids.contains(id.text());
        if (!is_ours || failure.rows_failed == failure.waiter.rows) continue;
        return fmt::format(
            "{} lost {} of the {} rows from row {} on",
            state.name_of_job(id),
            failure.rows_failed,
            failure.waiter.rows,
            failure.waiter.first_row
        );
    }
    if (ledger.dropped() > 0)
        return fmt::format("{} failures that the ledger dropped", ledger.dropped());
    return std::nullopt;
}

std::string owner_name(const TransactionOrigin& origin, const ScenarioState& state) {
    if (origin.kind == TransactionOrigin::Kind::rest) return "a REST write";
    if (origin.kind == TransactionOrigin::Kind::foreign)
        return state.org.org().foreign_writer(origin);
    return state.name_of_job(state.org.org().job_id(origin.job));
}

std::string names_of(const std::vector<LabelRef>& jobs, const ScenarioState& state) {
    std::string names;
    for (const LabelRef& job : jobs) {
        if (!names.empty()) names.push_back(' ');
        if (state.foreign.contains(job.label)) {
            names.append(job.label);
            continue;
        }
        const ScenarioJob& meant = *state.jobs_of({job}).at(0);
        names.append(meant.id ? state.name_of_job(*meant.id) : "a job that has not arrived yet");
    }
    return names.empty() ? "nobody" : names;
}

Difference difference(const ExpectLock& expected, ScenarioState& state) {
    const RecordId record = id_of(state.records, expected.record);
    const std::vector<HeldLock> locks = state.org.locks();
    const auto lock = std::find_if(locks.begin(), locks.end(), [&](const HeldLock& each) {
        return each.record == record;
    });
    std::string holder = "nobody";
    std::string waiters;
    if (lock != locks.end()) {
        holder = owner_name(lock->holder, state);
        for (const TransactionOrigin& waiter : lock->waiters) {
            waiters.append(waiters.empty() ? "" : " ").append(owner_name(waiter, state));
        }
    }
    if (waiters.empty()) waiters = "nobody";
    const std::string wanted = names_of(expected.jobs, state);
    const bool holds =
        expected.what == ExpectLock::What::waiting ? waiters == wanted : holder == wanted;
    if (holds) return std::nullopt;
    return fmt::format("held by {}, waiting: {}", holder, waiters);
}

Difference difference(const ExpectQuery& expected, ScenarioState& state) {
    const auto count = state.org.count(expected.soql);
    if (!count) return count.error().message;
    if (expected.range.holds(static_cast<double>(*count))) return std::nullopt;
    return std::to_string(*count);
}

std::uint64_t figure_of(const ForeignStatistics& did, ForeignFigure figure) {
    switch (figure) {
        case ForeignFigure::runs:
            return did.runs;
        case ForeignFigure::committed:
            return did.committed;
        case ForeignFigure::records:
            return did.records;
        case ForeignFigure::waits:
            return did.locks.lock_waits;
        case ForeignFigure::timeouts:
            return did.locks.lock_timeouts;
        case ForeignFigure::deadlocks:
            return did.locks.deadlocks;
        case ForeignFigure::retries:
            return did.retries;
        case ForeignFigure::given_up:
            break;
    }
    return did.given_up;
}

Difference difference(const ExpectForeign& expected, ScenarioState& state) {
    const auto reports = state.org.org().foreign_writers();
    const auto found = std::find_if(reports.begin(), reports.end(), [&](const auto& report) {
        return report.writer.name == expected.writer.label;
    });
    if (found == reports.end()) return "nobody of that name";
    const std::uint64_t count = figure_of(found->statistics, expected.figure);
    if (expected.range.holds(static_cast<double>(count))) return std::nullopt;
    return fmt::format("{} {}", count, name_of(expected.figure));
}

Difference difference(const ExpectWrite& expected, ScenarioState& state) {
    using Outcome = ExpectWrite::Outcome;
    const WriteAnswer& answer = *state.writes.at(expected.write.label);
    if (!answer)
        return expected.outcome == Outcome::waiting ? std::nullopt : Difference{"it waits"};
    if (answer->has_value())
        return expected.outcome == Outcome::succeeded ? std::nullopt : Difference{"it succeeded"};
    const std::string text = bulk_error_text(answer->error());
    const bool holds =
        expected.outcome == Outcome::failed && text.find(expected.text) != std::string::npos;
    return holds ? std::nullopt : Difference{"it failed: " + text};
}

}  // namespace

std::optional<std::string> find_difference(const Expectation& expectation, ScenarioState& state) {
    return std::visit(
        [&](const auto& expected) { return difference(expected, state); }, expectation
    );
}

}  // namespace rowlock
