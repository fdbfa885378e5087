#pragma once

#include "harness/load/load.hpp"
#include "harness/replay/load_driver.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/base/time.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// How long something takes, at least and at most.
struct DurationRange {
    Duration shortest{};
    Duration longest{};

    bool operator==(const DurationRange&) const = default;
};

inline constexpr Duration k_day = std::chrono::hours{24};

/// A load, and when it is to begin.
struct ScheduledLoad {
    /// For people: `contacts.json@02:40`, with the strategy if one was chosen.
    std::string name;
    Load load;
    /// Position in Load::strategies.
    std::size_t strategy = 0;
    OpenSources sources;
    /// From midnight of the first day.
    Duration start{};
    /// Among the loads as they were given, from 0.
    std::size_t place = 0;
    /// The start as it was given, if the load stands for its run on the next day.
    std::optional<Duration> moved_from;
    /// What somebody expects; nothing if it is to be rehearsed.
    std::optional<DurationRange> expected;

    const Strategy& chosen() const { return load.strategies[strategy]; }

    const LoadStep& step() const { return chosen().load; }
};

/// `02:40`, `02:40:30`, `26:00` (02:00 on the next day); at most 999 hours.
std::optional<Duration> parse_time_of_day(std::string_view text);

/// `02:40` or `02:40:30`.
std::string time_of_day(Duration time);

/// `40m`, `30m..2h`.
std::optional<DurationRange> parse_duration_range(std::string_view text);

/// Puts the load at this start, of a later day than was given.
void move_to(ScheduledLoad& load, Duration start);

/// Whether the starts are times of day, which every day has: none was given as 24:00 or later, by
/// which days are told apart.
bool are_daily(std::span<const ScheduledLoad> loads);

void sort_by_start(std::vector<ScheduledLoad>& loads);

/// Reads what the arguments name: `LOAD@TIME`, `LOAD#STRATEGY@TIME`, `LOAD@TIME+DURATION` (a
/// duration or a range of them), or a schedule file. In the order of their starts. Errors:
/// bad_configuration, and those of the loads' files.
Result<std::vector<ScheduledLoad>> read_schedule(std::span<const std::string> arguments);

}  // namespace rowlock
