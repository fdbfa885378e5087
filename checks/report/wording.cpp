#include "checks/report/wording.hpp"

#include "mockorg/base/counted.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace rowlock {
namespace {

/// `k = 3, lean hold times (mean 1 s)`
std::string cell_text(const Forecast& forecast, const ForecastCell& cell) {
    const HoldCase& hold = forecast.holds[cell.hold];
    return fmt::format(
        "k = {}, {} hold times of {:g} s", cell.workers, hold.name, hold.hold.mean_seconds
    );
}

const ForecastCell* find_extreme(const Forecast& forecast, bool highest) {
    const auto by_rate = [](const ForecastCell& a, const ForecastCell& b) {
        return a.failure_rate < b.failure_rate;
    };
    const auto found =
        highest ? std::max_element(forecast.cells.begin(), forecast.cells.end(), by_rate)
                : std::min_element(forecast.cells.begin(), forecast.cells.end(), by_rate);
    return found == forecast.cells.end() ? nullptr : &*found;
}

bool all_by(const Forecast& forecast, ForecastMethod method) {
    return std::all_of(forecast.cells.begin(), forecast.cells.end(), [&](const ForecastCell& cell) {
        return cell.method == method;
    });
}

const char* is_or_are(std::uint64_t number) {
    return number == 1 ? "is" : "are";
}

std::string pair_text(const ConflictPart& part) {
    if (!part.pairs) return {};
    return fmt::format(
        " ({} of {} of batches)", grouped(*part.pairs), counted(part.overlapping_pairs, "pair")
    );
}

/// What a forecast says in which no row failed. Only a proof lets nobody expect failures.
std::string none_failed(const Forecast& forecast) {
    const std::string range = fmt::format(
        "for k up to {} and hold times up to {:g} s on average",
        forecast.cells.back().workers,
        forecast.holds.back().hold.mean_seconds
    );
    if (forecast.provable) return "No lock failures expected " + range;
    const bool whole = forecast.batches_sampled == forecast.batches;
    if (whole && forecast.shared_keys == 0.0) {
        return "No lock failures " + range + ", by the locks that are known for certain";
    }
    std::string text = fmt::format(
        "No lock failures seen in {} for each k and hold time, {}; they are possible",
        counted(forecast.runs(), "simulated run"),
        range
    );
    if (!whole) return text + ", for only a part of the load was simulated";
    if (const auto chance = forecast.unseen_chance()) {
        text += fmt::format(
            ": by so many runs, up to {} of such loads meet one (95 % confidence)",
            rate_text(*chance)
        );
    }
    return text;
}

}  // namespace

std::string rate_text(double rate) {
    const double percent = 100.0 * rate;
    if (percent <= 0.0) return "0 %";
    if (percent < 0.1) return "< 0.1 %";
    return percent < 10.0 ? fmt::format("{:.1f} %", percent) : fmt::format("{:.0f} %", percent);
}

std::string time_text(double seconds) {
    if (seconds < 100.0) return fmt::format("{:.0f} s", seconds);
    if (seconds < 6000.0) return fmt::format("{:.0f} min", seconds / 60.0);
    return fmt::format("{:.1f} h", seconds / 3600.0);
}

std::string place_text(const ConflictWitness::Place& place) {
    std::string text = fmt::format("{} row {}", place.file, place.row);
    if (place.line != 0) text += fmt::format(" (line {})", place.line);
    return text + fmt::format(", batch {}", place.batch);
}

std::string example_text(const FindingPlace& place) {
    std::string text;
    if (place.row != 0) text = fmt::format("row {}", place.row);
    if (place.line != 0) {
        std::string line = fmt::format("line {}", place.line);
        if (place.column != 0) line += fmt::format(", column {}", place.column);
        text += text.empty() ? line : " (" + line + ")";
    }
    if (!place.value.empty()) text += fmt::format("{}'{}'", text.empty() ? "" : " ", place.value);
    return text;
}

