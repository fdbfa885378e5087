#include "harness/calibrate/report.hpp"
#include "harness/replay/figures.hpp"

#include <fmt/core.h>

#include <cmath>

namespace rowlock {
namespace {

constexpr double k_as_percent = 100.0;

/// Three digits say all that a range is worth.
std::string figure(double value) {
    if (value >= 100.0 || value == std::round(value)) return fmt::format("{:.0f}", value);
    return fmt::format("{:.{}f}", value, value >= 10.0 ? 1 : 2);
}

std::string range_text(const ValueRange& range, double factor = 1.0) {
    return figure(range.low * factor) + " to " + figure(range.high * factor);
}

std::string parameter_line(const ParameterFinding& finding) {
    const std::string considered = figure(finding.considered.low);
    if (finding.considered.fixed())
        return fmt::format("{:<32}{:>18}\n", title_of(finding.parameter), considered + ", given");
    return fmt::format(
        "{:<32}{:>18}{:>18}{:>18}{}\n",
        title_of(finding.parameter),
        range_text(finding.range.likely),
        range_text(finding.range.nearly_sure),
        considered + " to " + figure(finding.considered.high),
        finding.narrowed ? "" : "   hardly told"
    );
}

std::string profile_line(const ProfileFinding& profile) {
    const auto value = [&](Parameter parameter) {
        return figure(profile.values[static_cast<std::size_t>(parameter)]);
    };
    return fmt::format(
        "{:>6.2f}  k {}, hold {} s with variation {}, lock wait {} s, {} s before locks, {} s "
        "before a "
        "batch\n",
        profile.relative_likelihood,
        value(Parameter::workers),
        value(Parameter::hold_mean),
        value(Parameter::hold_variation),
        value(Parameter::lock_wait),
        value(Parameter::pre_lock),
        value(Parameter::batch_overhead)
    );
}

std::string size_text(std::uint64_t rows, std::uint64_t batches, std::uint64_t simulated) {
    return fmt::format(
        "{} in {}{}",
        counted(rows, "row"),
        counted(batches, "batch"),
        simulated < batches ? fmt::format(", the first {} simulated", grouped(simulated)) : ""
    );
}

std::string rate_line(const RunFinding& run, const StatisticFinding& duration) {
    const auto rows = static_cast<double>(run.rows);
    const ValueRange& range = duration.explained.nearly_sure;
    return fmt::format(
        "  {:<38}{:>12}{:>20}\n",
        "rows per second",
        figure(rows / duration.observed),
        range_text({rows / range.high, rows / range.low})
    );
}

std::string run_text(const RunFinding& run) {
    std::string text = fmt::format(
        "\n{}: {}\n  {:<38}{:>12}{:>20}\n",
        run.name,
        size_text(run.rows, run.batches, run.batches_simulated),
        "",
        "observed",
        "explained (95 %)"
    );
    for (const StatisticFinding& statistic : run.statistics) {
        const double factor = statistic.statistic == Statistic::failed_share ? k_as_percent : 1.0;
        text += fmt::format(
            "  {:<38}{:>12}{:>20}\n",
            title_of(statistic.statistic),
            figure(statistic.observed * factor),
            range_text(statistic.explained.nearly_sure, factor)
        );
        if (statistic.statistic == Statistic::duration) text += rate_line(run, statistic);
    }
    for (const std::string& note : run.notes) text += "  note: " + note + "\n";
    return text;
}

std::string span_text(const ValueRange& seconds_range) {
    const auto rounded = [](double value) {
        return duration_text(std::chrono::round<std::chrono::seconds>(seconds(value)));
    };
    return rounded(seconds_range.low) + " to " + rounded(seconds_range.high);
}

std::string prediction_text(const PredictionFinding& prediction) {
    const BeliefRange& share = prediction.failed_share;
    std::string text = fmt::format(
        "\npredicted for {}: {}\n  rows failed on locks, %: {} (80 %), {} (95 %)\n",
        prediction.name,
        size_text(prediction.rows, prediction.batches, prediction.batches_simulated),
        range_text(share.likely, k_as_percent),
        range_text(share.nearly_sure, k_as_percent)
    );
    if (prediction.duration) {
        text += fmt::format(
            "  duration: {} (80 %), {} (95 %)\n",
            span_text(prediction.duration->likely),
            span_text(prediction.duration->nearly_sure)
        );
    } else {
        text += "  duration: not told, the load pauses between its partitions\n";
    }
    for (const std::string& note : prediction.notes) text += "  note: " + note + "\n";
    return text;
}

}  // namespace

std::string text_of(const CalibrationReport& report) {
    std::string text = fmt::format(
        "{} simulated, worth {:.0f} that explain {} equally well\n\n{:<32}{:>18}{:>18}{:>18}\n",
        counted(report.candidates, "profile"),
        report.effective_candidates,
        report.runs.size() == 1 ? "the load" : fmt::format("the {} loads", report.runs.size()),
        "",
        "80 % sure",
        "95 % sure",
        "considered"
    );
    for (const ParameterFinding& finding : report.parameters) text += parameter_line(finding);
    text += "\nprofiles that explain it, with their likelihood relative to the first:\n";
    for (const ProfileFinding& profile : report.profiles) text += profile_line(profile);
    for (const RunFinding& run : report.runs) text += run_text(run);
    for (const PredictionFinding& prediction : report.predictions)
        text += prediction_text(prediction);
    if (!report.warnings.empty() || !report.advice.empty()) text += "\n";
    if (report.interrupted) text += "warning: stopped before the end; the ranges are rough\n";
    for (const std::string& warning : report.warnings) text += "warning: " + warning + "\n";
    for (const std::string& advice : report.advice) text += "to narrow it: " + advice + "\n";
    return text;
}

}  // namespace rowlock
