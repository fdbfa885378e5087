#include "harness/batcher/run_report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowlock::batcher {
namespace {

std::string how_many(std::uint64_t count, std::string_view what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

/// One line for a cell, whatever is in it.
std::string shown_cell(const std::string& cell) {
    constexpr std::size_t k_shown = 40;
    std::string shown;
    for (const char c : cell) {
        if (c == '\n') {
            shown += "\\n";
        } else if (c == '\r') {
            shown += "\\r";
        } else if (c == '\t') {
            shown += "\\t";
        } else {
            shown += c;
        }
    }
    // Blanks at the ends show only between marks.
    if (!cell.empty() && (cell.front() == ' ' || cell.back() == ' ')) shown = '\'' + shown + '\'';
    if (shown.size() <= k_shown) return shown;
    // Never in the middle of a character.
    std::size_t end = k_shown;
    while (end > 0 && (static_cast<unsigned char>(shown[end]) & 0xC0U) == 0x80U) --end;
    return fmt::format("{}... ({} bytes)", shown.substr(0, end), cell.size());
}

/// Characters of UTF-8, about as wide as it is shown.
std::size_t width_of(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

using Table = std::vector<std::vector<std::string>>;

std::string table_text(const Table& table) {
    std::vector<std::size_t> widths(table.front().size());
    for (const auto& row : table) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], width_of(row[i]));
        }
    }
    std::string text;
    for (const auto& row : table) {
        std::string line = " ";
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += " " + row[i] + std::string(widths[i] - width_of(row[i]) + 1, ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    }
    return text;
}

/// Batches of the row, from 1, and how they are sent.
std::pair<std::string, std::string> places_of(const Answer& answer, std::uint32_t row) {
    std::string batches;
    std::string lanes;
    for (std::size_t i = 0; i < answer.batches.size(); ++i) {
        const AnswerBatch& batch = answer.batches[i];
        for (const std::uint32_t each : batch.rows) {
            if (each != row) continue;
            batches += (batches.empty() ? "" : " ") + std::to_string(i + 1);
            std::string lane{name_of(batch.lane)};
            if (batch.lane == BatchLane::feed) lane += fmt::format(" {}", batch.feed_group);
            if (batch.phase > 0) lane += fmt::format(", phase {}", batch.phase);
            lanes += (lanes.empty() ? "" : "; ") + lane;
        }
    }
    const auto& aside = answer.set_aside;
    const bool set_aside = std::count(aside.begin(), aside.end(), row) > 0;
    if (set_aside) batches += batches.empty() ? "set aside" : " set aside";
    return {batches.empty() ? "-" : batches, lanes};
}

std::string case_words(const Counterexample& found) {
    const std::string rows = how_many(found.original.rows.size(), "row");
    if (!found.stored_name.empty()) return fmt::format("{}, {}", found.stored_name, rows);
    return fmt::format("case {}, {}", found.case_number, rows);
}

std::string counterexample_text(const Counterexample& found, const CounterexampleNotes& notes) {
    std::string text = fmt::format(
        "\n{} {} ({}): {}\n  {}\n\n{}\n",
        found.property->id,
        found.property->name,
        name_of(found.property->grade),
        found.property->title,
        found.violation.sentence,
        counterexample_table(found)
    );
    text += fmt::format("  {}\n", limits_text(render(found.minimal)));
    text += fmt::format(
        "  found in {}; made smaller in {}{}\n",
        case_words(found),
        how_many(found.shrink_steps, "step"),
        found.cut_short ? ", and given up on: a smaller one may fail, too" : ""
    );
    if (const auto* const trouble = std::get_if<Misbehaviour>(&found.reply)) {
        if (!trouble->diagnostics.empty()) {
            text += fmt::format("  it said on stderr:\n{}\n", trouble->diagnostics);
        }
    }
    if (!notes.folder.empty()) text += fmt::format("  files:  {}\n", notes.folder);
    text += fmt::format("  replay: {}\n", notes.replay);
    return text;
}

