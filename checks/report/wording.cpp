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

std::string pair_text(const ConflictPart& part) {
    if (!part.pairs) return {};
    return fmt::format(
        " ({} of {} pairs of batches)", grouped(*part.pairs), grouped(part.overlapping_pairs)
    );
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
        text += text.empty() ? fmt::format("line {}", place.line)
                             : fmt::format(" (line {})", place.line);
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
                "{}: nothing is locked twice for certain, but {} may be{}",
                word,
                counted(report.all.keys, "record"),
                pair_text(report.all)
            );
        case CheckVerdict::unreadable:
            return fmt::format(
                "{}: nobody can say what {} lock{}",
                word,
                counted(report.load.unreadable_rows, "row"),
                report.load.unreadable_rows == 1 ? "s" : ""
            );
        case CheckVerdict::unsafe:
            return fmt::format(
                "{}: {} locked by batches that may run together{}",
                word,
                counted(report.hard.keys, "record") + (report.hard.keys == 1 ? " is" : " are"),
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
        return "See what is not resolved: give records with --reference, fields with --schema, and "
               "check again";
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
    if (high->failure_rate == 0.0) {
        return fmt::format(
            "No lock failures expected for k up to {} and hold times up to {:g} s on average{}",
            forecast.cells.back().workers,
            forecast.holds.back().hold.mean_seconds,
            forecast.provable ? "" : ", by the locks that are known for certain"
        );
    }
    return fmt::format(
        "{} ({}) to {} ({}) of the rows would fail on locks",
        rate_text(low->failure_rate),
        cell_text(forecast, *low),
        rate_text(high->failure_rate),
        cell_text(forecast, *high)
    );
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
            workers == 0 ? fmt::format(
                               "With {} hold times no k of those tried keeps failures within 0.1 %",
                               kind.name
                           )
                         : fmt::format(
                               "With {} hold times failures stay within 0.1 % up to k = {}",
                               kind.name,
                               workers
                           )
        );
    }
    advice.push_back(fmt::format(
        "Sending only the failed rows once more would leave about {} to {}",
        rate_text(forecast.lowest_rate * forecast.lowest_rate),
        rate_text(forecast.highest_rate * forecast.highest_rate)
    ));
    return advice;
}

std::string window_sentence(const WindowPart& window) {
    const std::string setting = fmt::format(
        "{} in flight, none longer than {:g} times another (reach {})",
        window.in_flight,
        window.duration_ratio,
        counted(window.reach, "position")
    );
    if (window.keys == 0) return setting + ": no record is locked twice at a time";
    return fmt::format("{}: {} locked twice at a time", setting, counted(window.keys, "record"));
}

std::string_view window_caveat() {
    return "Only if batches start in the order sent: not so when the platform reorders them, puts "
           "the "
           "rest of a batch back after more than 100 lock failures, or runs another job beside "
           "them";
}

std::string binding_text(const BoundPart& bounds) {
    const std::string rows = counted(bounds.binding_rows, "row");
    std::string keys;
    for (const std::string& key : bounds.binding_keys) keys += (keys.empty() ? "" : ", ") + key;
    switch (bounds.binding) {
        case BindingBound::work:
            return "it is the work itself that binds, spread over all workers";
        case BindingBound::key:
            return fmt::format(
                "limited by {}, whose {} can only run batch after batch", keys, rows
            );
        case BindingBound::triangle:
            return fmt::format(
                "limited by {}: {} have two of them, so any two of these rows share a record",
                keys,
                rows
            );
    }
    return {};
}

std::vector<std::string> bound_sentences(const BoundPart& bounds) {
    std::vector<std::string> sentences;
    sentences.push_back(fmt::format(
        "No plan takes less than {} at k = {}: {}",
        time_text(bounds.bound_seconds),
        bounds.workers,
        binding_text(bounds)
    ));
    if (bounds.makespan_seconds && bounds.bound_seconds > 0.0) {
        sentences.push_back(fmt::format(
            "This batching takes {}, {} above that",
            time_text(*bounds.makespan_seconds),
            rate_text(*bounds.makespan_seconds / bounds.bound_seconds - 1.0)
        ));
    }
    if (!bounds.safe_batches_min) {
        sentences.emplace_back(
            "No plan without conflicts exists: some rows hang together in more than a batch"
        );
    } else {
        sentences.push_back(fmt::format(
            "{} without conflicts exists; it has at least {}",
            bounds.keys_known ? "A plan" : "By the locks that are known, a plan",
            counted(*bounds.safe_batches_min, "batch")
        ));
    }
    if (bounds.quota_days > 0) {
        sentences.push_back(fmt::format(
            "The daily quota of batches adds at least {}", counted(bounds.quota_days, "full day")
        ));
    }
    return sentences;
}

std::vector<std::string> component_sentences(const ComponentPart& components) {
    std::vector<std::string> sentences = {fmt::format(
        "{} of rows that hang together, the largest of {}; {}",
        counted(components.components, "group"),
        counted(components.largest_rows, "row"),
        components.all_fit ? "each fits in a batch" : "it does not fit in a batch"
    )};
    if (components.cross_link_warning) {
        sentences.push_back(fmt::format(
            "{:.2f} links to other parents' rows per parent: from 1 on, most rows hang together",
            components.cross_links
        ));
    }
    return sentences;
}

std::string skew_sentence(const SkewPart& skew) {
    std::string text = fmt::format(
        "{}: {} under {}", skew.field, counted(skew.rows, "row"), counted(skew.parents, "parent")
    );
    if (skew.effective_parents > 0.0) {
        text += fmt::format(
            ", colliding like {} equal ones",
            grouped(static_cast<std::uint64_t>(std::llround(skew.effective_parents)))
        );
    }
    if (skew.parents_from_6000 > 0) {
        text += fmt::format(
            "; {} with 6,000 rows or more, {} of them with 10,000 or more",
            grouped(skew.parents_from_6000),
            grouped(skew.parents_from_10000)
        );
    }
    if (!skew.largest.empty()) {
        text += fmt::format(
            "; largest {} with {}",
            skew.largest.front().key,
            counted(skew.largest.front().rows, "row")
        );
    }
    return text;
}

std::string finished_sentence(const FinishedPart& finished) {
    std::string text = fmt::format(
        "Of {} that failed on locks, {} stood in batches that really overlapped on a record ({}); "
        "{} must have met somebody else: users, triggers, other jobs",
        counted(finished.rows_failed, "row"),
        grouped(finished.rows_explained),
        counted(finished.overlapping_pairs, "pair"),
        grouped(finished.rows_foreign)
    );
    if (finished.batches_without_times == 0) return text;
    return text + fmt::format(
                      "; of {} nobody can tell, for {} {} no times",
                      grouped(finished.rows_undecided),
                      counted(finished.batches_without_times, "batch"),
                      finished.batches_without_times == 1 ? "has" : "have"
                  );
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
