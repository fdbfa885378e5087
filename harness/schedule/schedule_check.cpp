#include "harness/schedule/schedule_check.hpp"

#include "harness/rehearse/schema_fit.hpp"
#include "harness/schedule/run_pool.hpp"
#include "harness/schedule/schedule_notes.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <optional>
#include <utility>

namespace rowlock {
namespace {

/// They differ in how long transactions hold their locks.
constexpr std::array<const char*, 3> k_usual_profiles{"typical", "lean", "heavy"};

/// Distances of two loads are tried in such parts of the first one's duration.
constexpr int k_gap_parts = 4;

using Task = std::function<Result<void>()>;

/// The loads with this one first: those before it are those of the next day.
std::vector<ScheduledLoad> turned_to(std::span<const ScheduledLoad> loads, std::size_t first) {
    std::vector<ScheduledLoad> turned{loads.begin(), loads.end()};
    for (std::size_t i = 0; i < first; ++i) move_to(turned[i], turned[i].start + k_day);
    sort_by_start(turned);
    return turned;
}

/// The pair's locks, with the load first that the other one meets.
SharedLocks turned_round(SharedLocks locks) {
    std::swap(locks.first, locks.second);
    for (LockWitness& witness : locks.witnesses) std::swap(witness.first_row, witness.second_row);
    return locks;
}

bool uses_rest(const ScheduledLoad& load) {
    return load.step().api == LoadApi::rest;
}

/// At most so many of the org's batches does the load have under way; without a limit, any number.
std::uint64_t batches_at_once(const LoadStep& step) {
    if (step.in_flight == 0) return std::numeric_limits<std::uint32_t>::max();
    const RowNumber of_a_job = (step.batch_rows - 1) / batch_rows_max(LoadApi::bulk1) + 1;
    return std::uint64_t{step.in_flight} * std::max(step.partitions, 1U) * of_a_job;
}

/// What is rehearsed under one setting.
struct Rehearsals {
    RunSetting setting;
    std::optional<SharedOrg> org;
    /// At the pace at which they run together.
    std::vector<ScheduledLoad> loads;
    /// By load.
    std::vector<LockTimes> times;
};

/// The runs of one schedule.
class ScheduleCheck {
public:
    ScheduleCheck(
        std::span<const ScheduledLoad> loads, OrgConfig config, const ScheduleOptions& options
    )
        : loads_(loads), config_(std::move(config)), options_(options) {
        for (const std::string& profile : options.profiles) {
            for (unsigned seed = 1; seed <= options.seeds; ++seed)
                rehearsals_.push_back({{profile, seed}, std::nullopt, {}, {}});
        }
    }

    /// Every load by itself, and how long it takes.
    Result<void> run_alone() {
        for (const ScheduledLoad& scheduled : loads_) {
            LoadReport load;
            load.name = scheduled.name;
            load.load = scheduled.load.name;
            load.strategy = scheduled.chosen().name;
            load.start = scheduled.start;
            load.alone.resize(rehearsals_.size());
            report_.loads.push_back(std::move(load));
        }
        if (auto done = run_settings(&ScheduleCheck::run_each); !done) return done;
        for (std::size_t i = 0; i < loads_.size(); ++i) {
            if (auto ranged = set_duration(i); !ranged) return ranged;
        }
        return {};
    }

    std::vector<TimedLoad> timed_loads() const {
        std::vector<TimedLoad> timed;
        for (const LoadReport& load : report_.loads) timed.push_back({load.start, load.lasts});
        return timed;
    }

    /// What the loads do to each other.
    Result<ScheduleReport> compare() {
        report_.daily = are_daily(loads_);
        if (auto found = find_locks(); !found) return Failure{std::move(found.error())};
        if (auto ran = run_together_(); !ran) return Failure{std::move(ran.error())};
        report_.notes = notes_of(loads_, report_);
        return std::move(report_);
    }

private:
    Result<void> find_locks() {
        const SharedLocksOptions locks_options{
            options_.rows, options_.witnesses_max, options_.threads};
        auto locks = find_shared_locks(loads_, *rehearsals_.front().org, locks_options);
        if (!locks) return Failure{std::move(locks.error())};
        const auto timed = timed_loads();
        for (SharedLocks& shared : *locks) {
            PairReport pair;
            pair.meeting = meeting_of(timed, shared.first, shared.second, report_.daily);
            const bool turned = pair.meeting.first != shared.first;
            pair.locks = turned ? turned_round(std::move(shared)) : std::move(shared);
            report_.pairs.push_back(std::move(pair));
        }
        return {};
    }

    /// Does this under all settings.
    Result<void> run_settings(Result<void> (ScheduleCheck::*step)(std::size_t)) {
        std::vector<Task> tasks;
        for (std::size_t number = 0; number < rehearsals_.size(); ++number)
            tasks.emplace_back([this, step, number] { return (this->*step)(number); });
        runs_begun_ += tasks.size();
        return run_all_tasks(tasks, options_.threads, [&](std::uint64_t done) {
            if (options_.on_progress)
                options_.on_progress(runs_begun_ - tasks.size() + done, runs_begun_);
        });
    }

