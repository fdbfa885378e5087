#include "harness/schedule/schedule_check.hpp"

#include "harness/rehearse/schema_fit.hpp"
#include "harness/schedule/run_pool.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace rowlock {
namespace {

/// They differ in how long transactions hold their locks.
constexpr std::array<const char*, 3> k_usual_profiles{"typical", "lean", "heavy"};

/// Distances of two loads are tried in such parts of the first one's duration.
constexpr int k_gap_parts = 4;

using Task = std::function<Result<void>()>;

bool uses_rest(const ScheduledLoad& load) {
    return load.step().api == LoadApi::rest;
}

/// The runs of one schedule.
class ScheduleCheck {
public:
    ScheduleCheck(
        std::span<const ScheduledLoad> loads, OrgConfig config, const ScheduleOptions& options
    )
        : loads_(loads), config_(std::move(config)), options_(options) {
        for (const std::string& profile : options.profiles) {
            for (unsigned seed = 1; seed <= options.seeds; ++seed)
                settings_.push_back({profile, seed});
        }
    }

    Result<ScheduleReport> run() {
        using Step = Result<void> (ScheduleCheck::*)();
        for (const Step step :
             {&ScheduleCheck::find_locks,
              &ScheduleCheck::run_alone,
              &ScheduleCheck::run_together_}) {
            if (auto done = (this->*step)(); !done) return Failure{std::move(done.error())};
        }
        return std::move(report_);
    }

private:
    Result<void> find_locks() {
        const SharedLocksOptions locks_options{
            options_.rows, options_.witnesses_max, options_.threads};
        auto locks = find_shared_locks(loads_, config_, locks_options);
        if (!locks) return Failure{std::move(locks.error())};
        for (SharedLocks& shared : *locks) {
            PairReport pair;
            pair.locks = std::move(shared);
            report_.pairs.push_back(std::move(pair));
        }
        return {};
    }

    Result<void> run_tasks(const std::vector<Task>& tasks) {
        runs_begun_ += tasks.size();
        return run_all_tasks(tasks, options_.threads, [&](std::uint64_t done) {
            if (options_.on_progress)
                options_.on_progress(runs_begun_ - tasks.size() + done, runs_begun_);
        });
    }

    Result<void> run_alone() {
        for (const ScheduledLoad& scheduled : loads_) {
            LoadReport load;
            load.name = scheduled.name;
            load.load = scheduled.load.name;
            load.strategy = scheduled.chosen().name;
            load.start = scheduled.start;
            for (const RunSetting& setting : settings_) load.alone.push_back({setting, {}});
            report_.loads.push_back(std::move(load));
        }
        std::vector<Task> tasks;
        for (std::size_t number = 0; number < settings_.size(); ++number)
            tasks.emplace_back([this, number] { return run_each(number); });
        if (auto done = run_tasks(tasks); !done) return done;
        for (std::size_t i = 0; i < loads_.size(); ++i) {
            if (auto ranged = set_duration(i); !ranged) return ranged;
        }
        for (PairReport& pair : report_.pairs) {
            const LoadReport& first = report_.loads[pair.locks.first];
            const LoadReport& second = report_.loads[pair.locks.second];
            pair.overlap = overlap_of(first.start, first.lasts, second.start);
        }
        return {};
    }

