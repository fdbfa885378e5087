#include "harness/cli/command_line.hpp"

#include "checks/command/check_command.hpp"
#include "checks/command/plan_command.hpp"
#include "harness/cli/serve_command.hpp"
#include "harness/rehearse/rehearse_command.hpp"
#include "harness/replay/cleanup_command.hpp"
#include "harness/replay/count_command.hpp"
#include "harness/replay/replay_command.hpp"
#include "mockorg/base/exit_code.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <functional>
#include <optional>
#include <sstream>

namespace rowlock {
namespace {

/// `--port-file` can also be given as ROWLOCK_PORT_FILE.
std::string environment_name(const std::string& flag) {
    std::string name = "ROWLOCK_" + flag.substr(2);
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
        return c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    });
    return name;
}

template <class T>
CLI::Option* add_option(CLI::App& app, const std::string& flag, T& value, const std::string& help) {
    return app.add_option(flag, value, help)->envname(environment_name(flag));
}

void add_flag(CLI::App& app, const std::string& flag, bool& value, const std::string& help) {
    app.add_flag(flag, value, help)->envname(environment_name(flag));
}

void add_target(CLI::App& app, TargetOptions& target) {
    add_option(app, "--target", target.url, "the org's URL, e.g. http://127.0.0.1:8080")
        ->required();
    add_option(app, "--token", target.token, "access token (rowlock serve prints one)")->required();
}

/// All commands' options, and the command chosen.
struct Commands {
    ServeOptions serve;
    RehearseCommandOptions rehearse;
    ReplayOptions replay;
    CountOptions count;
    CleanupOptions cleanup;
    CheckOptions check;
    PlanCommandOptions plan;
    std::function<int(Io&)> chosen;
};

void add_serve(CLI::App& program, Commands& commands) {
    CLI::App& app = *program.add_subcommand("serve", "Run a mock Salesforce org over HTTP.");
    ServeOptions& options = commands.serve;
    add_option(app, "--port", options.port, "port to listen on; 0 = any free one")
        ->capture_default_str();
    add_option(app, "--address", options.address, "address to listen on")->capture_default_str();
    add_option(app, "--port-file", options.port_file, "write the port number here once it listens");
    add_option(app, "--token", options.token, "access token; one is made up if none is given");
    add_option(app, "--clock", options.clock, "virtual, manual, real, or real:SPEED")
        ->capture_default_str();
    add_option(app, "--seed", options.seed, "seed of all randomness")->capture_default_str();
    add_option(
        app,
        "--profile",
        options.profile,
        "how the org behaves: typical, lean, heavy, seed, adversarial"
    )
        ->capture_default_str();
    add_option(app, "--schema", options.schema_file, "schema file with custom objects and fields");
    add_option(
        app, "--lock-rules", options.lock_rules_file, "file with lock rules beside the shipped ones"
    );
    add_option(
        app,
        "--bulk2-serial",
        options.bulk2_serial,
        "asked for a serial Bulk 2.0 job: reject, ignore or honour"
    )
        ->capture_default_str();
    add_option(
        app,
        "--limit",
        options.limits,
        "NAME=VALUE of batches-per-day, rows-per-day, query-jobs-per-day, job-open-hours or "
        "job-kept-hours; may be repeated"
    );
    add_flag(app, "--json", options.json, "print the first line as JSON");
    add_option(app, "--io-threads", options.io_threads, "threads that read and write")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    app.footer(
        "Examples:\n"
        "  rowlock serve --port 8080 --schema fixtures/schemas/external-id.json\n"
        "  rowlock serve --clock real:60 --profile heavy        an hour of the org in a minute\n"
        "  rowlock serve --limit batches-per-day=10             an org near the end of its quota\n"
        "  rowlock serve --clock manual --port-file /tmp/port   for tests and rowlock replay"
    );
    app.callback([&commands] {
        commands.chosen = [&](Io& io) { return run_serve(commands.serve, io); };
    });
}