    /// Every load by itself under one setting.
    Result<void> run_each(std::size_t number) {
        Rehearsals& rehearsals = rehearsals_[number];
        auto org = SharedOrg::create(loads_, config_, rehearsals.setting);
        if (!org) return Failure{std::move(org.error())};
        rehearsals.org.emplace(std::move(*org));
        for (std::size_t i = 0; i < loads_.size(); ++i) {
            auto paced = pace_load(*rehearsals.org, loads_, i, options_.rows);
            if (!paced) return Failure{std::move(paced.error())};
            report_.loads[i].alone[number] = {
                rehearsals.setting,
                std::move(paced->solo.run),
                std::move(paced->unstretched),
                paced->stretched};
            rehearsals.loads.push_back(std::move(paced->load));
            rehearsals.times.push_back(std::move(paced->solo.times));
        }
        return {};
    }

    Result<void> set_duration(std::size_t number) {
        LoadReport& load = report_.loads[number];
        for (const AloneRun& alone : load.alone) {
            if (alone.run.error.empty()) continue;
            return fail(
                ErrorCode::bad_configuration,
                load.name + " does not come to its end with profile " + alone.setting.profile +
                    ": " + alone.run.error
            );
        }
        load.lasts = unstretched_range(load);
        const auto& expected = loads_[number].expected;
        // Under no setting can it be done in that time.
        load.duration_given = expected && expected->longest >= load.lasts.shortest;
        if (load.duration_given) load.lasts = *expected;
        return {};
    }

    Result<void> run_together_() {
        const bool any =
            std::any_of(report_.pairs.begin(), report_.pairs.end(), [](const PairReport& pair) {
                return pair.may_contend();
            });
        if (!any) return {};
        for (const Rehearsals& rehearsals : rehearsals_) {
            report_.together.push_back({rehearsals.setting, {}});
            for (PairReport& pair : report_.pairs) {
                if (pair.contend()) pair.gaps.push_back({rehearsals.setting, {}, {}, false});
            }
        }
        return run_settings(&ScheduleCheck::run_meeting);
    }

    /// All loads at their times under one setting, and the gaps that it asks for.
    Result<void> run_meeting(std::size_t number) {
        const Rehearsals& rehearsals = rehearsals_[number];
        std::vector<Start> starts;
        for (std::size_t i = 0; i < loads_.size(); ++i)
            starts.push_back({i, loads_[i].start - loads_.front().start});
        auto run = run_together(*rehearsals.org, rehearsals.loads, starts, options_.rows);
        if (!run) return Failure{std::move(run.error())};
        report_.together[number].run = std::move(*run);
        for (PairReport& pair : report_.pairs) {
            if (!pair.contend()) continue;
            auto found = find_gap(number, pair);
            if (!found) return found;
        }
        return {};
    }

    /// Whether the second load, begun so long after the first, costs any row of either; `alone`:
    /// rows that they lose by themselves.
    Result<bool> loses_rows(
        std::size_t number,
        const PairReport& pair,
        std::span<const ScheduledLoad> loads,
        Duration distance,
        std::uint64_t alone
    ) const {
        const SharedOrg& org = *rehearsals_[number].org;
        const std::size_t first = pair.locks.first;
        const std::size_t second = pair.locks.second;
        const std::vector<Start> starts{{first, Duration{}}, {second, distance}};
        if (!uses_rest(loads[first]) && !uses_rest(loads[second]))
            return cost_each_other(org, loads, starts, options_.rows);
        // Nothing says whose the single writes of the REST API are.
        const auto run = run_together(org, loads, starts, options_.rows);
        if (!run) return Failure{run.error()};
        return run->failed_for_locks() > alone;
    }

    Result<bool> loses_rows_at(std::size_t number, const PairReport& pair, Duration distance)
        const {
        const AloneRun& first = report_.loads[pair.locks.first].alone[number];
        const AloneRun& second = report_.loads[pair.locks.second].alone[number];
        const std::uint64_t alone = first.run.failed_for_locks + second.run.failed_for_locks;
        const bool by_rest =
            uses_rest(loads_[pair.locks.first]) || uses_rest(loads_[pair.locks.second]);
        const Duration together = loads_[pair.locks.second].start - loads_[pair.locks.first].start;
        if (loads_.size() == 2 && distance == together) {
            // That is what was rehearsed already.
            const JointRun& run = report_.together[number].run;
            return by_rest ? run.failed_for_locks() > alone : run.failed_for_others() > 0;
        }
        if (!by_rest && keep_clear(number, pair, distance)) return false;
        return loses_rows(number, pair, rehearsals_[number].loads, distance, alone);
    }

