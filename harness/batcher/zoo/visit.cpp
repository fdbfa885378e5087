#include "harness/batcher/zoo/visit.hpp"

#include "harness/batcher/reference_batcher.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowlock::batcher {

ZooVisit visit(const ZooEntry& entry, const RunSettings& settings) {
    ZooVisit visit;
    visit.id = entry.id;
    visit.mistake = entry.mistake;
    visit.reason = entry.reason;
    visit.rows_max = entry.rows_max;
    const auto is_killer = [&entry](const Counterexample& found) {
        const auto& killers = entry.killers;
        return std::find(killers.begin(), killers.end(), found.property->id) != killers.end();
    };
    const std::unique_ptr<Batcher> batcher = entry.make();
    RunSettings until = settings;
    until.enough = entry.killers;
    const RunResult result = run_properties(*batcher, until);
    visit.cases = result.cases;
    for (const Counterexample& found : result.counterexamples) {
        visit.killed_by.push_back(found.property->id);
        if (!is_killer(found)) continue;
        const std::size_t rows = found.minimal.rows.size();
        if (!visit.killed || rows < visit.rows) {
            visit.rows = rows;
            visit.sentence = found.violation.sentence;
        }
        visit.killed = true;
    }
    return visit;
}

bool ZooReport::proves() const {
    const bool all_killed = std::all_of(visits.begin(), visits.end(), [](const ZooVisit& each) {
        return each.killed && each.rows <= each.rows_max;
    });
    return !stopped && all_killed && reference.counterexamples.empty() &&
           reference.missing_labels.empty();
}

ZooReport visit_zoo(const RunSettings& settings, const std::function<void(const ZooVisit&)>& seen) {
    ZooReport report;
    for (const ZooEntry& entry : all_zoo_entries()) {
        if (settings.stop && settings.stop()) {
            report.stopped = true;
            return report;
        }
        report.visits.push_back(visit(entry, settings));
        if (seen) seen(report.visits.back());
    }
    ReferenceBatcher reference;
    report.reference = run_properties(reference, settings);
    report.stopped = report.reference.stopped;
    return report;
}

std::string zoo_heading() {
    return fmt::format(
        "{:<26} {:<12} {:>5} {:>4}  {}", "bug", "killed by", "cases", "rows", "what it does"
    );
}

std::string zoo_line(const ZooVisit& visit) {
    std::string line = fmt::format(
        "{:<26} {:<12} {:>5} {:>4}  {}",
        visit.id,
        visit.killed ? fmt::format("{}", fmt::join(visit.killed_by, " ")) : "SURVIVED",
        visit.cases,
        visit.killed ? std::to_string(visit.rows) : "",
        visit.mistake
    );
    if (!visit.reason.empty()) line += fmt::format(" ({})", visit.reason);
    return line;
}

std::string zoo_verdict(const ZooReport& report) {
    const auto killed = std::count_if(
        report.visits.begin(), report.visits.end(), [](const ZooVisit& each) { return each.killed; }
    );
    std::string text = fmt::format("{} of {} bugs killed; ", killed, report.visits.size());
    if (report.stopped) return text + "stopped before the end";
    if (report.reference.counterexamples.empty()) {
        return text +
               fmt::format("the reference planner survived {} cases", report.reference.cases);
    }
    return text + "the reference planner failed: " +
           report.reference.counterexamples.front().violation.sentence;
}

std::string zoo_json(const ZooReport& report) {
    std::string text;
    JsonWriter json{text};
    json.begin_object().member("schemaVersion", 1).member("command", "test-batcher");
    json.member("proves", report.proves()).member("summary", zoo_verdict(report));
    json.key("zoo").begin_array();
    for (const ZooVisit& each : report.visits) {
        json.begin_object().member("bug", each.id).member("mistake", each.mistake);
        json.member("killed", each.killed).key("killedBy").begin_array();
        for (const std::string_view id : each.killed_by) json.value(id);
        json.end_array().member("cases", each.cases);
        json.member("rows", std::uint64_t{each.rows}).member("rowsMax", each.rows_max);
        if (!each.reason.empty()) json.member("reason", each.reason);
        json.member("sentence", each.sentence).end_object();
    }
    json.end_array().end_object();
    text += '\n';
    return text;
}

}  // namespace rowlock::batcher