std::string_view verdict_word(CheckVerdict verdict) {
    switch (verdict) {
        case CheckVerdict::safe:
            return "SAFE";
        case CheckVerdict::incomplete:
            return "INCOMPLETE";
        case CheckVerdict::soft_conflicts:
            return "UNCERTAIN";
        case CheckVerdict::unreadable:
            return "UNREADABLE";
        case CheckVerdict::unsafe:
            return "NOT SAFE";
    }
    return {};
}

std::string verdict_sentence(const CheckReport& report) {
    const std::string word{verdict_word(report.verdict())};
    switch (report.verdict()) {
        case CheckVerdict::safe:
            if (report.load.rows == 0) return word + ": there are no rows, so nothing can collide";
            return word + ": no two batches that may run together lock the same record";
        case CheckVerdict::incomplete:
            return word + ": no conflict found, but not all that some rows lock is known";
        case CheckVerdict::soft_conflicts:
            return fmt::format(
                "{}: no record is locked by two such batches for certain, but {} may be{}",
                word,
                counted(report.all.keys, "record"),
                pair_text(report.all)
            );
        case CheckVerdict::unreadable:
            return fmt::format(
                "{}: {} cannot be read as {}, so nobody can say what {}",
                word,
                counted(report.load.unreadable_rows, "row"),
                report.load.unreadable_rows == 1 ? "it stands" : "they stand",
                report.load.unreadable_rows == 1 ? "it locks" : "they lock"
            );
        case CheckVerdict::unsafe:
            return fmt::format(
                "{}: {} locked by batches that may run together{}",
                word,
                counted(report.hard.keys, "record") + " " + is_or_are(report.hard.keys),
                pair_text(report.hard)
            );
    }
    return word;
}

std::string verdict_advice(const CheckReport& report) {
    const CheckVerdict verdict = report.verdict();
    if (verdict == CheckVerdict::safe) {
        return "Under the assumptions below this is a proof: the load cannot fail on its own locks";
    }
    if (verdict == CheckVerdict::unreadable) {
        return "Mend the rows that the findings name and check again";
    }
    if (verdict == CheckVerdict::incomplete) {
        return "Give what is listed as not resolved, records with --reference and fields with "
               "--schema, and check again";
    }
    if (report.components && report.components->all_fit) {
        return "A batching without any conflict exists: run `rowlock plan`";
    }
    if (report.components) {
        return "No batching without conflicts exists: run `rowlock plan` for a controlled feed";
    }
    return "Run `rowlock plan` for a better batching";
}

std::string forecast_sentence(const Forecast& forecast) {
    const ForecastCell* low = find_extreme(forecast, false);
    const ForecastCell* high = find_extreme(forecast, true);
    if (low == nullptr) return "No batches, so nothing can fail";
    if (all_by(forecast, ForecastMethod::proof)) {
        return "No lock failures whatever k and hold times are: no two batches share a record";
    }
    if (high->failure_rate == 0.0) return none_failed(forecast);
    std::string text = fmt::format(
        "{} ({}) to {} ({}) of the rows would fail on locks",
        rate_text(low->failure_rate),
        cell_text(forecast, *low),
        rate_text(high->failure_rate),
        cell_text(forecast, *high)
    );
    if (forecast.runs() > 1) {
        text += fmt::format(
            " on average; single runs of the simulation lost {} to {}",
            rate_text(forecast.lowest_run_rate),
            rate_text(forecast.highest_run_rate)
        );
    }
    return text;
}

std::string forecast_basis(const Forecast& forecast) {
    std::string how = "worked out by simulation";
    if (all_by(forecast, ForecastMethod::proof)) how = "proven";
    if (all_by(forecast, ForecastMethod::formula)) how = "worked out by formula";
    const bool some_formula =
        std::any_of(forecast.cells.begin(), forecast.cells.end(), [](const ForecastCell& cell) {
            return cell.method == ForecastMethod::formula;
        });
    if (some_formula && !all_by(forecast, ForecastMethod::formula)) {
        how = "worked out by formula where it holds, by simulation elsewhere";
    }
    if (forecast.runs() > 1) how += fmt::format(" ({} runs each)", grouped(forecast.runs()));
    const std::string part = forecast.batches_sampled == forecast.batches
                                 ? std::string{"the whole load"}
                                 : fmt::format(
                                       "{} of {} batches, neighbours taken from {}",
                                       grouped(forecast.batches_sampled),
                                       grouped(forecast.batches),
                                       counted(forecast.stretches, "place")
                                   );
    const std::string wait = std::isinf(forecast.lock_wait_seconds)
                                 ? std::string{"no time limit"}
                                 : fmt::format("{:g} s", forecast.lock_wait_seconds);
    return fmt::format(
        "k (batches in flight) and hold times are not published, so this is a range, {} on {}; "
        "lock wait {}, {}",
        how,
        part,
        wait,
        forecast.soft_keys ? "possible locks counted" : "certain locks only"
    );
}

