#include "harness/batcher/test_batcher_command.hpp"

#include "checks/command/whole_file.hpp"
#include "harness/batcher/corpus.hpp"
#include "harness/batcher/process_batcher.hpp"
#include "harness/batcher/run_choice.hpp"
#include "harness/batcher/run_report.hpp"
#include "harness/batcher/zoo/visit.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/interrupt.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/base/writable_path.hpp"
#include "mockorg/schema/schema_loader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace rowlock {
namespace {

using namespace batcher;

constexpr std::uint64_t k_cases = 300;
constexpr std::uint64_t k_cases_of_processes = 60;
constexpr double k_seconds_max = 1e6;

using Clock = std::chrono::steady_clock;

/// `word` as the shell takes it.
std::string quoted(const std::string& word) {
    constexpr std::string_view k_plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:=,+-";
    if (!word.empty() && word.find_first_not_of(k_plain) == std::string::npos) return word;
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? std::string{"'\\''"} : std::string{c};
    return text + "'";
}

std::string command_text(const std::vector<std::string>& command) {
    std::string text;
    for (const std::string& word : command) text += (text.empty() ? "" : " ") + quoted(word);
    return text;
}

/// One argument with blanks is a line for the shell.
std::vector<std::string> program_of(const std::vector<std::string>& command) {
    const bool line = command.size() == 1 && command[0].find_first_of(" \t") != std::string::npos;
    if (!line) return command;
    return {"/bin/sh", "-c", command[0]};
}

Result<std::vector<Domain>> chosen_domains(const TestBatcherOptions& options) {
    if (options.object.empty()) {
        if (options.schema_file.empty() && options.lock_rules_file.empty())
            return std::vector<Domain>{};
        return misuse("--schema and --lock-rules go with --object: which one are the rows of?");
    }
    auto schema = read_schema_file(options.schema_file);
    if (!schema) return Failure{std::move(schema.error())};
    const auto rules = read_lock_rules_file(options.lock_rules_file);
    if (!rules) return Failure{rules.error()};
    auto domain = make_domain(*schema, *rules, options.object, options.operation);
    if (!domain) return Failure{std::move(domain.error())};
    return std::vector<Domain>{std::move(*domain)};
}

/// A command line, understood.
struct Setup {
    RunSettings run;
    ProcessSettings process;
    bool warnings_fail = false;
    std::vector<std::pair<std::string, std::string>> reports;
};

Result<void> set_up_reports(const TestBatcherOptions& options, Setup& setup) {
    for (const std::string& text : options.reports) {
        const auto colon = text.find(':');
        const std::string format = text.substr(0, colon);
        const bool known = format == "json" || format == "junit";
        if (!known || colon == std::string::npos || colon + 1 == text.size()) {
            return misuse("--report: '" + text + "', expected json or junit, then :PATH");
        }
        std::string path = text.substr(colon + 1);
        if (!can_write_file(path)) return misuse("--report: " + path + " cannot be written");
        setup.reports.emplace_back(format, std::move(path));
    }
    if (options.fail_on != "error" && options.fail_on != "warning") {
        return misuse("--fail-on: '" + options.fail_on + "', expected error or warning");
    }
    setup.warnings_fail = options.fail_on == "warning";
    return {};
}

Result<void> set_up_process(const TestBatcherOptions& options, Setup& setup) {
    if (options.persistent && options.files) {
        return misuse("--persistent and --files exclude each other");
    }
    if (options.persistent) setup.process.mode = ProcessMode::persistent;
    if (options.files) setup.process.mode = ProcessMode::files;
    setup.process.json_input = options.json_input;
    setup.process.command = program_of(options.command);
    const bool sound = options.case_time > 0 && options.case_time < k_seconds_max;
    if (!sound) return misuse("--case-time: expected seconds above 0");
    setup.process.case_time =
        std::chrono::milliseconds{std::max(1LL, std::llround(options.case_time * 1000))};
    return {};
}

/// What to play again before any new case; some cases there have to be.
Result<void> set_up_stored(const TestBatcherOptions& options, RunSettings& run) {
    if (!options.replay.empty()) {
        auto stored = read_stored_case(options.replay);
        if (!stored) return Failure{std::move(stored.error())};
        run.stored = {std::move(*stored)};
        run.cases = 0;
    } else if (!options.corpus.empty() && !options.zoo) {
        auto stored = read_corpus(options.corpus);
        if (!stored) return Failure{std::move(stored.error())};
        run.stored = std::move(*stored);
        if (!can_make_folder(options.corpus)) {
            return misuse("--corpus: " + options.corpus + " cannot be written");
        }
    }
    if (run.cases > 0 || !run.stored.empty()) return {};
    return misuse("--cases 0, and no stored case: there is nothing to ask");
}

/// The end of the run, if its time is limited.
Result<std::optional<Clock::time_point>> end_of_run(const TestBatcherOptions& options) {
    const bool sound = options.time >= 0 && options.time < k_seconds_max;
    if (!sound) return misuse("--time: expected seconds from 0, which is no limit, to 1,000,000");
    if (options.time == 0) return std::optional<Clock::time_point>{};
    const std::chrono::duration<double> time{options.time};
    return std::optional{Clock::now() + std::chrono::duration_cast<Clock::duration>(time)};
}

Result<Setup> set_up(const TestBatcherOptions& options) {
    Setup setup;
    const auto chosen = choose({options.only, options.skip, options.without, "--"}, setup.run);
    if (!chosen) return Failure{chosen.error()};
    auto domains = chosen_domains(options);
    if (!domains) return Failure{std::move(domains.error())};
    GeneratorSettings& generator = setup.run.generator;
    generator.domains = std::move(*domains);
    generator.seed = options.seed;
    generator.rows_max = std::max(1U, options.rows_max);
    generator.cap_rows_max = std::max(1U, options.cap_rows_max);
    const bool one_process = options.persistent || options.zoo;
    setup.run.cases = options.cases.value_or(one_process ? k_cases : k_cases_of_processes);
    // Every try starts processes.
    if (!one_process) setup.run.shrink_tries = 400;
    if (auto set = set_up_reports(options, setup); !set) return Failure{set.error()};
    if (auto set = set_up_process(options, setup); !set) return Failure{set.error()};
    if (auto set = set_up_stored(options, setup.run); !set) return Failure{set.error()};
    const auto end = end_of_run(options);
    if (!end) return Failure{end.error()};
    setup.process.end = *end;
    setup.run.stop = [limit = *end] { return interrupted() || (limit && Clock::now() >= *limit); };
    return setup;
}

/// The options that say how to reach the batcher and what the cases are like.
std::string replay_text(
    const TestBatcherOptions& options, const Counterexample& found, const std::string& folder
) {
    std::string text = "rowlock test-batcher";
    if (options.persistent) text += " --persistent";
    if (options.files) text += " --files";
    if (options.json_input) text += " --json-input";
    if (options.case_time != TestBatcherOptions{}.case_time) {
        text += fmt::format(" --case-time {}", options.case_time);
    }
    if (options.fail_on != "error") text += " --fail-on " + quoted(options.fail_on);
    if (!folder.empty()) {
        text += " --replay " + quoted(folder);
    } else if (!found.stored_name.empty()) {
        text += " --replay " + quoted(found.stored_name);
    } else {
        text += fmt::format(" --corpus '' --seed {} --cases {}", options.seed, found.case_number);
        text += fmt::format(" --max-size {} --max-rows {}", options.rows_max, options.cap_rows_max);
        for (const std::string& word : options.without) text += " --without " + quoted(word);
        if (!options.object.empty()) {
            text += " --object " + quoted(options.object) + " --operation " + options.operation;
        }
        if (!options.schema_file.empty()) text += " --schema " + quoted(options.schema_file);
        if (!options.lock_rules_file.empty()) {
            text += " --lock-rules " + quoted(options.lock_rules_file);
        }
    }
    return text +
           fmt::format(" --only {} -- {}", found.property->id, command_text(options.command));
}

/// What can no more be written goes to `problems`: the result counts all the same.
RunReport make_report(
    const TestBatcherOptions& options,
    const Setup& setup,
    const RunResult& result,
    std::vector<Error>& problems
) {
    RunReport report;
    report.batcher = command_text(options.command);
    report.seed = options.seed;
    report.result = &result;
    report.properties = setup.run.properties;
    report.warnings_fail = setup.warnings_fail;
    for (const Counterexample& found : result.counterexamples) {
        CounterexampleNotes notes;
        const bool fails = setup.warnings_fail || found.property->grade == PropertyGrade::error;
        // What is only played again is in a folder already.
        if (fails && !options.corpus.empty() && options.replay.empty()) {
            auto folder = store_counterexample(options.corpus, found);
            if (folder) notes.folder = std::move(*folder);
            if (!folder) problems.push_back(std::move(folder.error()));
        }
        notes.replay = replay_text(options, found, notes.folder);
        report.notes.push_back(std::move(notes));
    }
    return report;
}

int exit_code_of(const RunReport& report) {
    const RunResult& result = *report.result;
    const bool failed = result.any_error() || !result.missing_labels.empty() ||
                        (report.warnings_fail && result.any_warning());
    if (failed) return number_of(ExitCode::finding);
    return number_of(result.stopped ? ExitCode::partial : ExitCode::clean);
}

/// Writes over its own line on a terminal; a line is left for half a second at least.
class ProgressLine {
public:
    explicit ProgressLine(Io& io) : io_(io) {}

