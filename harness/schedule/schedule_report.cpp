#include "harness/replay/figures.hpp"
#include "harness/schedule/schedule_notes.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

/// The shape of the JSON; raised when a member changes its meaning or goes away.
constexpr int k_schedule_report_version = 1;

std::string rounded(Duration duration) {
    return duration_text(std::chrono::round<std::chrono::seconds>(duration));
}

void append_run(JsonWriter& json, const LoadRun& run) {
    json.member("rows", run.rows)
        .member("succeeded", run.succeeded)
        .member("failedForLocks", run.failed_for_locks)
        .member("failedOtherwise", run.failed_otherwise)
        .member("failedForOthers", run.failed_for_others)
        .member("durationSeconds", to_seconds(run.duration))
        .member("error", run.error);
}

void append_load(JsonWriter& json, const LoadReport& load) {
    json.begin_object()
        .member("name", load.name)
        .member("load", load.load)
        .member("strategy", load.strategy)
        .member("start", time_of_day(load.start))
        .member("shortestSeconds", to_seconds(load.lasts.shortest))
        .member("longestSeconds", to_seconds(load.lasts.longest))
        .member("durationGiven", load.duration_given);
    json.key("alone").begin_array();
    for (const AloneRun& alone : load.alone) {
        json.begin_object()
            .member("profile", alone.setting.profile)
            .member("seed", alone.setting.seed)
            .member("stretched", alone.stretched)
            .member("unstretchedSeconds", to_seconds(alone.unstretched.duration));
        append_run(json, alone.run);
        json.end_object();
    }
    json.end_array().end_object();
}

/// The longest that the first load takes: from there on they do not meet at all.
Duration safe_distance(const ScheduleReport& report, const PairReport& pair) {
    return report.loads[pair.locks.first].lasts.longest;
}

void append_pair(JsonWriter& json, const ScheduleReport& report, const PairReport& pair) {
    json.begin_object()
        .member("first", report.loads[pair.locks.first].name)
        .member("second", report.loads[pair.locks.second].name)
        .member("overlap", name_of(pair.meeting.overlap))
        .member("startsApartSeconds", to_seconds(pair.meeting.distance))
        .member("recordsBothLock", pair.locks.certain)
        .member("recordsBothMayLock", pair.locks.possible)
        .member("contend", pair.contend());
    json.key("witnesses").begin_array();
    for (const LockWitness& witness : pair.locks.witnesses) {
        json.begin_object()
            .member("object", witness.object)
            .member("record", witness.record)
            .member("firstRow", witness.first_row)
            .member("secondRow", witness.second_row)
            .member("soft", witness.soft)
            .end_object();
    }
    json.end_array().key("gaps").begin_array();
    for (const RunGap& gap : pair.gaps) {
        json.begin_object()
            .member("profile", gap.setting.profile)
            .member("seed", gap.setting.seed)
            .key("rowsLostAtSeconds");
        gap.lost_at ? json.value(to_seconds(*gap.lost_at)) : json.null();
        json.member("cleanFromSeconds", to_seconds(gap.clean_from))
            .member("lostAtOwnPace", gap.lost_at_own_pace)
            .end_object();
    }
    json.end_array()
        .member("safeFromSeconds", to_seconds(safe_distance(report, pair)))
        .end_object();
}

void append_together(JsonWriter& json, const ScheduleReport& report, const TogetherRun& together) {
    json.begin_object()
        .member("profile", together.setting.profile)
        .member("seed", together.setting.seed);
    json.key("loads").begin_array();
    for (std::size_t i = 0; i < together.run.loads.size(); ++i) {
        json.begin_object().member("name", report.loads[i].name);
        append_run(json, together.run.loads[i]);
        json.end_object();
    }
    json.end_array().end_object();
}

std::string load_text(const LoadReport& load) {
    const LoadRun& run = load.alone.front().run;
    std::string text = fmt::format(
        "{}: {} ({}), {} {}\n",
        load.name,
        counted(run.rows, "row"),
        load.strategy,
        load.duration_given ? "expected to take" : "rehearsed alone it takes",
        range_text(load.lasts)
    );
    for (const AloneRun& alone : load.alone) {
        if (alone.run.failed_otherwise == 0) continue;
        return text + fmt::format(
                          "  {} failed in rehearsal for other reasons than locks\n",
                          counted(alone.run.failed_otherwise, "row")
                      );
    }
    return text;
}

std::string locks_text(const SharedLocks& locks) {
    if (locks.possible == 0) return "no record is locked by both";
    if (locks.certain == 0) {
        return fmt::format(
            "{} that both lock by rules that may lock", counted(locks.possible, "record")
        );
    }
    return fmt::format("{} that both lock", counted(locks.certain, "record"));
}

