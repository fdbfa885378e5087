#include "harness/rehearse/rehearsal.hpp"
#include "harness/replay/figures.hpp"
#include "harness/replay/foreign_figures.hpp"
#include "mockorg/explain/contention_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <functional>

namespace rowlock {
namespace {

constexpr std::size_t k_label_width = 22;
constexpr std::size_t k_column_min = 14;
/// Parents worth a line in the text; the JSON has more.
constexpr std::size_t k_parents_shown = 3;
/// The same of failures explained.
constexpr std::size_t k_explanations_shown = 1;

using CellOf = std::function<std::string(const StrategyOutcome&)>;

/// Rows of the table: a label and each strategy's cell.
class Table {
public:
    explicit Table(const Rehearsal& rehearsal) : rehearsal_(rehearsal) {
        text_ += std::string(k_label_width, ' ');
        for (const StrategyOutcome& outcome : rehearsal.strategies) {
            widths_.push_back(std::max(outcome.name.size(), k_column_min));
            text_ += fmt::format("  {:>{}}", outcome.name, widths_.back());
        }
        text_ += '\n';
    }

    void row(const char* label, const CellOf& cell_of) {
        text_ += fmt::format("{:<{}}", label, k_label_width);
        for (std::size_t i = 0; i < widths_.size(); ++i) {
            text_ += fmt::format("  {:>{}}", cell_of(rehearsal_.strategies[i]), widths_[i]);
        }
        text_ += '\n';
    }

    /// Only if some strategy has a cell.
    void row_if_any(const char* label, const CellOf& cell_of) {
        const auto& strategies = rehearsal_.strategies;
        const bool any =
            std::any_of(strategies.begin(), strategies.end(), [&](const StrategyOutcome& outcome) {
                return !cell_of(outcome).empty();
            });
        if (any) row(label, cell_of);
    }

