#include "harness/replay/replay_command.hpp"

#include "harness/client/login.hpp"
#include "harness/replay/api_choice.hpp"
#include "harness/replay/figures.hpp"
#include "harness/replay/journal.hpp"
#include "harness/replay/left_jobs.hpp"
#include "harness/replay/load_driver.hpp"
#include "harness/replay/load_fingerprint.hpp"
#include "harness/replay/load_input.hpp"
#include "harness/replay/partition_lines.hpp"
#include "harness/replay/remote_target.hpp"
#include "harness/replay/replay_report.hpp"
#include "harness/replay/strategy_choice.hpp"
#include "harness/replay/target_faults.hpp"
#include "harness/replay/target_foreign_writers.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/base/interrupt.hpp"
#include "mockorg/base/writable_path.hpp"
#include "mockorg/base/write_file.hpp"

#include <fmt/core.h>

#include <memory>

namespace rowlock {
namespace {

Result<Load> read_input(const ReplayOptions& options) {
    RowsDescription described = options.rows_described;
    described.api = options.api;
    return read_load_input(options.load_file, described);
}

/// What cannot be written down is found out before anything is sent, not after.
Result<void> check_outputs(const ReplayOptions& options) {
    if (options.report_file == "-") {
        return fail(
            ErrorCode::bad_configuration,
            "--report takes a file; --json writes the report to standard output"
        );
    }
    for (const std::string& other : {options.load_file, options.journal_file}) {
        if (options.report_file.empty() || other != options.report_file) continue;
        return fail(
            ErrorCode::bad_configuration,
            "--report " + other + " would overwrite what the replay needs; name another file"
        );
    }
    return check_writable("--report", options.report_file).and_then([&] {
        return check_writable("--journal", options.journal_file);
    });
}

/// What a mock org does and suffers only while the load itself runs.
struct LoadCompany {
    TargetFaults faults;
    TargetForeignWriters foreign_writers;

