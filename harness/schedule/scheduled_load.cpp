#include "harness/schedule/scheduled_load.hpp"

#include "harness/replay/load_input.hpp"
#include "harness/replay/strategy_choice.hpp"
#include "mockorg/base/ascii.hpp"
#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/duration_text.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/numbers.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

namespace rowlock {
namespace {

constexpr std::uint64_t k_schedule_bytes_max = std::uint64_t{1} << 20;
constexpr std::int64_t k_hours_max = 999;

/// A load as somebody wrote it down.
struct Entry {
    std::string file;
    std::string strategy;
    std::string start;
    /// Nothing: not said.
    std::optional<std::string> duration;
    /// For errors.
    std::string where;
};

Failure mistake(const Entry& entry, const std::string& what) {
    return fail(ErrorCode::bad_configuration, entry.where + ": " + what);
}

Entry entry_of(const std::string& argument) {
    const std::size_t at = argument.rfind('@');
    Entry entry{argument.substr(0, at), "", argument.substr(at + 1), {}, argument};
    const std::size_t plus = entry.start.find('+');
    if (plus != std::string::npos) {
        entry.duration = entry.start.substr(plus + 1);
        entry.start.resize(plus);
    }
    const std::size_t hash = entry.file.find('#');
    if (hash != std::string::npos) {
        entry.strategy = entry.file.substr(hash + 1);
        entry.file.resize(hash);
    }
    return entry;
}

Result<ScheduledLoad> read_entry(const Entry& entry) {
    const auto start = parse_time_of_day(entry.start);
    if (!start) return mistake(entry, "expected a start like 02:40 behind the @");
    ScheduledLoad scheduled;
    scheduled.start = *start;
    if (entry.duration) {
        scheduled.expected = parse_duration_range(*entry.duration);
        if (!scheduled.expected)
            return mistake(entry, "expected a duration like 40m, or a range like 30m..2h");
    }
    if (!is_load_file(entry.file)) {
        return mistake(
            entry,
            "expected a load file (.json) before the @; CSV files are sources of one, which says "
            "their object and operation, and a plan is its \"order\": {\"plan\": ...}"
        );
    }
    auto load = read_load_file(entry.file);
    if (!load) return Failure{std::move(load.error())};
    scheduled.load = std::move(*load);
    if (!entry.strategy.empty()) {
        const auto strategy = find_strategy(scheduled.load, entry.strategy);
        if (!strategy) return Failure{strategy.error()};
        scheduled.strategy = static_cast<std::size_t>(*strategy - scheduled.load.strategies.data());
    }
    auto sources = open_sources(scheduled.load);
    if (!sources) return Failure{std::move(sources.error())};
    scheduled.sources = std::move(*sources);
    scheduled.name = fmt::format(
        "{}{}{}@{}",
        entry.file,
        entry.strategy.empty() ? "" : "#",
        entry.strategy,
        time_of_day(*start)
    );
    return scheduled;
}

std::string text_member(const Json& json, const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// Paths in the file are relative to its folder.
Result<std::vector<Entry>> read_schedule_file(const std::string& path) {
    const auto text = read_file(path, k_schedule_bytes_max);
    if (!text) return Failure{text.error()};
    const auto json = parse_json(*text, true);
    if (!json) return fail(ErrorCode::bad_file, path + ": " + json.error().message);
    const bool is_schedule = json->is_object() && json->contains("loads") &&
                             (*json)["loads"].is_array() && !(*json)["loads"].empty();
    if (!is_schedule) {
        return fail(
            ErrorCode::bad_file,
            path +
                ": expected a schedule like {\"loads\": [{\"load\": \"a.json\", \"start\": "
                "\"02:00\"}]}; a load file is given as FILE@TIME"
        );
    }
    std::vector<Entry> entries;
    const std::filesystem::path folder = std::filesystem::path{path}.parent_path();
    for (const Json& member : (*json)["loads"]) {
        const std::string where = fmt::format("{}: loads[{}]", path, entries.size());
        if (!member.is_object()) return fail(ErrorCode::bad_file, where + ": expected an object");
        for (const auto& item : member.items()) {
            const std::string& name = item.key();
            const bool known =
                name == "load" || name == "strategy" || name == "start" || name == "duration";
            if (!known || !item.value().is_string()) {
                return fail(
                    ErrorCode::bad_file,
                    where + ": \"" + name +
                        "\" is unexpected, expected texts \"load\", \"start\", \"strategy\", "
                        "\"duration\""
                );
            }
        }
        entries.push_back(
            {(folder / text_member(member, "load")).string(),
             text_member(member, "strategy"),
             text_member(member, "start"),
             member.contains("duration") ? std::optional{text_member(member, "duration")}
                                         : std::nullopt,
             where}
        );
    }
    return entries;
}

}  // namespace

std::optional<Duration> parse_time_of_day(std::string_view text) {
    std::int64_t parts[3]{};
    std::size_t count = 0;
    for (std::size_t begin = 0; begin <= text.size() && count < 3; ++count) {
        const std::size_t end = std::min(text.find(':', begin), text.size());
        const std::string_view digits = text.substr(begin, end - begin);
        const bool plain = !digits.empty() && digits.size() <= 3 &&
                           std::all_of(digits.begin(), digits.end(), is_digit);
        const auto number = plain ? parse_integer(digits) : std::nullopt;
        if (!number) return std::nullopt;
        parts[count] = *number;
        begin = end + 1;
        if (end == text.size()) {
            if (count == 0 || parts[0] > k_hours_max || parts[1] > 59 || parts[2] > 59)
                return std::nullopt;
            return std::chrono::hours{parts[0]} + std::chrono::minutes{parts[1]} +
                   std::chrono::seconds{parts[2]};
        }
    }
    return std::nullopt;
}

std::string time_of_day(Duration time) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time).count();
    const std::string text = fmt::format("{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
    return seconds % 60 == 0 ? text : fmt::format("{}:{:02}", text, seconds % 60);
}

std::optional<DurationRange> parse_duration_range(std::string_view text) {
    const std::size_t dots = text.find("..");
    const auto shortest = parse_duration(text.substr(0, dots));
    const auto longest =
        dots == std::string_view::npos ? shortest : parse_duration(text.substr(dots + 2));
    if (!shortest || !longest || *longest < *shortest) return std::nullopt;
    return DurationRange{*shortest, *longest};
}

void move_to(ScheduledLoad& load, Duration start) {
    load.moved_from = load.start;
    load.start = start;
    load.name.replace(load.name.rfind('@') + 1, std::string::npos, time_of_day(start));
}

bool are_daily(std::span<const ScheduledLoad> loads) {
    return std::all_of(loads.begin(), loads.end(), [](const ScheduledLoad& load) {
        return load.moved_from.value_or(load.start) < k_day;
    });
}

void sort_by_start(std::vector<ScheduledLoad>& loads) {
    std::stable_sort(
        loads.begin(),
        loads.end(),
        [](const ScheduledLoad& a, const ScheduledLoad& b) { return a.start < b.start; }
    );
}

Result<std::vector<ScheduledLoad>> read_schedule(std::span<const std::string> arguments) {
    std::vector<Entry> entries;
    for (const std::string& argument : arguments) {
        if (argument.find('@') != std::string::npos) {
            entries.push_back(entry_of(argument));
            continue;
        }
        auto read = read_schedule_file(argument);
        if (!read) return Failure{std::move(read.error())};
        entries.insert(entries.end(), read->begin(), read->end());
    }
    if (entries.size() < 2) {
        return fail(
            ErrorCode::bad_configuration,
            "one load has nobody to meet; give two or more, like a.json@02:00 b.json@02:40"
        );
    }
    std::vector<ScheduledLoad> loads;
    for (const Entry& entry : entries) {
        auto load = read_entry(entry);
        if (!load) return Failure{std::move(load.error())};
        loads.push_back(std::move(*load));
    }
    for (std::size_t place = 0; place < loads.size(); ++place) loads[place].place = place;
    sort_by_start(loads);
    return loads;
}

}  // namespace rowlock