    void show(const std::string& what) {
        const auto now = Clock::now();
        if (now < next_) return;
        next_ = now + std::chrono::milliseconds{500};
        io_.err.write("\r\x1b[K" + what);
        shown_ = true;
    }

    void clear() {
        if (shown_) io_.err.write("\r\x1b[K");
    }

private:
    Io& io_;
    /// Who is done in a moment says nothing.
    Clock::time_point next_ = Clock::now() + std::chrono::seconds{1};
    bool shown_ = false;
};

int test_program(const TestBatcherOptions& options, Setup& setup, Io& io) {
    auto process = ProcessBatcher::create(setup.process);
    if (!process) return report_error(process.error(), io);
    ProgressLine progress{io};
    if (io.err_is_terminal) {
        setup.run.progress = [&progress](const std::string& what) { progress.show(what); };
    }
    const RunResult result = run_properties(**process, setup.run);
    progress.clear();
    std::vector<Error> problems;
    const RunReport report = make_report(options, setup, result, problems);
    const std::string json = run_report_json(report);
    io.out.write(options.json ? json : run_report_text(report));
    for (const auto& [format, path] : setup.reports) {
        const auto written =
            write_whole_file(path, format == "json" ? json : run_report_junit(report));
        if (!written) problems.push_back(written.error());
    }
    int code = exit_code_of(report);
    for (const Error& problem : problems) code = report_error(problem, io);
    return code;
}

int show_zoo(const TestBatcherOptions& options, const Setup& setup, Io& io) {
    std::string_view section;
    const ZooReport report = visit_zoo(setup.run, [&](const ZooVisit& visit) {
        if (options.json) return;
        if (visit.kind != section) io.out.line(zoo_heading(visit.kind));
        section = visit.kind;
        io.out.line(zoo_line(visit));
    });
    if (options.json) {
        io.out.write(zoo_json(report));
    } else {
        io.out.line("\n" + zoo_verdict(report));
    }
    if (report.stopped) return number_of(ExitCode::partial);
    return number_of(report.proves() ? ExitCode::clean : ExitCode::finding);
}

/// The options given beside --zoo that are about a program under test; empty if there are none.
std::string idle_beside_zoo(const TestBatcherOptions& options) {
    const TestBatcherOptions usual;
    std::string idle;
    for (const auto& [name, given] : {
             std::pair{"--persistent", options.persistent},
             std::pair{"--files", options.files},
             std::pair{"--json-input", options.json_input},
             std::pair{"--case-time", options.case_time != usual.case_time},
             std::pair{"--corpus", !options.corpus.empty() && options.corpus != usual.corpus},
             std::pair{"--replay", !options.replay.empty()},
             std::pair{"--report", !options.reports.empty()},
             std::pair{"--fail-on", options.fail_on != usual.fail_on},
         }) {
        if (given) idle += (idle.empty() ? "" : ", ") + std::string{name};
    }
    return idle;
}

}  // namespace

int run_test_batcher(const TestBatcherOptions& options, Io& io) {
    if (options.zoo != options.command.empty()) {
        return report_error(
            Error{
                ErrorCode::bad_configuration,
                options.zoo ? "--zoo shows rowlock's own batchers: leave the command out"
                            : "no batcher to test: give its command, or --zoo",
                {}},
            io
        );
    }
    if (const std::string idle = idle_beside_zoo(options); options.zoo && !idle.empty()) {
        return report_error(
            Error{ErrorCode::bad_configuration, idle + ": not beside --zoo", {}}, io
        );
    }
    const InterruptGuard guard;
    auto setup = set_up(options);
    if (!setup) return report_error(setup.error(), io);
    return options.zoo ? show_zoo(options, *setup, io) : test_program(options, *setup, io);
}

}  // namespace rowlock