void add_rehearse(CLI::App& program, Commands& commands) {
    CLI::App& app = *program.add_subcommand(
        "rehearse", "Try a whole load in virtual time, strategy by strategy."
    );
    RehearseCommandOptions& options = commands.rehearse;
    app.add_option("LOAD", options.load_file, "load file")->required();
    add_option(app, "--strategy", options.strategy, "only this strategy");
    add_option(app, "--seed", options.seed, "instead of the load's seed");
    add_option(app, "--rows", options.rows, "load at most so many rows")
        ->check(CLI::PositiveNumber);
    add_option(app, "--threads", options.threads, "strategies at once; changes no result")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    add_flag(app, "--json", options.json, "print JSON instead of a table");
    app.footer(
        "Exit code 1 if a strategy came to a bad end or an expectation of the load file does not "
        "hold.\n"
        "Examples:\n"
        "  rowlock rehearse fixtures/loads/small.json\n"
        "  rowlock rehearse fixtures/loads/massive-upload.json --strategy \"as it was\" --rows "
        "100000\n"
        "  rowlock rehearse load.json --json > rehearsal.json"
    );
    app.callback([&commands] {
        commands.chosen = [&](Io& io) { return run_rehearse(commands.rehearse, io); };
    });
}

void add_replay(CLI::App& program, Commands& commands) {
    CLI::App& app =
        *program.add_subcommand("replay", "Run a load over HTTP against a mock or real org.");
    ReplayOptions& options = commands.replay;
    app.add_option("LOAD", options.load_file, "load file")->required();
    add_target(app, options.target);
    add_option(app, "--strategy", options.strategy, "which strategy; the first if not given");
    add_option(app, "--rows", options.rows, "load at most so many rows")
        ->check(CLI::PositiveNumber);
    add_option(app, "--report", options.report_file, "write a JSON report here, for rowlock count");
    add_flag(app, "--json", options.json, "print JSON instead of text");
    app.footer(
        "A mock with a manual clock is stepped through the load without waiting; any other org "
        "goes by the\n"
        "wall clock. Ctrl-C aborts the jobs under way and accounts for what they did.\n"
        "Exit code 1 if a row has no outcome or an expectation does not hold.\n"
        "Examples:\n"
        "  rowlock replay fixtures/loads/small.json --target http://127.0.0.1:8080 --token T\n"
        "  rowlock replay load.json --target https://my.salesforce.com --token T --report out.json"
    );
    app.callback([&commands] {
        commands.chosen = [&](Io& io) { return run_replay(commands.replay, io); };
    });
}

void add_count(CLI::App& program, Commands& commands) {
    CLI::App& app = *program.add_subcommand(
        "count", "Count records, or reconcile a replay's report with the org."
    );
    CountOptions& options = commands.count;
    add_target(app, options.target);
    add_option(app, "--object", options.object, "sObject to count");
    add_option(app, "--where", options.where, "SOQL condition");
    add_option(app, "--report", options.report_file, "report of rowlock replay to check");
    add_flag(app, "--json", options.json, "print JSON instead of text");
    app.footer(
        "With --report, checks submitted = created + updated + failed + unprocessed, and that the "
        "org holds\n"
        "just the records the report says; exit code 1 if not.\n"
        "Examples:\n"
        "  rowlock count --object Opportunity --where \"StageName = 'Test4'\" --target URL --token "
        "T\n"
        "  rowlock count --report out.json --target URL --token T"
    );
    app.callback([&commands] {
        commands.chosen = [&](Io& io) { return run_count(commands.count, io); };
    });
}

void add_cleanup(CLI::App& program, Commands& commands) {
    CLI::App& app =
        *program.add_subcommand("cleanup", "Delete a load's records and prove that none is left.");
    CleanupOptions& options = commands.cleanup;
    add_target(app, options.target);
    add_option(app, "--object", options.object, "sObject to delete from")->required();
    add_option(app, "--where", options.where, "SOQL condition that finds the records")->required();
    add_flag(app, "--yes", options.yes, "really delete; without it the records are only counted");
    add_flag(app, "--json", options.json, "print JSON instead of text");
    app.footer(
        "Exit code 1 if records are left in the end.\n"
        "Examples:\n"
        "  rowlock cleanup --object Opportunity --where \"External_ID__c LIKE 'EXT-%'\" --target "
        "URL --token T\n"
        "  rowlock cleanup --object Opportunity --where \"StageName = 'Test4'\" --yes --target URL "
        "--token T"
    );
    app.callback([&commands] {
        commands.chosen = [&](Io& io) { return run_cleanup(commands.cleanup, io); };
    });
}