    const std::string& text() const { return text_; }

private:
    const Rehearsal& rehearsal_;
    std::vector<std::size_t> widths_;
    std::string text_;
};

std::string unless_zero(std::uint64_t count) {
    return count == 0 ? std::string{} : grouped(count);
}

std::string reported_percent(const StrategyOutcome& outcome) {
    if (!outcome.reported || !outcome.reported->failed_percent) return {};
    return fmt::format("{:.2f}", *outcome.reported->failed_percent);
}

std::string reported_duration(const StrategyOutcome& outcome) {
    if (!outcome.reported || !outcome.reported->duration_hours) return {};
    return duration_text(seconds(*outcome.reported->duration_hours * 3600.0));
}

std::string table_of(const Rehearsal& rehearsal) {
    using Outcome = const StrategyOutcome&;
    Table table{rehearsal};
    table.row("rows", [](Outcome o) { return grouped(o.rows.submitted); });
    table.row("created", [](Outcome o) { return grouped(o.rows.created); });
    table.row_if_any("updated", [](Outcome o) { return unless_zero(o.rows.updated); });
    table.row("failed", [](Outcome o) { return grouped(o.rows.failed); });
    table.row("failed %", [](Outcome o) { return percent(o.rows.failed, o.rows.submitted); });
    table.row_if_any("  reported %", reported_percent);
    table.row_if_any("unprocessed", [](Outcome o) { return unless_zero(o.rows.unprocessed); });
    table.row_if_any("not sent", [](Outcome o) { return unless_zero(o.rows.not_sent); });
    table.row_if_any("missing or unknown", [](Outcome o) {
        return unless_zero(o.rows.missing + o.rows.unknown);
    });
    table.row("jobs", [](Outcome o) { return grouped(o.jobs.jobs); });
    table.row("lock waits", [](Outcome o) { return grouped(o.locks.lock_waits); });
    table.row_if_any("waited for locks", [](Outcome o) {
        return o.locks.lock_waits == 0 ? std::string{} : duration_text(o.locks.waited);
    });
    table.row("lock failures", [](Outcome o) { return grouped(o.locks.rows_failed); });
    table.row("chunks failed", [](Outcome o) { return grouped(o.locks.lock_timeouts); });
    table.row("requeues", [](Outcome o) { return grouped(o.jobs.retries); });
    table.row("duration", [](Outcome o) { return duration_text(o.duration); });
    table.row_if_any("  reported", reported_duration);
    table.row("batches at once (DoP)", [](Outcome o) {
        return fmt::format("{:.1f}", o.degree_of_parallelism());
    });
    table.row("trace", [](Outcome o) {
        return fmt::format("{:016x}", o.trace_hash).substr(0, 12);
    });
    return table.text();
}

std::string foreign_writer_text(const ForeignWriterReport& report) {
    const ForeignStatistics& did = report.statistics;
    ForeignWriterFigures figures;
    figures.runs = did.runs;
    figures.idle = did.idle;
    figures.skipped = did.skipped;
    figures.committed = did.committed;
    figures.records = did.records;
    figures.retries = did.retries;
    figures.given_up = did.given_up;
    figures.deadlocks = did.locks.deadlocks;
    figures.waited = did.locks.waited;
    return "  " + sentence_about(report.writer, figures) + '\n';
}

std::string explanations_of(const LedgerReport& contention) {
    std::string out;
    const Adviser adviser{contention};
    const std::size_t shown = std::min(contention.failures.size(), k_explanations_shown);
    for (std::size_t i = 0; i < shown; ++i)
        out += failure_text(contention, adviser, contention.failures[i]);
    if (contention.failures.size() > shown) out += "  rowlock explain tells more\n";
    return out;
}

std::string details_of(const StrategyOutcome& outcome) {
    std::string out = fmt::format("\n{}: {}\n", outcome.name, sentence_about(outcome));
    if (!outcome.note.empty()) out += fmt::format("  ({})\n", outcome.note);
    if (outcome.reported && !outcome.reported->note.empty()) {
        out += fmt::format("  reported: {}\n", outcome.reported->note);
    }
    const std::size_t shown = std::min(outcome.hottest.size(), k_parents_shown);
    for (std::size_t i = 0; i < shown; ++i) {
        const HotParent& parent = outcome.hottest[i];
        if (parent.rows_failed == 0) break;
        out += fmt::format(
            "  hot: {} {}, {} failed, waited for {}\n",
            parent.object,
            parent.id,
            counted(parent.rows_failed, "row"),
            counted(parent.waits, "time")
        );
    }
    out += explanations_of(outcome.contention);
    for (const FailureCount& failure : outcome.failures) {
        if (failure.is_of_locks()) continue;
        out += fmt::format("  {} failed: {}\n", counted(failure.rows, "row"), failure.sample);
    }
    if (outcome.records_adopted > 0) {
        out += fmt::format(
            "  unknown ids: taken for {} of another org that {}\n",
            counted(outcome.records_adopted, "record"),
            outcome.records_adopted == 1 ? "exists" : "exist"
        );
    }
    for (const FaultCount& fault : outcome.faults) {
        out += fmt::format(
            "  fault {}: struck {} of {}\n", fault.name, grouped(fault.struck), grouped(fault.seen)
        );
    }
    for (const ForeignWriterReport& report : outcome.foreign_writers)
        out += foreign_writer_text(report);
    for (const CheckedExpectation& checked : outcome.expectations)
        out += "  " + text_of(checked) + "\n";
    return out;
}

}  // namespace

std::string text_of(const Rehearsal& rehearsal) {
    const std::string& title = rehearsal.title.empty() ? rehearsal.load : rehearsal.title;
    std::string out = fmt::format("{} (seed {})\n\n", title, rehearsal.seed);
    out += table_of(rehearsal);
    for (const StrategyOutcome& outcome : rehearsal.strategies) out += details_of(outcome);
    return out;
}

}  // namespace rowlock
