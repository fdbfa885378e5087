#include "harness/schedule/joint_run.hpp"

#include "mockorg/base/interrupt.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <variant>

namespace rowlock {
namespace {

constexpr Duration k_run_max = std::chrono::hours{24 * 60};
/// Several lock waits; and a part of a load's duration, by which it may be off in company.
constexpr Duration k_clearance_min = std::chrono::seconds{60};
constexpr int k_clearance_parts = 8;

/// A load on its way.
class Runner {
public:
    Runner(OwnedTarget target, std::unique_ptr<LoadDriver> driver, TimePoint start)
        : target_(std::move(target)), driver_(std::move(driver)), start_(start) {}

    bool done() const { return done_; }

    /// Does one thing that is due. Otherwise says until when there is nothing to do.
    std::optional<TimePoint> step() {
        if (target_.now() < start_) return start_;
        deliver();
        Action action = driver_->next(target_.now());
        if (const auto* wait = std::get_if<WaitUntil>(&action)) return wait->time;
        if (auto* send = std::get_if<Send>(&action)) {
            target_.send(std::move(*send));
            deliver();
        } else {
            done_ = true;
        }
        return std::nullopt;
    }

    void abandon(const Error& error) { driver_->abandon(target_.now(), error); }

    const LoadOutcome& outcome() const { return driver_->outcome(); }

    OwnedTarget& target() { return target_; }

private:
    void deliver() {
        while (auto reply = target_.receive())
            driver_->reply(target_.now(), reply->token, std::move(reply->response));
    }

    OwnedTarget target_;
    std::unique_ptr<LoadDriver> driver_;
    TimePoint start_;
    bool done_ = false;
};

/// Rows that failed while another load held what they wanted, by load.
std::vector<std::uint64_t> failed_for_others(
    std::span<const LockFailure> failures, const JobOwners& owners, std::size_t loads
) {
    std::vector<std::uint64_t> rows(loads);
    for (const LockFailure& failure : failures) {
        using Kind = TransactionOrigin::Kind;
        if (failure.waiter.kind != Kind::bulk_chunk || failure.holder.kind != Kind::bulk_chunk)
            continue;
        const std::uint32_t waiter = owners.of(failure.waiter.job);
        const std::uint32_t holder = owners.of(failure.holder.job);
        if (waiter < loads && holder < loads && waiter != holder)
            rows[waiter] += failure.rows_failed;
    }
    return rows;
}

LoadRun run_of(const LoadOutcome& outcome, std::uint64_t failed_for_others) {
    LoadRun run;
    run.rows = outcome.rows;
    run.succeeded =
        outcome.ledger.count(RowStatus::created) + outcome.ledger.count(RowStatus::updated);
    for (const FailureCount& failure : outcome.ledger.failures()) {
        const bool lock = failure.code == wire_code(ErrorCode::unable_to_lock_row);
        (lock ? run.failed_for_locks : run.failed_otherwise) += failure.rows;
    }
    run.failed_for_others = failed_for_others;
    run.duration = outcome.org_duration();
    if (outcome.error) run.error = outcome.error->message;
    return run;
}

/// Several loads under way on one org.
class Timeline {
public:
    static Result<std::unique_ptr<Timeline>> open(
        const SharedOrg& org,
        std::span<const ScheduledLoad> loads,
        std::span<const Start> starts,
        std::optional<RowNumber> rows
    ) {
        auto api = org.open();
        if (!api) return Failure{std::move(api.error())};
        std::unique_ptr<Timeline> timeline{new Timeline{std::move(*api), org.job_owners()}};
        // Drivers refer to them, and replies find their way back by address.
        timeline->bare_.reserve(starts.size());
        timeline->sources_.reserve(starts.size());
        timeline->runners_.reserve(starts.size());
        for (const Start& start : starts) {
            if (auto added = timeline->add(org, loads[start.load], start, rows); !added)
                return Failure{std::move(added.error())};
        }
        return timeline;
    }

    /// Lets everybody do what is due, then moves the clock to what is due next, until all are done
    /// or `enough`, which is asked before each such move.
    Result<void> run(const std::function<bool()>& enough) {
        for (;;) {
            if (interrupted()) return fail(ErrorCode::unreachable, "stopped by the user");
            const auto next = do_what_is_due();
            if (!next) continue;
            if (all_done() || enough()) return {};
            if (times_ != nullptr)
                times_->note(api_->org().now() - begin_, api_->org().held_locks());
            // The answer to a record being written comes at a time of its own, and so do locks.
            const bool step_by_step = writes_records_ || times_ != nullptr;
            const auto deadline = step_by_step ? api_->org().next_deadline() : std::nullopt;
            const TimePoint until = deadline ? std::min(*next, *deadline) : *next;
            const auto waited = runners_.front().target().wait_until(until);
            for (Runner& runner : runners_) {
                if (!waited) runner.abandon(waited.error());
            }
        }
    }

    /// From now on, notes which records are locked when. The times outlive the timeline.
    void observe(LockTimes& times) { times_ = &times; }

    bool any_done() const {
        return std::any_of(runners_.begin(), runners_.end(), [](const Runner& runner) {
            return runner.done();
        });
    }

