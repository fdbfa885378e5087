#include "harness/replay/load_driver.hpp"

#include "harness/replay/plan_cut.hpp"
#include "mockorg/base/assert.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// The lock wait of an org is 10 s. [locking 8] Until then whoever was in the way may still be.
constexpr Duration k_lock_retry_pause_min = std::chrono::seconds{11};
/// Retries are stretched by up to this part, so that those of several clients drift apart.
constexpr double k_pause_jitter = 0.25;
/// How many batches without a limit count as when the first retry halves them.
constexpr std::uint32_t k_unlimited_in_flight = 8;

Failure unfit(const LoadStep& step, std::string_view what) {
    return fail(
        ErrorCode::bad_configuration,
        fmt::format("{}: with \"api\" \"{}\" {}", step.where, name_of(step.api), what)
    );
}

Result<void> check_api(const LoadStep& step, const RowSource& source) {
    if (step.batch_rows > batch_rows_max(step.api)) {
        return unfit(step, fmt::format("a batch has at most {} rows", batch_rows_max(step.api)));
    }
    if (step.api == LoadApi::bulk1 && source.format().delimiter != Delimiter::comma)
        return unfit(step, "the delimiter is a comma");
    if (step.api != LoadApi::rest) return {};
    if (step.operation == LoadOperation::hard_remove) return unfit(step, "there is no hardDelete");
    return {};
}

