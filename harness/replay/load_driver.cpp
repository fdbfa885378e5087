#include "harness/replay/load_driver.hpp"

#include "mockorg/base/assert.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

Failure unsupported_api(const LoadStep& step) {
    return fail(
        ErrorCode::bad_configuration,
        fmt::format("{}: \"api\" is \"{}\", expected \"bulk2\"", step.where, name_of(step.api))
    );
}

Failure rows_of_plan(const LoadStep& step) {
    return fail(
        ErrorCode::bad_configuration,
        step.order.plan.where + ": a plan is loaded as a whole, expected no --rows"
    );
}

RowNumber total_rows(const std::vector<RowSequence>& partitions) {
    RowNumber rows = 0;
    for (const RowSequence& partition : partitions) rows += partition.size();
    return rows;
}

void add(PassStatistics& sum, const PassStatistics& pass) {
    sum.jobs += pass.jobs;
    sum.jobs_failed += pass.jobs_failed;
    if (sum.first_job_failure.empty()) sum.first_job_failure = pass.first_job_failure;
    sum.retries += pass.retries;
    sum.active_time += pass.active_time;
    if (!pass.first_created_ms) return;
    sum.first_created_ms =
        std::min(sum.first_created_ms.value_or(*pass.first_created_ms), *pass.first_created_ms);
    sum.last_ended_ms =
        std::max(sum.last_ended_ms.value_or(*pass.last_ended_ms), *pass.last_ended_ms);
}

}  // namespace

std::uint64_t LoadOutcome::not_sent() const {
    // Rows of the source beyond the load are not_sent in the ledger, but were never to be sent.
    const std::uint64_t beyond = ledger.rows() - std::min<std::uint64_t>(rows, ledger.rows());
    return ledger.count(RowStatus::not_sent) - beyond;
}

Duration LoadOutcome::org_duration() const {
    if (!jobs.first_created_ms || !jobs.last_ended_ms) return {};
    return std::chrono::milliseconds{*jobs.last_ended_ms - *jobs.first_created_ms};
}

LoadDriver::LoadDriver(
    const Load& load,
    const Strategy& strategy,
    const OpenSources& sources,
    LoadDriverOptions options
)
    : load_(load),
      strategy_(strategy),
      sources_(sources),
      options_(std::move(options)),
      ids_(load.sources.size()) {}

Result<std::unique_ptr<LoadDriver>> LoadDriver::create(
    const Load& load,
    const Strategy& strategy,
    const OpenSources& sources,
    LoadDriverOptions options
) {
    for (const LoadStep& step : load.setup) {
        if (step.api != LoadApi::bulk2) return unsupported_api(step);
    }
    if (strategy.load.api != LoadApi::bulk2) return unsupported_api(strategy.load);
    std::shared_ptr<const SendPlan> plan;
    if (!strategy.load.order.plan.text.empty()) {
        if (options.rows) return rows_of_plan(strategy.load);
        auto read = read_send_plan(strategy.load, sources[strategy.load.source]->size());
        if (!read) return Failure{std::move(read.error())};
        const SourceSpec& source = load.sources[strategy.load.source];
        if (auto checked = check_plan_source(**read, strategy.load, source); !checked)
            return Failure{std::move(checked.error())};
        plan = std::move(*read);
    }
    std::unique_ptr<LoadDriver> driver{new LoadDriver(load, strategy, sources, std::move(options))};
    driver->plan_ = std::move(plan);
    return driver;
}

Action LoadDriver::next(TimePoint now) {
    while (!finished_) {
        if (pass_ == nullptr) {
            begin_step(now);
            continue;
        }
        Action action = pass_->next(now);
        if (!std::holds_alternative<Done>(action)) return action;
        finish_pass(now);
    }
    return Done{};
}

/// Adjusts the pace where the plan counts on a certain one.
Result<std::vector<RowSequence>> LoadDriver::rows_of_step(LoadStep& selection) const {
    if (!in_setup() && plan_ != nullptr) {
        if (selection.in_flight == 0) selection.in_flight = plan_->workers;
        const auto count = static_cast<RowNumber>(plan_->rows->size());
        return std::vector{RowSequence{plan_->rows, 0, count}};
    }
    if (!in_setup() && options_.rows) {
        selection.rows = std::min(selection.rows.value_or(*options_.rows), *options_.rows);
    }
    return partition_rows(*sources_[selection.source], selection, ids_);
}

void LoadDriver::begin_step(TimePoint now) {
    LoadStep selection = step();
    const RowSource& source = *sources_[selection.source];
    auto partitions = rows_of_step(selection);
    if (!partitions) {
        outcome_.error = std::move(partitions.error());
        return finish(now);
    }
    partitions_ = std::move(*partitions);
    attempt_ = 0;
    if (in_setup()) {
        setup_ledger_ = ResultLedger{source.size()};
        ids_[selection.source].resize(source.size());
    } else {
        outcome_.rows = total_rows(partitions_);
        outcome_.ledger = ResultLedger{source.size()};
        outcome_.started = now;
        if (options_.on_load_begin) options_.on_load_begin(now);
    }
    begin_pass(now, selection, partitions_, in_setup() ? nullptr : plan_);
}

