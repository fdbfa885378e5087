#include "harness/schedule/schedule_notes.hpp"

#include "harness/replay/figures.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

std::string rounded(Duration duration) {
    return duration_text(std::chrono::round<std::chrono::seconds>(duration));
}

/// Which loads stand for those of the next day; nothing if none does.
std::optional<std::string> turned_text(std::span<const ScheduledLoad> loads) {
    std::string names;
    for (const ScheduledLoad& load : loads) {
        if (load.moved_from) names += (names.empty() ? "" : ", ") + load.name;
    }
    if (names.empty()) return std::nullopt;
    return fmt::format(
        "times of day are those of every day; the runs together begin with {}, so of the next day "
        "are: {}",
        loads.front().name,
        names
    );
}

/// What the runs together leave out: they go through each load once.
std::string over_midnight_text(const ScheduleReport& report, const PairReport& pair) {
    const bool turned = pair.locks.first > pair.locks.second;
    const LoadReport& earlier = report.loads[turned ? pair.locks.second : pair.locks.first];
    const LoadReport& later = report.loads[turned ? pair.locks.first : pair.locks.second];
    return fmt::format(
        "warning: {} may still run when {} begins on the next day; the runs together do not show "
        "that",
        later.name,
        earlier.name
    );
}

/// The profiles under which the load is rehearsed as it is, in their order.
std::string unstretched_profiles(const LoadReport& load) {
    std::string profiles;
    std::string last;
    for (const AloneRun& alone : load.alone) {
        if (alone.stretched || alone.setting.profile == last) continue;
        last = alone.setting.profile;
        profiles += (profiles.empty() ? "" : ", ") + last;
    }
    return profiles;
}

std::string stretched_text(const LoadReport& load, Duration expected) {
    return fmt::format(
        "{} is rehearsed as if it took {} instead of {}: its batches, cut where they are large, "
        "begin at even distances, and its transactions hold their locks as long as the profile "
        "says",
        load.name,
        rounded(expected),
        range_text(unstretched_range(load))
    );
}

/// Nothing if under no setting there is anything to say.
std::optional<std::string> unstretched_text(const LoadReport& load, Duration expected) {
    const bool is_longer =
        std::any_of(load.alone.begin(), load.alone.end(), [&](const AloneRun& alone) {
            return alone.unstretched.duration > expected;
        });
    const bool is_too_small =
        std::any_of(load.alone.begin(), load.alone.end(), [&](const AloneRun& alone) {
            return !alone.stretched && alone.unstretched.duration * 2 < expected;
        });
    if (!is_longer && !is_too_small) return std::nullopt;
    return fmt::format(
        "warning: {} {} (profile {}); there it is rehearsed as it is, {}{}",
        load.name,
        is_longer ? "takes longer in rehearsal than the " + rounded(expected) + " expected"
                  : "is too small to be spread over " + rounded(expected),
        unstretched_profiles(load),
        range_text(unstretched_range(load)),
        load.duration_given ? "" : ", and that counts"
    );
}

}  // namespace

std::string range_text(const DurationRange& range) {
    const std::string shortest = rounded(range.shortest);
    const std::string longest = rounded(range.longest);
    return shortest == longest ? shortest : shortest + " to " + longest;
}

std::vector<std::string> notes_of(
    std::span<const ScheduledLoad> loads, const ScheduleReport& report
) {
    std::vector<std::string> notes;
    if (auto turned = turned_text(loads)) notes.push_back(std::move(*turned));
    for (const PairReport& pair : report.pairs) {
        if (pair.meeting.over_midnight && pair.locks.possible > 0)
            notes.push_back(over_midnight_text(report, pair));
    }
    for (std::size_t i = 0; i < loads.size(); ++i) {
        if (!loads[i].expected) continue;
        const LoadReport& load = report.loads[i];
        const Duration expected = loads[i].expected->longest;
        const bool is_stretched =
            std::any_of(load.alone.begin(), load.alone.end(), [](const AloneRun& alone) {
                return alone.stretched;
            });
        if (is_stretched) notes.push_back(stretched_text(load, expected));
        if (auto warning = unstretched_text(load, expected)) notes.push_back(std::move(*warning));
    }
    return notes;
}

}  // namespace rowlock