/// Without it, the org would refuse every row.
Result<void> check_columns(const LoadStep& step, const RowSource& source) {
    std::string needed = step.external_id;
    if (needed.empty() && step.operation != LoadOperation::insert) needed = "Id";
    if (needed.empty() || source.find_column(needed)) return {};
    return fail(
        ErrorCode::bad_configuration,
        fmt::format(
            "{}: the rows have no column {}, by which records are known to {}",
            step.where,
            needed,
            name_of(step.operation)
        )
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

}  // namespace

std::uint64_t LoadOutcome::not_sent() const {
    // Rows of the source beyond the load are not_sent in the ledger, but were never to be sent.
    const std::uint64_t beyond = ledger.rows() - std::min<std::uint64_t>(rows, ledger.rows());
    return ledger.count(RowStatus::not_sent) - beyond;
}

Duration LoadOutcome::org_duration() const {
    // Its setup came to a bad end.
    if (started == TimePoint{}) return {};
    if (!jobs.first_created_ms || !jobs.last_ended_ms) return ended - started;
    return std::chrono::milliseconds{*jobs.last_ended_ms - *jobs.first_created_ms};
}

LoadDriver::LoadDriver(
    const Load& load,
    const Strategy& strategy,
    const OpenSources& sources,
    LoadDriverOptions options
)
    : load_(load),
      load_step_(strategy.load),
      sources_(sources),
      options_(std::move(options)),
      ids_(load.sources.size()) {}

Result<std::unique_ptr<LoadDriver>> LoadDriver::create(
    const Load& load,
    const Strategy& strategy,
    const OpenSources& sources,
    LoadDriverOptions options
) {
    std::shared_ptr<const SendPlan> plan = options.plan;
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
    driver->plan_ = fit_plan(std::move(plan), driver->load_step_);
    driver->outcome_.api = driver->load_step_.api;
    std::vector<const LoadStep*> steps{&driver->load_step_};
    for (const LoadStep& step : load.setup) steps.push_back(&step);
    for (const LoadStep* step : steps) {
        const RowSource& source = *sources[step->source];
        auto fits = check_api(*step, source).and_then([&] { return check_columns(*step, source); });
        if (!fits) return Failure{std::move(fits.error())};
    }
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
    taken_up_again_ = false;
    if (in_setup()) {
        setup_ledger_ = ResultLedger{source.size()};
        ids_[selection.source].resize(source.size());
    } else {
        load_begun_ = true;
        outcome_.rows = total_rows(partitions_);
        outcome_.ledger = ResultLedger{source.size()};
        outcome_.started = now;
        outcome_.partitions = partitions_;
        outcome_.plan_source_rows = plan_ == nullptr ? 0 : plan_->source_rows;
        const auto ready = options_.on_load_begin ? options_.on_load_begin(now) : Result<void>{};
        if (!ready) {
            outcome_.error = ready.error();
            return finish(now);
        }
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
    spec.journal = {options_.journal, pass_number()};
    spec.mock_org = options_.mock_org;
    if (!options_.org_ms) options_.org_ms = milliseconds_of(start);
    spec.org_ms = *options_.org_ms;
    if (!in_setup()) spec.on_settled = options_.on_settled;
    pass_ = std::make_unique<LoadPass>(std::move(spec), start);
}

void LoadDriver::reply(TimePoint now, Token token, Result<HttpResponse> response) {
    if (pass_ != nullptr) pass_->reply(now, token, std::move(response));
}

void LoadDriver::interrupt(TimePoint now) {
    outcome_.interrupted = true;
    if (pass_ == nullptr) return finish(now);
    if (options_.on_interrupt == OnInterrupt::detach) return pass_->detach(now);
    pass_->interrupt(now);
}

std::vector<PartitionProgress> LoadDriver::progress() const {
    return pass_ == nullptr ? std::vector<PartitionProgress>{} : pass_->progress();
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
    take_creations(pass_->creations());
    if (!in_setup()) outcome_.jobs.add(pass_->statistics());
    outcome_.api_usage = pass_->api_usage();
    pass_.reset();
    if (outcome_.error || outcome_.interrupted) return finish(now);
    if (!begin_retry(now)) finish_step(now);
}

void LoadDriver::take_creations(const CreationWatch& creations) {
    const std::vector<LostCreation> lost = creations.lost();
    outcome_.lost_creations.insert(outcome_.lost_creations.end(), lost.begin(), lost.end());
    const auto& made = creations.made();
    outcome_.jobs_made.insert(outcome_.jobs_made.end(), made.begin(), made.end());
    options_.org_ms = creations.org_ms();
}

bool LoadDriver::begin_retry(TimePoint now) {
    auto known = rows_known_again();
    auto rows = std::make_shared<const std::vector<RowNumber>>(
        known ? std::move(*known) : rows_to_repeat()
    );
    if (rows->empty()) return false;
    ++attempt_;
    // An earlier run has waited already.
    const Duration pause = known ? Duration{} : pause_before_pass();
    if (!known && options_.journal != nullptr) options_.journal->rows_again(pass_number(), *rows);
    if (!in_setup()) ++outcome_.retry_passes;
    const auto count = static_cast<RowNumber>(rows->size());
    begin_pass(now + pause, retry_pace(), {RowSequence{std::move(rows), 0, count}}, nullptr);
    return true;
}

/// The rows that an earlier run sent again at this point.
std::optional<std::vector<RowNumber>> LoadDriver::rows_known_again() const {
    if (options_.journal == nullptr) return std::nullopt;
    PassNumber following = pass_number();
    ++following.attempt;
    auto rows = options_.journal->rows_of(following);
    if (!rows) return rows;
    const std::size_t size = sources_[step().source]->size();
    std::erase_if(*rows, [size](RowNumber row) { return row >= size; });
    return rows;
}

std::vector<RowNumber> LoadDriver::rows_to_repeat() {
    const std::vector<std::string>& codes = step().retry.errors;
    const auto is_untried = [this](RowNumber row) {
        return ledger().status(row) == RowStatus::unprocessed;
    };
    if (attempt_ < step().retry.times) {
        return rows_that([&](RowNumber row) {
            if (ledger().status(row) != RowStatus::failed) return is_untried(row);
            const auto code = ledger().failure_code(row);
            return std::find(codes.begin(), codes.end(), code) != codes.end();
        });
    }
    // What an earlier run aborted, the user wants to be loaded now.
    const bool resumed = options_.journal != nullptr && options_.journal->resumed();
    if (!resumed || std::exchange(taken_up_again_, true)) return {};
    return rows_that(is_untried);
}

Duration LoadDriver::pause_before_pass() const {
    Duration pause = step().retry.delay_before(attempt_);
    const auto& failures = ledger().failures();
    const bool lock_failures =
        std::any_of(failures.begin(), failures.end(), [](const FailureCount& failure) {
            return failure.rows > 0 && failure.code == wire_code(ErrorCode::unable_to_lock_row);
        });
    if (lock_failures) pause = std::max(pause, k_lock_retry_pause_min);
    Random random = Random{load_.seed}.split("retry pause").split(step_).split(attempt_);
    pause = seconds(to_seconds(pause) * (1.0 + k_pause_jitter * random.uniform()));
    return std::chrono::ceil<std::chrono::milliseconds>(pause);
}

/// One after another, and fewer at once each time: what failed for lack of room needs more of it.
LoadStep LoadDriver::retry_pace() const {
    LoadStep pace = step();
    pace.stagger = {};
    const std::uint32_t before = pace.in_flight == 0 ? k_unlimited_in_flight : pace.in_flight;
    pace.in_flight = std::max(1U, before >> std::min(attempt_, 31U));
    // What failed is in no plan: batch by batch it cannot collide with itself.
    if (!in_setup() && plan_ != nullptr) pace.in_flight = 1;
    return pace;
}

std::vector<RowNumber> LoadDriver::rows_that(const std::function<bool(RowNumber)>& wanted) const {
    std::vector<RowNumber> rows;
    for (const RowSequence& partition : partitions_) {
        for (RowNumber i = 0; i < partition.size(); ++i) {
            if (wanted(partition[i])) rows.push_back(partition[i]);
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
    const std::uint64_t unknown = setup_ledger_.count(RowStatus::sent);
    std::string cause = "no error was given";
    if (unknown > 0) cause = fmt::format("which records {} of them became is not known", unknown);
    if (first != failures.end()) cause = "first error: " + first->sample;
    outcome_.error = Error{
        ErrorCode::bad_configuration,
        fmt::format(
            "the setup loaded {} of {} rows of source \"{}\"; {}", loaded, rows, source.name, cause
        ),
        {}};
}

/// The setup came to an end of its own: all rows of the load are still to be sent.
void LoadDriver::count_unbegun_load(TimePoint now) {
    step_ = load_.setup.size();
    LoadStep selection = load_step_;
    // Parents that the rows could be sorted by may not be there yet, nor do they change how many.
    selection.order.by_column.clear();
    const RowSource& source = *sources_[selection.source];
    outcome_.started = now;
    outcome_.ledger = ResultLedger{source.size()};
    auto partitions = rows_of_step(selection);
    if (!partitions) return;
    outcome_.partitions = std::move(*partitions);
    outcome_.rows = total_rows(outcome_.partitions);
    outcome_.plan_source_rows = plan_ == nullptr ? 0 : plan_->source_rows;
}

void LoadDriver::finish(TimePoint now) {
    if (!load_begun_) count_unbegun_load(now);
    finished_ = true;
    outcome_.ended = now;
}

}  // namespace rowlock