void LoadDriver::begin_pass(
    TimePoint start,
    LoadStep pace,
    std::vector<RowSequence> partitions,
    std::shared_ptr<const SendPlan> plan
) {
    PassSpec spec;
    spec.source = sources_[pace.source].get();
    spec.ids = ids_;
    spec.object = load_.sources[pace.source].object;
    spec.step = std::move(pace);
    spec.partitions = std::move(partitions);
    spec.plan = std::move(plan);
    spec.random = Random{load_.seed}.split("load driver").split(step_).split(attempt_);
    spec.ledger = in_setup() ? &setup_ledger_ : &outcome_.ledger;
    spec.created_ids = in_setup() ? &ids_[spec.step.source] : nullptr;
    spec.first_token = next_token_;
    pass_ = std::make_unique<LoadPass>(std::move(spec), start);
}

void LoadDriver::reply(TimePoint now, Token token, Result<HttpResponse> response) {
    if (pass_ != nullptr) pass_->reply(now, token, std::move(response));
}

void LoadDriver::interrupt(TimePoint now) {
    outcome_.interrupted = true;
    if (pass_ != nullptr) return pass_->interrupt(now);
    finish(now);
}

void LoadDriver::abandon(TimePoint now, Error error) {
    if (pass_ != nullptr) return pass_->abandon(now, std::move(error));
    if (!outcome_.error) outcome_.error = std::move(error);
    finish(now);
}

void LoadDriver::finish_pass(TimePoint now) {
    next_token_ = pass_->next_token();
    if (pass_->error()) outcome_.error = pass_->error();
    const auto& left = pass_->jobs_left();
    outcome_.jobs_left.insert(outcome_.jobs_left.end(), left.begin(), left.end());
    if (!in_setup()) add(outcome_.jobs, pass_->statistics());
    pass_.reset();
    if (outcome_.error || outcome_.interrupted) return finish(now);
    if (!begin_retry(now)) finish_step(now);
}

bool LoadDriver::begin_retry(TimePoint now) {
    const RetryPolicy& policy = step().retry;
    if (attempt_ >= policy.times) return false;
    auto rows = std::make_shared<const std::vector<RowNumber>>(retryable_rows());
    if (rows->empty()) return false;
    ++attempt_;
    const Duration pause = policy.delay_before(attempt_);
    if (!in_setup()) ++outcome_.retry_passes;
    // One after another: what failed for lack of room needs more of it, not less.
    LoadStep pace = step();
    pace.stagger = {};
    // What failed is in no plan: batch by batch it cannot collide with itself.
    if (!in_setup() && plan_ != nullptr) pace.in_flight = 1;
    const auto count = static_cast<RowNumber>(rows->size());
    const TimePoint start = now + std::chrono::ceil<std::chrono::milliseconds>(pause);
    begin_pass(start, std::move(pace), {RowSequence{std::move(rows), 0, count}}, nullptr);
    return true;
}

std::vector<RowNumber> LoadDriver::retryable_rows() const {
    const ResultLedger& ledger = in_setup() ? setup_ledger_ : outcome_.ledger;
    const std::vector<std::string>& codes = step().retry.errors;
    std::vector<RowNumber> rows;
    for (const RowSequence& partition : partitions_) {
        for (RowNumber i = 0; i < partition.size(); ++i) {
            const RowNumber row = partition[i];
            if (ledger.status(row) != RowStatus::failed) continue;
            const auto code = ledger.failure_code(row);
            if (std::find(codes.begin(), codes.end(), code) != codes.end()) rows.push_back(row);
        }
    }
    return rows;
}

void LoadDriver::finish_step(TimePoint now) {
    if (!in_setup()) return finish(now);
    check_setup();
    if (outcome_.error) return finish(now);
    ++step_;
}

void LoadDriver::check_setup() {
    const std::uint64_t rows = total_rows(partitions_);
    const std::uint64_t loaded =
        setup_ledger_.count(RowStatus::created) + setup_ledger_.count(RowStatus::updated);
    outcome_.setup_rows += loaded;
    if (loaded == rows) return;
    const SourceSpec& source = load_.sources[step().source];
    const auto& failures = setup_ledger_.failures();
    const auto first = std::find_if(failures.begin(), failures.end(), [](const FailureCount& one) {
        return one.rows > 0;
    });
    const std::string cause =
        first == failures.end() ? "no error was given" : "first error: " + first->sample;
    outcome_.error = Error{
        ErrorCode::bad_configuration,
        fmt::format(
            "the setup loaded {} of {} rows of source \"{}\"; {}", loaded, rows, source.name, cause
        ),
        {}};
}

void LoadDriver::finish(TimePoint now) {
    finished_ = true;
    outcome_.ended = now;
}

}  // namespace rowlock