    /// Whether the two need no record anywhere near the same time. Only for loads whose shared
    /// records are all known by their ids, and whose batches need not wait for workers.
    bool keep_clear(std::size_t number, const PairReport& pair, Duration distance) const {
        const Rehearsals& rehearsals = rehearsals_[number];
        const std::size_t first = pair.locks.first;
        const std::size_t second = pair.locks.second;
        const Profile& profile = rehearsals.org->config().profile;
        const std::uint64_t shared =
            profile.may_rules_lock ? pair.locks.possible : pair.locks.certain;
        if (rehearsals.times[first].shared_with(rehearsals.times[second]) != shared) return false;
        const std::uint64_t batches = batches_at_once(rehearsals.loads[first].step()) +
                                      batches_at_once(rehearsals.loads[second].step());
        if (batches > profile.workers) return false;
        const Duration longest = std::max(
            report_.loads[first].alone[number].run.duration,
            report_.loads[second].alone[number].run.duration
        );
        return rehearsals.times[first].keeps_clear_of(
            rehearsals.times[second], distance, clearance_of(longest)
        );
    }

    /// Whether rows are lost if both do their work at the same time, at the pace of their files,
    /// though one of them is spread out.
    Result<bool> loses_rows_at_own_pace(std::size_t number, const PairReport& pair) const {
        const AloneRun& first = report_.loads[pair.locks.first].alone[number];
        const AloneRun& second = report_.loads[pair.locks.second].alone[number];
        if (!first.stretched && !second.stretched) return false;
        const std::uint64_t alone =
            first.unstretched.failed_for_locks + second.unstretched.failed_for_locks;
        return loses_rows(number, pair, loads_, Duration{}, alone);
    }

    /// Distances worth a try, the longest first: parts of the first load's duration, and the one
    /// asked about.
    std::vector<Duration> distances(const PairReport& pair, Duration first_lasts) const {
        std::vector<Duration> distances;
        for (int part = 0; part < k_gap_parts; ++part)
            distances.push_back(first_lasts * part / k_gap_parts);
        if (pair.meeting.distance < first_lasts) distances.push_back(pair.meeting.distance);
        std::sort(distances.rbegin(), distances.rend());
        distances.erase(std::unique(distances.begin(), distances.end()), distances.end());
        return distances;
    }

    /// From the longest distance down to none: what is clean at one of them may lose rows again at
    /// a longer one, where the rhythms of two loads meet.
    Result<void> find_gap(std::size_t number, PairReport& pair) const {
        const Duration first_lasts = report_.loads[pair.locks.first].alone[number].run.duration;
        RunGap& gap = pair.gaps[number];
        const auto at_own_pace = loses_rows_at_own_pace(number, pair);
        if (!at_own_pace) return Failure{at_own_pace.error()};
        gap.lost_at_own_pace = *at_own_pace;
        gap.clean_from = first_lasts;
        for (const Duration distance : distances(pair, first_lasts)) {
            const auto loses = loses_rows_at(number, pair, distance);
            if (!loses) return Failure{loses.error()};
            if (*loses) {
                gap.lost_at = distance;
                return {};
            }
            gap.clean_from = distance;
        }
        return {};
    }

    std::span<const ScheduledLoad> loads_;
    OrgConfig config_;
    const ScheduleOptions& options_;
    std::vector<Rehearsals> rehearsals_;
    std::uint64_t runs_begun_ = 0;
    ScheduleReport report_;
};

}  // namespace

DurationRange unstretched_range(const LoadReport& load) {
    const auto [shortest, longest] = std::minmax_element(
        load.alone.begin(),
        load.alone.end(),
        [](const AloneRun& a, const AloneRun& b) {
            return a.unstretched.duration < b.unstretched.duration;
        }
    );
    return {shortest->unstretched.duration, longest->unstretched.duration};
}

bool ScheduleReport::contend() const {
    return std::any_of(pairs.begin(), pairs.end(), [](const PairReport& pair) {
        return pair.contend();
    });
}

std::vector<std::string> usual_profiles(std::span<const ScheduledLoad> loads) {
    std::vector<std::string> profiles{k_usual_profiles.begin(), k_usual_profiles.end()};
    for (const ScheduledLoad& load : loads) {
        const std::string& profile = load.chosen().profile.text;
        if (std::find(profiles.begin(), profiles.end(), profile) == profiles.end())
            profiles.push_back(profile);
    }
    return profiles;
}

Result<ScheduleReport> check_schedule(
    std::span<const ScheduledLoad> loads, const ScheduleOptions& options
) {
    auto config = config_of(loads);
    if (!config) return Failure{std::move(config.error())};
    for (const ScheduledLoad& scheduled : loads) {
        if (auto fits = check_fits_schema(scheduled.load, scheduled.sources, *config->schema);
            !fits)
            return Failure{std::move(fits.error())};
    }
    ScheduleCheck check{loads, std::move(*config), options};
    if (auto ran = check.run_alone(); !ran) return Failure{std::move(ran.error())};
    // Those that were turned already stay as they are.
    const bool may_turn =
        are_daily(loads) && std::none_of(loads.begin(), loads.end(), [](const ScheduledLoad& load) {
            return load.moved_from;
        });
    const std::size_t first = may_turn ? first_of_day(check.timed_loads()) : 0;
    return first > 0 ? check_schedule(turned_to(loads, first), options) : check.compare();
}

}  // namespace rowlock
