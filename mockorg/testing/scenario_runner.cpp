#include "mockorg/testing/scenario_runner.hpp"

#include "mockorg/testing/scenario_checks.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <deque>

namespace rowlock {
namespace {

/// Records made by one job: one batch, whose rows get their ids in order.
constexpr std::uint32_t k_records_per_job = 10'000;

/// A job that is still to come.
struct Arrival {
    TimePoint time;
    /// Which one of its statement's jobs.
    std::uint32_t job = 0;
    std::shared_ptr<const ScenarioRows> rows;
    const StartJobs* jobs = nullptr;
    const ScenarioStatement* statement = nullptr;
};

/// One run of a scenario with one seed.
class ScenarioRun {
public:
    ScenarioRun(const Scenario& scenario, std::uint64_t seed, InProcessOrg org)
        : scenario_(scenario), seed_(seed), state_(std::move(org)) {}

    std::vector<ScenarioFailure> run();

private:
    Result<void> perform(const CreateRecords& records);
    Result<void> perform(const StartJobs& jobs);
    Result<void> perform(const AbortJob& abort);
    Result<void> perform(const StartWrite& write);
    Result<void> perform(const StartForeign& foreign);
    Result<void> perform(const StopForeign& foreign);

    Result<void> perform(const MoveTo& move) { return move_to(state_.begin + move.time); }

    Result<void> perform(const AdvanceBy& advance) { return move_to(now() + advance.time); }

    Result<void> perform(const RunUntilIdle&);
    Result<void> perform(const Expectation& expectation);

    Result<void> move_to(TimePoint time);
    Result<void> arrive();
    Result<std::vector<RecordId>> insert_records(const std::string& object, std::string csv);
    void add_failure(std::string expected, std::string got);

    TimePoint now() const { return state_.org.org().now(); }

    Random random() const { return Random{seed_}.split("scenario").split(statement_->line); }