    Result<void> set() {
        return foreign_writers.set().and_then([&] { return faults.set(); });
    }
};

/// Says what an earlier run left behind.
void say_left(const char* kind, const std::vector<std::string>& names, Io& io) {
    for (const std::string& name : names) {
        io.err.line(fmt::format(
            "note: {} \"{}\" was set before, perhaps by a run that was killed; this load's takes "
            "its place",
            kind,
            name
        ));
    }
}

Result<void> prepare(LoadCompany& company, const RemoteTarget& target, Io& io) {
    const auto faults = company.faults.prepare();
    if (!faults) return Failure{faults.error()};
    say_left("fault", *faults, io);
    const auto writers = company.foreign_writers.prepare();
    if (!writers) return Failure{writers.error()};
    say_left("foreign writer", *writers, io);
    if (company.foreign_writers.left_out()) {
        io.err.line(
            "note: the load's foreign writers are left out: " + target.base_url() +
            " is no rowlock mock org, and a real org has its own"
        );
    }
    return {};
}

Result<const Strategy*> choose_strategy(const Load& load, const std::string& name, Io& io) {
    if (!name.empty()) return find_strategy(load, name);
    if (load.strategies.size() > 1) {
        io.err.line(
            "note: the load has several strategies; using the first, \"" +
            load.strategies.front().name + "\" (--strategy names another)"
        );
    }
    return &load.strategies.front();
}

void show_progress(PartitionLines& lines, const std::string& strategy, const LoadDriver& driver) {
    const LoadOutcome& outcome = driver.outcome();
    std::string label = strategy;
    if (driver.in_setup()) label += ": setting up";
    if (outcome.retry_passes > 0)
        label += fmt::format(": sending failed rows again, round {}", outcome.retry_passes);
    lines.show(label, driver.progress());
}

Result<OnInterrupt> read_on_interrupt(const ReplayOptions& options) {
    if (options.on_interrupt == "abort") return OnInterrupt::abort;
    if (options.on_interrupt != "detach") {
        return fail(
            ErrorCode::bad_configuration,
            "--on-interrupt is \"" + options.on_interrupt + "\", expected abort or detach"
        );
    }
    if (!options.journal_file.empty()) return OnInterrupt::detach;
    return fail(
        ErrorCode::bad_configuration,
        "--on-interrupt detach needs --journal FILE, from which the outcome is read later"
    );
}

/// Null if there is none.
Result<std::unique_ptr<Journal>> open_journal(
    const ReplayOptions& options,
    const Load& load,
    const Strategy& strategy,
    const OpenSources& sources,
    const std::string& target
) {
    if (options.journal_file.empty()) {
        if (!options.resume) return nullptr;
        return fail(
            ErrorCode::bad_configuration, "--resume needs the journal to continue: --journal FILE"
        );
    }
    const auto fingerprint =
        load_fingerprint(options.load_file, load, strategy, sources, options.rows);
    if (!fingerprint) return Failure{fingerprint.error()};
    const JournalHeader header{load.name, strategy.name, target, *fingerprint};
    return options.resume ? Journal::resume(options.journal_file, header)
                          : Journal::create(options.journal_file, header);
}

/// What the user can do about an end that was none.
void advise(const ReplayOptions& options, const LoadOutcome& outcome, Io& io) {
    if (outcome.error) io.err.line("error: " + outcome.error->message);
    if (outcome.jobs.unsafe_rows > 0) {
        io.err.line(fmt::format(
            "warning: {} may have arrived or not, and were not sent again: an insert without an "
            "external id would double them. Count them in the org, then load what is missing",
            counted(outcome.jobs.unsafe_rows, "row")
        ));
    }
    if (outcome.jobs.ambiguous_rows > 0) {
        io.err.line(fmt::format(
            "warning: the org told what became of {}, but not of which: it wrote their values "
            "anew, "
            "and several rows fit. They were not sent again; rowlock count finds their records",
            counted(outcome.jobs.ambiguous_rows, "row")
        ));
    }
    if (outcome.api_usage.nearly_used_up()) {
        io.err.line(fmt::format(
            "note: the org counts {} of {} API requests in 24 hours; larger batches and a longer "
            "\"pollEvery\" need fewer",
            grouped(outcome.api_usage.used()),
            grouped(outcome.api_usage.allowed())
        ));
    }
    const bool stopped = outcome.error || outcome.interrupted;
    if (!stopped || options.journal_file.empty()) return;
    // It would come to the same end.
    const bool in_vain = outcome.error && outcome.error->code == ErrorCode::bad_configuration;
    if (options.resume && in_vain) return;
    const bool expired = outcome.error && outcome.error->code == ErrorCode::invalid_session_id &&
                         !can_log_in_again(options.target);
    io.err.line(fmt::format(
        "to continue: the same command with --resume{}",
        expired ? " and a new --token; the old one is not valid any more" : ""
    ));
}

/// Whoever came to see locks would see none, and take the load for a safe one.
void warn_of_virtual_clock(const RemoteTarget& target, const LoadOutcome& outcome, Io& io) {
    if (!target.virtual_clock() || outcome.api == LoadApi::rest) return;
    io.err.line(
        "warning: " + target.base_url() +
        " is a mock whose clock is virtual: each batch is done before the next one arrives, so "
        "none "
        "waits for another's locks. To see them wait, start it with: rowlock serve --clock manual"
    );
}

Result<void> end_faults(TargetFaults& faults, RemoteTarget& connection, Io& io) {
    const auto counts = faults.remove(connection);
    if (!counts) return Failure{counts.error()};
    for (const FaultCount& count : *counts) {
        io.err.line(fmt::format(
            "note: fault \"{}\" struck {} of {}",
            count.name,
            grouped(count.struck),
            grouped(count.seen)
        ));
    }
    return {};
}

Result<void> end_foreign_writers(
    TargetForeignWriters& foreign_writers, RemoteTarget& connection, Io& io
) {
    const auto sentences = foreign_writers.remove(connection);
    if (!sentences) return Failure{sentences.error()};
    for (const std::string& sentence : *sentences) io.err.line("note: " + sentence);
    return {};
}

/// Whatever came of the load, the org must not go on misbehaving.
void end_company(const TargetOptions& options, LoadCompany& company, Io& io) {
    if (!company.faults.any_set() && !company.foreign_writers.any_set()) return;
    auto connection = RemoteTarget::connect(options, Access::reads);
    auto ended = connection ? end_faults(company.faults, *connection, io)
                            : Result<void>{Failure{connection.error()}};
    if (ended) ended = end_foreign_writers(company.foreign_writers, *connection, io);
    if (ended) return;
    io.err.line(
        "warning: the load's faults and foreign writers may still be set: " + ended.error().message
    );
}

JobBooks job_books(const Journal* journal, const RemoteTarget& target, const LoadOutcome& outcome) {
    JobBooks books{outcome.lost_creations, outcome.jobs_made};
    if (journal == nullptr) return books;
    for (LostCreation& lost : journal->lost_creations()) {
        // Whatever an earlier run asked for, was asked for before this one came.
        if (!lost.until_ms) lost.until_ms = target.org_ms();
        books.lost.push_back(std::move(lost));
    }
    const std::vector<std::string> before = journal->jobs();
    books.known.insert(books.known.end(), before.begin(), before.end());
    return books;
}

/// What is left of jobs whose creation nobody answered. Over a connection of its own: the load's
/// may be why the load ended.
Result<std::vector<LeftJob>> look_for_left_jobs(
    const ReplayOptions& options, const JobBooks& books
) {
    if (books.lost.empty()) return std::vector<LeftJob>{};
    auto connection = RemoteTarget::connect(options.target, Access::reads);
    if (!connection) return Failure{connection.error()};
    return settle_left_jobs(
        [&](const HttpRequest& request) { return connection->ask(request); }, books
    );
}

void tell_left_jobs(const ReplayOptions& options, const JobBooks& books, ReplayReport& report) {
    report.lost_creations = books.lost.size();
    const bool detached = report.interrupted && options.on_interrupt == "detach";
    if (detached && !books.lost.empty()) {
        report.left_jobs_error = "not looked for after an interrupt that detaches";
        return;
    }
    auto left = look_for_left_jobs(options, books);
    if (left) {
        report.left_jobs = std::move(*left);
    } else {
        report.left_jobs_error = left.error().message;
    }
}

int exit_code_of(const LoadOutcome& outcome, const ReplayReport& report) {
    if (outcome.interrupted) return number_of(ExitCode::partial);
    if (outcome.error) return number_of(exit_code_of(*outcome.error));
    const bool clean =
        report.rows.complete() && all_hold(report.expectations) && report.rows_left_out() == 0;
    return number_of(clean ? ExitCode::clean : ExitCode::finding);
}

int finish(
    const ReplayOptions& options, const LoadOutcome& outcome, const ReplayReport& report, Io& io
) {
    if (options.json) {
        io.out.line(json_of(report));
    } else {
        io.out.write(text_of(report));
    }
    advise(options, outcome, io);
    if (!options.report_file.empty()) {
        if (auto written = write_file(options.report_file, json_of(report) + "\n"); !written) {
            io.err.line(fmt::format(
                "note: the load has gone as far as shown above; rowlock count {} tells it again",
                options.journal_file.empty() ? "--jobs" : "--journal " + options.journal_file
            ));
            return report_error(written.error(), io);
        }
    }
    return exit_code_of(outcome, report);
}

}  // namespace

int run_replay(const ReplayOptions& options, Io& io) {
    if (auto known = check_target(options.target); !known) return report_error(known.error(), io);
    auto load = read_input(options);
    if (!load) return report_error(load.error(), io);
    if (auto free = check_outputs(options); !free) return report_error(free.error(), io);
    if (auto used = use_api(*load, options.api); !used) return report_error(used.error(), io);
    const auto on_interrupt = read_on_interrupt(options);
    if (!on_interrupt) return report_error(on_interrupt.error(), io);
    const auto strategy = choose_strategy(*load, options.strategy, io);
    if (!strategy) return report_error(strategy.error(), io);
    const auto sources = open_sources(*load);
    if (!sources) return report_error(sources.error(), io);
    auto target = RemoteTarget::connect(options.target, Access::writes);
    if (!target) return report_error(target.error(), io);
    LoadCompany company{{*target, load->faults}, {*target, (*strategy)->foreign_writers}};
    if (auto mock = prepare(company, *target, io); !mock) return report_error(mock.error(), io);
    const auto journal = open_journal(options, *load, **strategy, *sources, target->base_url());
    if (!journal) return report_error(journal.error(), io);
    LoadDriverOptions driver_options;
    driver_options.rows = options.rows;
    driver_options.journal = journal->get();
    driver_options.on_interrupt = *on_interrupt;
    driver_options.mock_org = target->is_mock();
    driver_options.org_ms = target->org_ms();
    driver_options.on_load_begin = [&](TimePoint) { return company.set(); };
    const auto driver = LoadDriver::create(*load, **strategy, *sources, std::move(driver_options));
    if (!driver) return report_error(driver.error(), io);
    if (target->manual_clock() && (*driver)->outcome().api == LoadApi::rest) {
        return report_error(
            {ErrorCode::bad_configuration,
             "a mock with a manual clock answers REST writes only while its clock is moved; start "
             "it with --clock virtual or --clock real",
             {}},
            io
        );
    }

    warn_of_virtual_clock(*target, (*driver)->outcome(), io);

    const InterruptGuard guard;
    {
        PartitionLines lines{io};
        run_driver(**driver, *target, [&] { show_progress(lines, (*strategy)->name, **driver); });
    }
    end_company(options.target, company, io);
    const LoadOutcome& outcome = (*driver)->outcome();
    ReplayReport report = make_report(*load, **strategy, target->base_url(), outcome);
    const LoadStep& step = (*strategy)->load;
    report.repeated = count_repeated_keys(*(*sources)[step.source], outcome.partitions, step);
    tell_left_jobs(options, job_books(journal->get(), *target, outcome), report);
    return finish(options, outcome, report, io);
}

}  // namespace rowlock
