#pragma once

#include "harness/schedule/joint_run.hpp"
#include "harness/schedule/meeting.hpp"
#include "harness/schedule/shared_locks.hpp"
#include "harness/schedule/stretch.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// How one load went by itself.
struct AloneRun {
    RunSetting setting;
    /// At the pace at which it takes part in the runs together.
    LoadRun run;
    /// At the pace of its load file.
    LoadRun unstretched;
    /// It was spread over the time that somebody expects.
    bool stretched = false;
};

struct LoadReport {
    std::string name;
    std::string load;
    std::string strategy;
    Duration start{};
    /// What was expected, or seen in the runs.
    DurationRange lasts;
    /// What was expected counts.
    bool duration_given = false;
    /// By profile, then seed.
    std::vector<AloneRun> alone;
};

/// What the load takes by itself at the pace of its load file, under all settings.
DurationRange unstretched_range(const LoadReport& load);

/// All loads at their times, under one setting.
struct TogetherRun {
    RunSetting setting;
    JointRun run;
};

/// From which distance of the starts on no row was lost to the other load, under one setting: at
/// all distances tried from `clean_from` up none was, at `lost_at`, the next shorter one, some were
/// (nothing: none was at any).
struct RunGap {
    RunSetting setting;
    std::optional<Duration> lost_at;
    Duration clean_from{};
    /// One of the two is spread out, and some rows are lost if it does its work at its own pace
    /// just when the other is at work. Nobody knows when that is: the distance that is needed may
    /// be as long as the first load takes.
    bool lost_at_own_pace = false;
};

struct PairReport {
    /// Its first load is the meeting's.
    SharedLocks locks;
    Meeting meeting;
    /// By profile, then seed; empty unless the two would contend.
    std::vector<RunGap> gaps;

    /// They may run at the same time, and some record is locked by both.
    bool contend() const { return meeting.overlap != Overlap::no && locks.certain > 0; }

    /// The same, where only a rule that may lock says so.
    bool may_contend() const { return meeting.overlap != Overlap::no && locks.possible > 0; }
};

struct ScheduleReport {
    /// By start, from where the runs together begin.
    std::vector<LoadReport> loads;
    /// Starts are times of every day, not of certain days.
    bool daily = false;
    /// Every two of them.
    std::vector<PairReport> pairs;
    /// Empty unless some pair may contend.
    std::vector<TogetherRun> together;
    /// Sentences about what was assumed: days and durations.
    std::vector<std::string> notes;

    bool contend() const;
};

struct ScheduleOptions {
    std::vector<std::string> profiles;
    /// Of the orgs, counted from 1.
    unsigned seeds = 2;
    std::optional<RowNumber> rows;
    std::size_t witnesses_max = 5;
    /// Runs at once; changes no result.
    unsigned threads = 1;
    /// Hears how many of how many runs are done; one call at a time.
    std::function<void(std::uint64_t, std::uint64_t)> on_progress;
};

/// The shipped profiles that differ in how long a load takes, and those the loads name besides.
std::vector<std::string> usual_profiles(std::span<const ScheduledLoad> loads);

/// Works out which of the loads, by start, overlap in time (on every day, if no start names a later
/// one), which of these lock the same records,
/// how many rows that costs in rehearsals, and how far apart they would have to begin. The same
/// loads and options give the same report. Errors: those of the loads, setups, plans and profiles;
/// unreachable once the user interrupts.
Result<ScheduleReport> check_schedule(
    std::span<const ScheduledLoad> loads, const ScheduleOptions& options
);

std::string json_of(const ScheduleReport& report);

/// For people.
std::string text_of(const ScheduleReport& report);

}  // namespace rowlock