std::string overlap_text(Overlap overlap) {
    switch (overlap) {
        case Overlap::no:
            return "do not overlap";
        case Overlap::possible:
            return "may overlap";
        case Overlap::certain:
            return "overlap";
    }
    return {};
}

/// What it means that one of the loads is spread out; empty if that costs nothing.
std::string own_pace_text(const PairReport& pair) {
    const auto settings = std::count_if(pair.gaps.begin(), pair.gaps.end(), [](const RunGap& gap) {
        return gap.lost_at_own_pace;
    });
    if (settings == 0) return {};
    return fmt::format(
        "  that is with the work spread evenly; done at its own pace while the other is at work it "
        "costs rows at any\n  distance (in {} of {} rehearsals)\n",
        settings,
        pair.gaps.size()
    );
}

std::string gap_text(const ScheduleReport& report, const PairReport& pair) {
    Duration least = Duration::max();
    Duration most{};
    for (const RunGap& gap : pair.gaps) {
        least = std::min(least, gap.clean_from);
        most = std::max(most, gap.clean_from);
    }
    const std::string seen =
        most == Duration{}
            ? "at none of the distances rehearsed a row was lost to the other, which is no promise"
            : fmt::format(
                  "in rehearsals with starts {} or more apart (by profile and seed) no row was "
                  "lost "
                  "to the other",
                  range_text({least, most})
              );
    const Duration safe = safe_distance(report, pair);
    const std::string safe_from =
        report.daily && safe >= k_day
            ? "no time of day keeps clear of the first, which may take a day or longer"
            : fmt::format(
                  "none can be from {} on, the longest that the first is taken to last",
                  rounded(safe)
              );
    return fmt::format("  gap: {};\n{}  {}\n", seen, own_pace_text(pair), safe_from);
}

std::string pair_text(const ScheduleReport& report, const PairReport& pair) {
    std::string text = fmt::format(
        "\n{} and {} {}; {}{}\n",
        report.loads[pair.locks.first].name,
        report.loads[pair.locks.second].name,
        overlap_text(pair.meeting.overlap),
        locks_text(pair.locks),
        pair.contend() ? ": they would contend" : ""
    );
    for (const LockWitness& witness : pair.locks.witnesses) {
        text += fmt::format(
            "  {} {}: row {} of the first, row {} of the second{}\n",
            witness.object,
            witness.record,
            grouped(witness.first_row),
            grouped(witness.second_row),
            witness.soft ? ", perhaps" : ""
        );
    }
    if (!pair.gaps.empty()) text += gap_text(report, pair);
    return text;
}

std::string together_text(const ScheduleReport& report) {
    std::string text = fmt::format(
        "\n{:<14}{:>6}  {:>16}{:>16}{:>18}\n",
        "profile",
        "seed",
        "lost alone",
        "lost together",
        "to each other"
    );
    for (std::size_t number = 0; number < report.together.size(); ++number) {
        const TogetherRun& together = report.together[number];
        std::uint64_t alone = 0;
        for (const LoadReport& load : report.loads)
            alone += load.alone[number].run.failed_for_locks;
        text += fmt::format(
            "{:<14}{:>6}  {:>16}{:>16}{:>18}\n",
            together.setting.profile,
            together.setting.seed,
            grouped(alone),
            grouped(together.run.failed_for_locks()),
            grouped(together.run.failed_for_others())
        );
    }
    return text;
}

}  // namespace

std::string json_of(const ScheduleReport& report) {
    std::string out;
    JsonWriter json{out};
    json.begin_object()
        .member("schemaVersion", k_schedule_report_version)
        .member("command", "schedule-check")
        .member("contend", report.contend())
        .member("daily", report.daily);
    json.key("loads").begin_array();
    for (const LoadReport& load : report.loads) append_load(json, load);
    json.end_array().key("notes").begin_array();
    for (const std::string& note : report.notes) json.value(note);
    json.end_array().key("pairs").begin_array();
    for (const PairReport& pair : report.pairs) append_pair(json, report, pair);
    json.end_array().key("together").begin_array();
    for (const TogetherRun& together : report.together) append_together(json, report, together);
    json.end_array().end_object();
    return out;
}

std::string text_of(const ScheduleReport& report) {
    std::string text;
    for (const LoadReport& load : report.loads) text += load_text(load);
    for (const std::string& note : report.notes)
        text += note.starts_with("warning:") ? note + "\n" : "note: " + note + "\n";
    for (const PairReport& pair : report.pairs) text += pair_text(report, pair);
    if (!report.together.empty()) text += together_text(report);
    return text;
}

}  // namespace rowlock