std::string labels_text(const RunReport& report) {
    const RunResult& result = *report.result;
    std::string text;
    for (const std::size_t label : result.missing_labels) {
        text += fmt::format(
            "\nlabel '{}' fits {} of {} cases; 1 % is required\n",
            all_labels()[label].name,
            result.labels.counts()[label],
            result.cases
        );
    }
    return text;
}

std::size_t count_of(const RunResult& result, PropertyGrade grade) {
    return static_cast<std::size_t>(std::count_if(
        result.counterexamples.begin(),
        result.counterexamples.end(),
        [grade](const Counterexample& found) { return found.property->grade == grade; }
    ));
}

}  // namespace

bool RunReport::passed() const {
    return !result->any_error() && !(warnings_fail && result->any_warning()) &&
           result->missing_labels.empty() && !result->stopped;
}

std::string limits_text(const Instance& instance) {
    std::string text = fmt::format(
        "{} {}; a batch holds {}",
        instance.object,
        instance.operation,
        how_many(instance.caps.rows, "row")
    );
    if (instance.caps.bytes != Caps{}.bytes)
        text += fmt::format(" and {} bytes", instance.caps.bytes);
    if (instance.no_bytes) return text + "; the file has 0 bytes";
    if (instance.byte_order_mark) text += "; the file begins with a byte order mark";
    return text + fmt::format(
                      "; {}, lines end in {}",
                      how_many(instance.workers, "worker"),
                      name_of(instance.line_ending)
                  );
}

std::string counterexample_table(const Counterexample& found) {
    const Instance instance = render(found.minimal);
    const auto* const answer = std::get_if<Answer>(&found.reply);
    Table table(1);
    table[0].push_back("row");
    for (const Column& column : instance.columns) {
        table[0].push_back(column.name + (column.is_key ? "*" : ""));
    }
    if (answer != nullptr) table[0].insert(table[0].end(), {"batch", "lane"});
    for (std::uint32_t row = 0; row < instance.rows.size(); ++row) {
        std::vector<std::string> line{std::to_string(row + 1)};
        for (const std::string& cell : instance.rows[row]) line.push_back(shown_cell(cell));
        if (answer != nullptr) {
            auto [batches, lanes] = places_of(*answer, row);
            line.push_back(std::move(batches));
            line.push_back(std::move(lanes));
        }
        table.push_back(std::move(line));
    }
    return table_text(table);
}

std::string run_verdict(const RunReport& report) {
    const RunResult& result = *report.result;
    const std::size_t errors = count_of(result, PropertyGrade::error);
    const std::size_t warnings = count_of(result, PropertyGrade::warning);
    const std::size_t failures = errors + (report.warnings_fail ? warnings : 0);
    const std::string_view word = result.stopped && failures == 0 ? "STOPPED"
                                  : report.passed()               ? "PASSED"
                                                                  : "FAILED";
    std::string text = fmt::format(
        "{}: {} of {} properties failed in {}",
        word,
        failures,
        report.properties.size(),
        how_many(result.cases, "case")
    );
    if (result.stored_cases > 0) {
        text += fmt::format(" and {}", how_many(result.stored_cases, "stored case"));
    }
    if (!result.counterexamples.empty()) {
        text += fmt::format(" ({}, {})", how_many(errors, "error"), how_many(warnings, "warning"));
    }
    if (result.stopped) text += "; stopped before the end";
    if (result.gave_up) text += "; given up, because several cases in a row had no answer";
    if (!result.missing_labels.empty()) {
        text += fmt::format("; {} too rare", how_many(result.missing_labels.size(), "label"));
    }
    return text;
}

std::string run_report_text(const RunReport& report) {
    std::string text = run_verdict(report) + "\n";
    const auto& found = report.result->counterexamples;
    for (std::size_t i = 0; i < found.size(); ++i) {
        text += counterexample_text(found[i], report.notes[i]);
    }
    text += labels_text(report);
    text += fmt::format(
        "\nseed {}, {} to the batcher\n",
        report.seed,
        how_many(report.result->questions, "question")
    );
    return text;
}

}  // namespace rowlock::batcher