    /// Every load by itself under one setting.
    Result<void> run_each(std::size_t number) {
        const auto org = SharedOrg::create(loads_, config_, settings_[number]);
        if (!org) return Failure{org.error()};
        for (std::size_t i = 0; i < loads_.size(); ++i) {
            auto run = run_together(*org, loads_, std::vector{Start{i, Duration{}}}, options_.rows);
            if (!run) return Failure{std::move(run.error())};
            report_.loads[i].alone[number].run = std::move(run->loads.front());
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
        const auto [shortest, longest] = std::minmax_element(
            load.alone.begin(),
            load.alone.end(),
            [](const AloneRun& a, const AloneRun& b) { return a.run.duration < b.run.duration; }
        );
        load.lasts = {shortest->run.duration, longest->run.duration};
        load.duration_given = loads_[number].expected.has_value();
        if (load.duration_given) load.lasts = *loads_[number].expected;
        return {};
    }

    Result<void> run_together_() {
        const bool any =
            std::any_of(report_.pairs.begin(), report_.pairs.end(), [](const PairReport& pair) {
                return pair.may_contend();
            });
        if (!any) return {};
        for (const RunSetting& setting : settings_) report_.together.push_back({setting, {}});
        for (PairReport& pair : report_.pairs) {
            if (!pair.contend()) continue;
            for (const RunSetting& setting : settings_) pair.gaps.push_back({setting, {}, {}});
        }
        std::vector<Task> tasks;
        for (std::size_t number = 0; number < settings_.size(); ++number)
            tasks.emplace_back([this, number] { return run_meeting(number); });
        return run_tasks(tasks);
    }

    /// All loads at their times under one setting, and the gaps that it asks for.
    Result<void> run_meeting(std::size_t number) {
        const auto org = SharedOrg::create(loads_, config_, settings_[number]);
        if (!org) return Failure{org.error()};
        std::vector<Start> starts;
        for (std::size_t i = 0; i < loads_.size(); ++i)
            starts.push_back({i, loads_[i].start - loads_.front().start});
        auto run = run_together(*org, loads_, starts, options_.rows);
        if (!run) return Failure{std::move(run.error())};
        report_.together[number].run = std::move(*run);
        for (PairReport& pair : report_.pairs) {
            if (!pair.contend()) continue;
            auto found = find_gap(*org, number, pair);
            if (!found) return found;
        }
        return {};
    }

    /// Whether the second load, begun so long after the first, costs any row of either.
    Result<bool> loses_rows(
        const SharedOrg& org, std::size_t number, const PairReport& pair, Duration distance
    ) const {
        const std::size_t first = pair.locks.first;
        const std::size_t second = pair.locks.second;
        const std::vector<Start> starts{{first, Duration{}}, {second, distance}};
        if (!uses_rest(loads_[first]) && !uses_rest(loads_[second]))
            return cost_each_other(org, loads_, starts, options_.rows);
        // Nothing says whose the single writes of the REST API are.
        const auto run = run_together(org, loads_, starts, options_.rows);
        if (!run) return Failure{run.error()};
        const std::uint64_t alone = report_.loads[first].alone[number].run.failed_for_locks +
                                    report_.loads[second].alone[number].run.failed_for_locks;
        return run->failed_for_locks() > alone;
    }

    /// Distances worth a try, the longest first: parts of the first load's duration, and the one
    /// asked about.
    std::vector<Duration> distances(const PairReport& pair, Duration first_lasts) const {
        std::vector<Duration> distances;
        for (int part = 0; part < k_gap_parts; ++part)
            distances.push_back(first_lasts * part / k_gap_parts);
        const Duration asked = loads_[pair.locks.second].start - loads_[pair.locks.first].start;
        if (asked < first_lasts) distances.push_back(asked);
        std::sort(distances.rbegin(), distances.rend());
        distances.erase(std::unique(distances.begin(), distances.end()), distances.end());
        return distances;
    }

    /// From the longest distance down to none: what is clean at one of them may lose rows again at
    /// a longer one, where the rhythms of two loads meet.
    Result<void> find_gap(const SharedOrg& org, std::size_t number, PairReport& pair) const {
        const Duration first_lasts = report_.loads[pair.locks.first].alone[number].run.duration;
        RunGap& gap = pair.gaps[number];
        gap.clean_from = first_lasts;
        for (const Duration distance : distances(pair, first_lasts)) {
            const auto loses = loses_rows(org, number, pair, distance);
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
    std::vector<RunSetting> settings_;
    std::uint64_t runs_begun_ = 0;
    ScheduleReport report_;
};

}  // namespace

const char* name_of(Overlap overlap) {
    switch (overlap) {
        case Overlap::no:
            return "no";
        case Overlap::possible:
            return "possible";
        case Overlap::certain:
            return "certain";
    }
    return "";
}

Overlap overlap_of(Duration start, const DurationRange& lasts, Duration next_start) {
    if (next_start - start < lasts.shortest) return Overlap::certain;
    return next_start - start < lasts.longest ? Overlap::possible : Overlap::no;
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
    return ScheduleCheck{loads, std::move(*config), options}.run();
}

}  // namespace rowlock
