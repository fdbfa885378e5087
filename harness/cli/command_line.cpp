#include "harness/cli/command_line.hpp"

#include "harness/cli/serve_command.hpp"
#include "harness/rehearse/rehearse_command.hpp"
#include "harness/replay/cleanup_command.hpp"
#include "harness/replay/count_command.hpp"
#include "harness/replay/exit_code.hpp"
#include "harness/replay/replay_command.hpp"

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
    add_flag(app, "--json", options.json, "print the first line as JSON");
    add_option(app, "--io-threads", options.io_threads, "threads that read and write")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    app.footer(
        "Examples:\n"
        "  rowlock serve --port 8080 --schema fixtures/schemas/external-id.json\n"
        "  rowlock serve --clock real:60 --profile heavy        an hour of the org in a minute\n"
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