    const Scenario& scenario_;
    std::uint64_t seed_;
    ScenarioState state_;
    const ScenarioStatement* statement_ = nullptr;
    /// By time of arrival.
    std::deque<Arrival> arrivals_;
    std::vector<ScenarioFailure> failures_;
};

std::vector<ScenarioFailure> ScenarioRun::run() {
    for (const ScenarioStatement& statement : scenario_.statements) {
        statement_ = &statement;
        const bool is_preparation = std::holds_alternative<CreateRecords>(statement.action);
        const auto done =
            std::visit([&](const auto& action) { return perform(action); }, statement.action);
        if (!done) {
            add_failure(statement_->text, done.error().message);
            break;
        }
        if (is_preparation) state_.begin = now();
    }
    state_.org.org().check_invariants();
    return std::move(failures_);
}

void ScenarioRun::add_failure(std::string expected, std::string got) {
    failures_.push_back(
        {scenario_.file, statement_->line, seed_, std::move(expected), std::move(got)}
    );
}

/// Runs one job of new records to its end and returns their ids in the order of its rows.
Result<std::vector<RecordId>> ScenarioRun::insert_records(
    const std::string& object, std::string csv
) {
    const auto job = state_.org.load_csv(object, "insert", std::move(csv));
    if (!job) return tl::unexpected{job.error()};
    state_.org.run_until_idle();
    const auto failed = state_.org.results(*job, JobResultKind::failed);
    if (!failed) return tl::unexpected{failed.error()};
    if (!failed->rows.empty())
        return fail(ErrorCode::bad_file, std::string{failed->at(0, "sf__Error")});
    const auto made = state_.org.results(*job, JobResultKind::successful);
    if (!made) return tl::unexpected{made.error()};
    std::vector<RecordId> ids;
    for (const auto& row : made->rows) ids.push_back(*RecordId::parse(row.front()));
    // Result files come in any order; the rows of one batch get ascending ids.
    std::sort(ids.begin(), ids.end());
    return ids;
}

Result<void> ScenarioRun::perform(const CreateRecords& records) {
    const ScenarioRows rows{records.columns, records.count, state_.records, random()};
    auto& ids = state_.records[records.label.label];
    for (std::uint32_t first = 0; first < records.count; first += k_records_per_job) {
        const std::uint32_t count = std::min(k_records_per_job, records.count - first);
        const auto made = insert_records(records.object, rows.csv(first, count, 0));
        if (!made) return tl::unexpected{made.error()};
        ids.insert(ids.end(), made->begin(), made->end());
    }
    return {};
}

Result<void> ScenarioRun::perform(const StartJobs& jobs) {
    const std::uint64_t all_rows = std::uint64_t{jobs.rows} * jobs.count;
    const auto rows =
        std::make_shared<const ScenarioRows>(jobs.columns, all_rows, state_.records, random());
    state_.jobs[jobs.label.label].resize(jobs.count);
    const Random jitter = random().split("jitter");
    TimePoint time = now();
    for (std::uint32_t job = 0; job < jobs.count; ++job) {
        arrivals_.push_back({time, job, rows, &jobs, statement_});
        const double factor = 1.0 + jobs.jitter * (2.0 * Random{jitter.split(job)}.uniform() - 1.0);
        time += seconds(to_seconds(jobs.interval) * factor);
    }
    std::stable_sort(arrivals_.begin(), arrivals_.end(), [](const Arrival& a, const Arrival& b) {
        return a.time < b.time;
    });
    return move_to(now());
}

/// Submits the next job.
Result<void> ScenarioRun::arrive() {
    const Arrival arrival = std::move(arrivals_.front());
    arrivals_.pop_front();
    const StartJobs& jobs = *arrival.jobs;
    std::string csv =
        jobs.rows == 0
            ? inline_csv(jobs, state_.records)
            : arrival.rows->csv(std::uint64_t{jobs.rows} * arrival.job, jobs.rows, arrival.job);
    ScenarioJob& job = state_.jobs.at(jobs.label.label).at(arrival.job);
    const std::size_t lines = find_csv_rows(csv, LineEnding::lf).count();
    job.rows = lines == 0 ? 0 : lines - 1;
    BulkJobSettings settings;
    settings.external_id_field = jobs.external_id_field;
    settings.api = jobs.api;
    settings.serial = jobs.serial;
    const auto id = state_.org.load_csv(jobs.object, jobs.operation, std::move(csv), settings);
    if (id) {
        job.id = *id;
        return {};
    }
    job.refusal = bulk_error_text(id.error());
    if (jobs.may_be_refused) return {};
    statement_ = arrival.statement;
    return fail(id.error().code, "refused: " + job.refusal);
}

Result<void> ScenarioRun::move_to(TimePoint time) {
    if (time < now()) {
        return fail(
            ErrorCode::bad_file, fmt::format("it is {:.3f}s already", to_seconds(state_.elapsed()))
        );
    }
    while (!arrivals_.empty() && arrivals_.front().time <= time) {
        state_.org.org().advance_to(arrivals_.front().time);
        if (auto arrived = arrive(); !arrived) return arrived;
    }
    state_.org.org().advance_to(time);
    return {};
}

Result<void> ScenarioRun::perform(const RunUntilIdle&) {
    while (!arrivals_.empty()) {
        if (auto moved = move_to(arrivals_.front().time); !moved) return moved;
    }
    state_.org.run_until_idle();
    return {};
}

Result<void> ScenarioRun::perform(const AbortJob& abort) {
    const ScenarioJob& job = *state_.jobs_of({abort.job}).at(0);
    if (!job.id) return fail(ErrorCode::invalid_job, "the job has not arrived yet");
    const auto aborted = state_.org.abort(*job.id);
    if (!aborted) return tl::unexpected{aborted.error()};
    return {};
}

Result<void> ScenarioRun::perform(const StartWrite& write) {
    WriteRecord request;
    request.object = write.object;
    request.operation = write.operation;
    if (write.target) request.id = id_of(state_.records, *write.target).text();
    for (const auto& [name, value] : write.fields) {
        request.fields.emplace_back(name, text_of(state_.records, value));
    }
    const auto answer = std::make_shared<WriteAnswer>();
    state_.writes[write.label.label] = answer;
    state_.org.org().submit(now(), std::move(request), [answer](Result<WriteRecord::Reply> reply) {
        *answer = std::move(reply);
    });
    return {};
}

Result<void> ScenarioRun::perform(const StartForeign& foreign) {
    state_.foreign.insert(foreign.label.label);
    return state_.org.org().set_foreign_writer(foreign.writer);
}

Result<void> ScenarioRun::perform(const StopForeign& foreign) {
    if (state_.org.org().remove_foreign_writer(foreign.label.label)) return {};
    return fail(ErrorCode::not_found, "it is not there any more");
}

Result<void> ScenarioRun::perform(const Expectation& expectation) {
    if (auto got = find_difference(expectation, state_)) {
        add_failure(statement_->text.substr(statement_->text.find(' ') + 1), std::move(*got));
    }
    return {};
}

}  // namespace

std::string text_of(const ScenarioFailure& failure) {
    return fmt::format(
        "{}:{}: expected {}, got {} (seed {})",
        failure.file,
        failure.line,
        failure.expected,
        failure.got,
        failure.seed
    );
}

Result<std::vector<ScenarioFailure>> run_scenario(const Scenario& scenario) {
    std::vector<ScenarioFailure> failures;
    for (const std::uint64_t seed : scenario.seeds) {
        OrgConfig config = scenario.config;
        config.seed = seed;
        auto org = InProcessOrg::create(std::move(config));
        if (!org) return tl::unexpected{org.error()};
        std::vector<ScenarioFailure> found = ScenarioRun{scenario, seed, std::move(*org)}.run();
        failures.insert(failures.end(), found.begin(), found.end());
    }
    return failures;
}

}  // namespace rowlock
