#include "harness/batcher/zoo/visit.hpp"

#include "harness/batcher/loader/bulk_loader.hpp"
#include "harness/batcher/reference_batcher.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowlock::batcher {

namespace {

std::size_t rows_of(const Counterexample& found) {
    return found.minimal.rows.size();
}

std::size_t rows_of(const loader::LoaderCounterexample& found) {
    return found.minimal.history.rows.size();
}

const std::string& sentence_of(const Counterexample& found) {
    return found.violation.sentence;
}

const std::string& sentence_of(const loader::LoaderCounterexample& found) {
    return found.sentence;
}

/// What came of a bug: `result` is of a run that ended once one of its killers had failed.
template <class Bug, class Result>
ZooVisit visit_of(const Bug& bug, const Result& result) {
    ZooVisit visit;
    visit.id = bug.id;
    visit.mistake = bug.mistake;
    visit.rows_max = bug.rows_max;
    visit.cases = result.cases;
    for (const auto& found : result.counterexamples) {
        const auto& killers = bug.killers;
        visit.killed_by.push_back(found.property->id);
        if (std::find(killers.begin(), killers.end(), found.property->id) == killers.end())
            continue;
        if (!visit.killed || rows_of(found) < visit.rows) {
            visit.rows = rows_of(found);
            visit.sentence = sentence_of(found);
        }
        visit.killed = true;
    }
    return visit;
}

}  // namespace

ZooVisit visit(const ZooEntry& entry, const RunSettings& settings) {
    const std::unique_ptr<Batcher> batcher = entry.make();
    RunSettings until = settings;
    until.enough = entry.killers;
    ZooVisit visit = visit_of(entry, run_properties(*batcher, until));
    visit.reason = entry.reason;
    return visit;
}

ZooVisit visit(const loader::LoaderBug& bug, const loader::LoaderRunSettings& settings) {
    loader::LoaderRunSettings until = settings;
    until.enough = bug.killers;
    ZooVisit visit = visit_of(bug, run_loader_properties(bug.loader, until));
    visit.kind = "loader";
    return visit;
}

std::vector<std::string> ZooReport::problems() const {
    std::vector<std::string> found;
    for (const ZooVisit& each : visits) {
        if (!each.killed) found.push_back(fmt::format("{} survived", each.id));
        if (each.killed && each.rows > each.rows_max) {
            found.push_back(
                fmt::format("{} takes {} rows, more than {}", each.id, each.rows, each.rows_max)
            );
        }
    }
    for (const Counterexample& each : reference.counterexamples) {
        found.push_back("the reference planner failed: " + each.violation.sentence);
    }
    for (const std::size_t label : reference.missing_labels) {
        found.push_back(fmt::format("too few cases are of the kind '{}'", all_labels()[label].name)
        );
    }
    for (const auto& each : loader_reference.counterexamples) {
        found.push_back("the careful loader failed: " + each.sentence);
    }
    for (const std::string& phrase : loader_reference.missing) {
        found.push_back("too few histories in which " + phrase);
    }
    return found;
}

namespace {

/// Visits all of these, as long as nobody says stop.
template <class Entries, class Settings>
void visit_each(
    const Entries& entries,
    const Settings& settings,
    const std::function<void(const ZooVisit&)>& seen,
    ZooReport& report
) {
    for (const auto& entry : entries) {
        report.stopped = report.stopped || (settings.stop && settings.stop());
        if (report.stopped) return;
        report.visits.push_back(visit(entry, settings));
        if (seen) seen(report.visits.back());
    }
}

}  // namespace

ZooReport visit_zoo(const RunSettings& settings, const std::function<void(const ZooVisit&)>& seen) {
    loader::LoaderRunSettings loading;
    loading.histories.seed = settings.generator.seed;
    // Histories are cheap, and some mistakes show in one of fifty.
    loading.cases = 2 * settings.cases;
    loading.stop = settings.stop;
    ZooReport report;
    visit_each(all_zoo_entries(), settings, seen, report);
    visit_each(loader::all_loader_bugs(), loading, seen, report);
    if (report.stopped) return report;
    ReferenceBatcher reference;
    report.reference = run_properties(reference, settings);
    report.loader_reference = run_loader_properties(loader::load_carefully, loading);
    report.stopped = report.reference.stopped || report.loader_reference.stopped;
    return report;
}

std::string zoo_heading(std::string_view kind) {
    return fmt::format(
        "{}{:<26} {:<12} {:>5} {:>4}  {}",
        kind == "loader" ? "\n" : "",
        kind,
        "killed by",
        "cases",
        "rows",
        "what it does"
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
    const auto problems = report.problems();
    if (!problems.empty()) return text + fmt::format("{}", fmt::join(problems, "; "));
    return text + fmt::format(
                      "the reference planner survived {} cases, the careful loader {} histories",
                      report.reference.cases,
                      report.loader_reference.cases
                  );
}

namespace {

void write_visit(JsonWriter& json, const ZooVisit& visit) {
    json.begin_object().member("kind", visit.kind).member("bug", visit.id);
    json.member("mistake", visit.mistake).member("killed", visit.killed);
    json.key("killedBy").begin_array();
    for (const std::string_view id : visit.killed_by) json.value(id);
    json.end_array().member("cases", visit.cases);
    json.member("rows", std::uint64_t{visit.rows}).member("rowsMax", visit.rows_max);
    if (!visit.reason.empty()) json.member("reason", visit.reason);
    json.member("sentence", visit.sentence).end_object();
}

void write_survivor(
    JsonWriter& json,
    std::string_view kind,
    std::string_view name,
    std::uint64_t cases,
    std::size_t failed
) {
    json.begin_object().member("kind", kind).member("name", name).member("cases", cases);
    json.member("failed", std::uint64_t{failed}).end_object();
}

}  // namespace

std::string zoo_json(const ZooReport& report) {
    std::string text;
    JsonWriter json{text};
    json.begin_object().member("schemaVersion", 1).member("command", "test-batcher");
    json.member("proves", report.proves()).member("summary", zoo_verdict(report));
    json.key("zoo").begin_array();
    for (const ZooVisit& each : report.visits) write_visit(json, each);
    json.end_array().key("problems").begin_array();
    for (const std::string& problem : report.problems()) json.value(problem);
    json.end_array().key("survivors").begin_array();
    const RunResult& planner = report.reference;
    const loader::LoaderRunResult& loader = report.loader_reference;
    write_survivor(json, "batcher", "planner", planner.cases, planner.counterexamples.size());
    write_survivor(json, "loader", "careful", loader.cases, loader.counterexamples.size());
    json.end_array().end_object();
    text += '\n';
    return text;
}

}  // namespace rowlock::batcher