std::vector<std::string> forecast_advice(const Forecast& forecast) {
    std::vector<std::string> advice;
    if (forecast.highest_rate == 0.0) return advice;
    for (std::uint32_t hold = 0; hold < forecast.holds.size(); ++hold) {
        const std::uint32_t workers = forecast.workers_within(hold, 0.001);
        const HoldCase& kind = forecast.holds[hold];
        advice.push_back(
            workers == 0
                ? fmt::format(
                      "With {} hold times no k of those tried keeps failures within 0.1 "
                      "% on average",
                      kind.name
                  )
                : fmt::format(
                      "With {} hold times failures stay within 0.1 % on average up to k = {}",
                      kind.name,
                      workers
                  )
        );
    }
    advice.push_back(fmt::format(
        "If the failed rows are sent once more, about {} to {} of all rows are still not loaded",
        rate_text(forecast.lowest_rate * forecast.lowest_rate),
        rate_text(forecast.highest_rate * forecast.highest_rate)
    ));
    return advice;
}

std::string window_sentence(const WindowPart& window) {
    const std::string times =
        window.duration_ratio <= 1.0
            ? std::string{"all equally long"}
            : fmt::format("none more than {:g} times as long as another", window.duration_ratio);
    const std::string setting = fmt::format(
        "{} in flight, {}, so only batches up to {} apart meet",
        counted(window.in_flight, "batch"),
        times,
        counted(window.reach, "place")
    );
    if (window.keys == 0) return setting + ": no record is locked by two of them";
    const std::string records = counted(window.keys, "record");
    return fmt::format("{}: {} {} locked by two of them", setting, records, is_or_are(window.keys));
}

std::string_view window_caveat() {
    return "This holds only if batches start in the order in which they are sent: not when the "
           "platform reorders them, puts the rest of a batch back after more than 100 lock "
           "failures, or runs another job beside them";
}

std::string finished_sentence(const FinishedPart& finished) {
    std::string text = fmt::format(
        "{} failed on locks. {} of them {} explained by the load's own batches, {} of which ran at "
        "the same time and wanted the same record; {} must have met somebody else: users, "
        "triggers, other jobs",
        counted(finished.rows_failed, "row"),
        grouped(finished.rows_explained),
        is_or_are(finished.rows_explained),
        counted(finished.overlapping_pairs, "pair"),
        grouped(finished.rows_foreign)
    );
    const bool times_known = finished.batches_without_times == 0;
    if (times_known && (finished.keys_known || finished.rows_undecided == 0)) return text;
    text += fmt::format("; of {} nobody can tell, for ", grouped(finished.rows_undecided));
    if (!times_known) {
        text += fmt::format(
            "{} {} no times",
            counted(finished.batches_without_times, "batch"),
            finished.batches_without_times == 1 ? "has" : "have"
        );
    }
    if (!times_known && !finished.keys_known) text += ", and ";
    if (!finished.keys_known) text += "not all that the load's rows lock is known";
    return text;
}

std::string finding_counts_text(const std::vector<Finding>& findings) {
    const FindingCounts counts = count_findings(findings);
    const auto part = [](std::uint64_t number, const char* singular) {
        return number == 0 ? fmt::format("no {}s", singular) : counted(number, singular);
    };
    std::string text = part(counts.errors, "error") + ", " + part(counts.warnings, "warning") +
                       ", " + part(counts.notes, "note");
    if (counts.accepted > 0) {
        text += fmt::format(" ({} accepted by the baseline)", grouped(counts.accepted));
    }
    return text;
}

}  // namespace rowlock