/// What check and plan are told alike.
void add_input(CLI::App& app, InputOptions& input) {
    add_option(app, "--object", input.object, "sObject that the rows are records of");
    add_option(app, "--operation", input.operation, "insert, update, upsert or delete")
        ->capture_default_str();
    add_option(app, "--external-id", input.external_id, "key of an upsert; Id if not given");
    add_option(
        app,
        "--delimiter",
        input.delimiter,
        "COMMA, TAB, SEMICOLON, PIPE, CARET or BACKQUOTE; found out if not given"
    );
    add_option(app, "--api", input.api, "bulk2 or bulk1")->capture_default_str();
    add_option(
        app,
        "--batch-size",
        input.batch_rows,
        "rows of a batch, at most 10,000, which is what both APIs take"
    )
        ->check(CLI::Range(1, 10'000));
    add_option(app, "--k", input.k, "batches that the org works on at a time")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    add_option(
        app,
        "--reference",
        input.references,
        "export of records that rows refer to, as OBJECT:FILE[,FILE...]; may be given again"
    );
    add_option(app, "--schema", input.schema_file, "schema file with custom objects and fields");
    add_option(
        app, "--lock-rules", input.lock_rules_file, "file with lock rules beside the shipped ones"
    );
    add_option(app, "--threads", input.threads, "threads; changes no result")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
}

void add_check_reports(CLI::App& app, CheckOptions& options) {
    add_option(app, "--fail-on", options.fail_on, "exit code 1 from: error, warning, note, never")
        ->capture_default_str();
    add_option(app, "--baseline", options.baseline_file, "file of findings to live with");
    add_option(
        app, "--write-baseline", options.write_baseline_file, "accept all that is found: write it"
    );
    add_option(
        app,
        "--report",
        options.reports,
        "FORMAT:PATH with json, junit, sarif, markdown or html; may be given again"
    );
    add_flag(app, "--json", options.json, "print JSON instead of text");
    add_option(
        app, "--explain", options.explain, "only say which rules lock what for ROW or FILE:ROW"
    );
    add_flag(app, "--verdict-only", options.verdict_only, "nothing but the verdict, fast");
}

void add_check(CLI::App& program, Commands& commands) {
    CLI::App& app = *program.add_subcommand(
        "check", "Look at CSV files before the load: which batches collide, on which parent."
    );
    CheckOptions& options = commands.check;
    options.version = ROWLOCK_VERSION;
    app.add_option("FILE", options.input.files, "CSV files, each cut into batches on its own");
    add_input(app, options.input);
    add_option(app, "--line-ending", options.line_ending, "LF or CRLF, as the job will say");
    add_flag(app, "--serial", options.serial, "the job is asked for concurrencyMode Serial");
    add_option(app, "--plan", options.plan_file, "the batches are those of this plan");
    add_option(
        app,
        "--beside",
        options.beside,
        "a load open at the same time, as OBJECT:OPERATION:FILE[,FILE...]; may be given again"
    );
    add_option(app, "--finished", options.finished_file, "when each batch ran: a CSV or JSON file");
    add_option(
        app, "--failed-results", options.failed_results_file, "rows that failed, with --finished"
    );
    add_check_reports(app, options);
    app.footer(
        "Exit code 1 if a finding reaches --fail-on.\n"
        "Examples:\n"
        "  rowlock check contacts.csv --object Contact\n"
        "  rowlock check batch-*.csv --object Task --reference Contact:contacts.csv --api bulk1\n"
        "  rowlock check --plan out/plan.json --report html:check.html --report junit:check.xml\n"
        "  rowlock check contacts.csv --object Contact --explain 17"
    );
    app.callback([&commands] {
        commands.chosen = [&](Io& io) { return run_check(commands.check, io); };
    });
}

void add_plan(CLI::App& program, Commands& commands) {
    CLI::App& app = *program.add_subcommand(
        "plan", "Put rows into batches that do not collide, or into an order in which they do not."
    );
    PlanCommandOptions& options = commands.plan;
    app.add_option("FILE", options.input.files, "CSV files of the same columns")->required();
    add_input(app, options.input);
    add_option(app, "--objective", options.objective, "safety, time or batches")
        ->capture_default_str();
    add_flag(app, "--no-feed", options.no_feed, "the client cannot hold batches back");
    add_option(app, "--out", options.out_folder, "write batch files and plan.json to this folder");
    add_flag(app, "--force", options.force, "replace an earlier plan in that folder");
    add_option(
        app, "--plan-file", options.plan_file, "write a plan that names rows, without batch files"
    );
    add_flag(app, "--compare", options.compare, "show all plans that were tried");
    add_flag(app, "--explain", options.explain, "say why the plan came out as it did");
    add_flag(app, "--json", options.json, "print JSON instead of text");
    app.footer(
        "Exit code 1 if there are rows that no plan can help.\n"
        "Examples:\n"
        "  rowlock plan contacts.csv --object Contact --out plan\n"
        "  rowlock plan tasks.csv --object Task --k 5 --compare --explain\n"
        "  rowlock plan tasks.csv --object Task --plan-file plan.json"
    );
    app.callback([&commands] {
        commands.chosen = [&](Io& io) { return run_plan(commands.plan, io); };
    });
}

/// The first argument, if it should be a command and is none.
std::optional<std::string> unknown_command(
    const CLI::App& app, const std::vector<std::string>& arguments
) {
    if (arguments.empty() || arguments.front().starts_with('-')) return std::nullopt;
    const auto commands = app.get_subcommands([&](const CLI::App* command) {
        return command->get_name() == arguments.front();
    });
    return commands.empty() ? std::optional{arguments.front()} : std::nullopt;
}

/// Help, version and mistakes.
int finish(CLI::App& app, const CLI::Error& error, Io& io) {
    std::ostringstream out;
    std::ostringstream err;
    const int code = app.exit(error, out, err);
    io.out.write(out.str());
    io.err.write(err.str());
    return code == 0 ? number_of(ExitCode::clean) : number_of(ExitCode::usage);
}

}  // namespace

int run_command_line(const std::vector<std::string>& arguments, Io& io) {
    CLI::App app{
        "A mock Salesforce org with real record locks, and a harness for large data loads.",
        "rowlock"};
    app.set_version_flag("--version", "rowlock " ROWLOCK_VERSION);
    app.require_subcommand(1);
    app.footer(
        "Every option can also be given as ROWLOCK_<OPTION> in the environment; the option wins.\n"
        "Exit codes: 0 clean, 1 finding, 2 usage or configuration, 3 input unreadable, 4 server "
        "unreachable\n"
        "or protocol broken, 5 stopped before the end.\n"
        "Example:\n"
        "  rowlock rehearse fixtures/loads/small.json"
    );
    Commands commands;
    add_rehearse(app, commands);
    add_check(app, commands);
    add_plan(app, commands);
    add_serve(app, commands);
    add_replay(app, commands);
    add_count(app, commands);
    add_cleanup(app, commands);
    if (const auto unknown = unknown_command(app, arguments)) {
        io.err.line("error: there is no command \"" + *unknown + "\"; rowlock --help lists them");
        return number_of(ExitCode::usage);
    }
    try {
        // CLI11 takes the last argument first.
        app.parse(std::vector<std::string>{arguments.rbegin(), arguments.rend()});
    } catch (const CLI::Error& error) {
        return finish(app, error, io);
    }
    return commands.chosen(io);
}

}  // namespace rowlock