    /// Looks at failures that it has not looked at before.
    bool cost_rows() {
        const auto failures = api_->org().ledger().failures().subspan(failures_seen_);
        failures_seen_ += failures.size();
        const auto rows = failed_for_others(failures, owners_, runners_.size());
        return std::any_of(rows.begin(), rows.end(), [](std::uint64_t count) { return count > 0; });
    }

    JointRun result() const {
        const auto others =
            failed_for_others(api_->org().ledger().failures(), owners_, runners_.size());
        JointRun run;
        for (std::size_t i = 0; i < runners_.size(); ++i)
            run.loads.push_back(run_of(runners_[i].outcome(), others[i]));
        return run;
    }

private:
    Timeline(std::unique_ptr<Api> api, JobOwners owners)
        : api_(std::move(api)), owners_(std::move(owners)), begin_(api_->org().now()) {}

    Result<void> add(
        const SharedOrg& org,
        const ScheduledLoad& scheduled,
        const Start& start,
        std::optional<RowNumber> rows
    ) {
        bare_.push_back(scheduled.load);
        bare_.back().setup.clear();
        sources_.push_back(org.settled_sources(scheduled, start.load));
        LoadDriverOptions options;
        options.rows = rows;
        auto driver = LoadDriver::create(
            bare_.back(),
            bare_.back().strategies[scheduled.strategy],
            sources_.back(),
            std::move(options)
        );
        if (!driver) return Failure{std::move(driver.error())};
        writes_records_ = writes_records_ || (*driver)->outcome().api == LoadApi::rest;
        const auto number = static_cast<std::uint32_t>(runners_.size());
        runners_.emplace_back(
            OwnedTarget{*api_, number, owners_, k_run_max}, std::move(*driver), begin_ + start.at
        );
        return {};
    }

    /// Nothing if somebody did something; otherwise when the first of them has something to do.
    std::optional<TimePoint> do_what_is_due() {
        bool moved = false;
        TimePoint next = TimePoint::max();
        for (Runner& runner : runners_) {
            if (runner.done()) continue;
            const auto waits = runner.step();
            moved = moved || !waits;
            if (waits) next = std::min(next, *waits);
        }
        if (moved) return std::nullopt;
        return next;
    }

    bool all_done() const {
        return std::all_of(runners_.begin(), runners_.end(), [](const Runner& runner) {
            return runner.done();
        });
    }

    std::unique_ptr<Api> api_;
    JobOwners owners_;
    TimePoint begin_;
    std::vector<Load> bare_;
    std::vector<OpenSources> sources_;
    std::vector<Runner> runners_;
    std::size_t failures_seen_ = 0;
    /// By the REST API.
    bool writes_records_ = false;
    LockTimes* times_ = nullptr;
};

}  // namespace

std::uint64_t JointRun::failed_for_others() const {
    std::uint64_t rows = 0;
    for (const LoadRun& load : loads) rows += load.failed_for_others;
    return rows;
}

std::uint64_t JointRun::failed_for_locks() const {
    std::uint64_t rows = 0;
    for (const LoadRun& load : loads) rows += load.failed_for_locks;
    return rows;
}

Result<JointRun> run_together(
    const SharedOrg& org,
    std::span<const ScheduledLoad> loads,
    std::span<const Start> starts,
    std::optional<RowNumber> rows
) {
    auto timeline = Timeline::open(org, loads, starts, rows);
    if (!timeline) return Failure{std::move(timeline.error())};
    if (auto ran = (*timeline)->run([] { return false; }); !ran)
        return Failure{std::move(ran.error())};
    return (*timeline)->result();
}

Result<SoloRun> run_alone(
    const SharedOrg& org,
    std::span<const ScheduledLoad> loads,
    std::size_t number,
    std::optional<RowNumber> rows
) {
    const std::vector<Start> start{{number, Duration{}}};
    auto timeline = Timeline::open(org, loads, start, rows);
    if (!timeline) return Failure{std::move(timeline.error())};
    SoloRun solo{{}, LockTimes{org.set_up_records()}};
    (*timeline)->observe(solo.times);
    if (auto ran = (*timeline)->run([] { return false; }); !ran)
        return Failure{std::move(ran.error())};
    solo.run = std::move((*timeline)->result().loads.front());
    solo.times.finish(solo.run.duration, clearance_of(solo.run.duration));
    return solo;
}

Duration clearance_of(Duration lasts) {
    return std::max(lasts / k_clearance_parts, k_clearance_min);
}

Result<bool> cost_each_other(
    const SharedOrg& org,
    std::span<const ScheduledLoad> loads,
    std::span<const Start> starts,
    std::optional<RowNumber> rows
) {
    auto timeline = Timeline::open(org, loads, starts, rows);
    if (!timeline) return Failure{std::move(timeline.error())};
    bool cost = false;
    const auto ran = (*timeline)->run([&] {
        cost = cost || (*timeline)->cost_rows();
        return cost || (*timeline)->any_done();
    });
    if (!ran) return Failure{ran.error()};
    return cost || (*timeline)->cost_rows();
}

}  // namespace rowlock
