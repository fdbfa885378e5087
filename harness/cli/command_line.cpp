#include "harness/cli/command_line.hpp"

#include "harness/batcher/test_batcher_command.hpp"
#include "harness/cli/check_commands.hpp"
#include "harness/cli/options.hpp"
#include "harness/cli/serve_command.hpp"
#include "harness/rehearse/rehearse_command.hpp"
#include "harness/replay/cleanup_command.hpp"
#include "harness/replay/count_command.hpp"
#include "harness/replay/replay_command.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/locking/command/rules_command.hpp"
#include "mockorg/schema/command/schema_command.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <functional>
#include <optional>
#include <sstream>

namespace rowlock {
namespace {

void add_target(CLI::App& app, TargetOptions& target) {
    add_option(
        app, "--target", target.url, "the org's URL, e.g. http://127.0.0.1:8080; or its login host"
    );
    add_option(app, "--token", target.token, "access token (rowlock serve prints one)");
    add_option(
        app, "--org", target.sf_org, "instead of both, an org that the sf CLI is logged in to"
    );
    add_option(app, "--client-id", target.client_id, "log in as a connected app, with");
    add_option(
        app,
        "--client-secret",
        target.client_secret,
        "its secret, best given as ROWLOCK_CLIENT_SECRET, or"
    );
    add_option(app, "--key-file", target.key_file, "its private key (PEM, JWT) and --username");
    add_option(app, "--username", target.username, "log in as a user, with");
    add_option(app, "--password", target.password, "the password, best given as ROWLOCK_PASSWORD");
}

/// For commands that change records.
void add_production(CLI::App& app, TargetOptions& target) {
    add_flag(
        app,
        "--i-know-this-is-production",
        target.production_known,
        "write to an org that is neither on this machine nor a sandbox"
    );
}

/// All commands' options, and the command chosen.
struct Commands {
    ServeOptions serve;
    RehearseCommandOptions rehearse;
    ReplayOptions replay;
    CountOptions count;
    CleanupOptions cleanup;
    CheckCommands checks;
    TestBatcherOptions test_batcher;
    RulesOptions rules;
    SchemaImportOptions schema_import;
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
    add_option(app, "--password", options.password, "of every user; without, any is right");
    add_option(
        app,
        "--jwt-key",
        options.jwt_key_file,
        "PEM file with the certificate or public key of JWT logins; without, any key is right"
    );
    add_option(app, "--session-minutes", options.session_minutes, "life of an unused session")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    add_option(app, "--clock", options.clock, "virtual, manual, real, real:SPEED, or poll:SECONDS")
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
        "--bulk2-page-rows",
        options.bulk2_page_rows,
        "rows of a page of Bulk 2.0 query results that names no maxRecords"
    )
        ->check(CLI::Range(1, 100'000'000))
        ->capture_default_str();
    add_option(
        app,
        "--limit",
        options.limits,
        "NAME=VALUE of requests-per-day, batches-per-day, rows-per-day, query-jobs-per-day, "
        "query-storage-kb-per-day, rows-per-batch, job-open-hours or job-kept-hours; may be "
        "repeated"
    );
    add_option(
        app,
        "--deny",
        options.denied,
        "a permission the org's user is not to have: api, hard-delete; may be repeated"
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
    add_option(app, "--api", options.api, "bulk1, bulk2 or rest, instead of the load's or plan's");
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
    add_production(app, options.target);
    add_option(app, "--strategy", options.strategy, "which strategy; the first if not given");
    add_option(app, "--rows", options.rows, "load at most so many rows")
        ->check(CLI::PositiveNumber);
    add_option(app, "--api", options.api, "bulk1, bulk2 or rest, instead of the load's or plan's");
    add_option(
        app, "--journal", options.journal_file, "write down here what was sent, to --resume"
    );
    add_flag(app, "--resume", options.resume, "continue what the journal tells of");
    add_option(
        app,
        "--on-interrupt",
        options.on_interrupt,
        "what Ctrl-C does to running jobs: abort, detach"
    )
        ->capture_default_str();
    add_option(app, "--report", options.report_file, "write a JSON report here, for rowlock count");
    add_flag(app, "--json", options.json, "print JSON instead of text");
    app.footer(
        "A mock with a manual clock is stepped through the load without waiting; any other org "
        "goes by the\n"
        "wall clock. Ctrl-C aborts the jobs under way and accounts for what they did; with "
        "--on-interrupt detach\n"
        "they go on, and --resume reads what became of them. docs/replay.md has the rest.\n"
        "Exit code 1 if a row has no outcome or an expectation does not hold.\n"
        "Examples:\n"
        "  rowlock replay fixtures/loads/small.json --target http://127.0.0.1:8080 --token T\n"
        "  rowlock replay load.json --org uat --report "
        "out.json\n"
        "  rowlock replay load.json --target URL --token T --journal load.journal --resume"
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
    add_option(app, "--load", options.load_file, "load file: find its rows one by one");
    add_option(app, "--strategy", options.strategy, "which strategy of the load");
    add_option(app, "--rows", options.rows, "the load's first rows only");
    add_option(app, "--key", options.key, "columns A,B that rows are known by; the external id");
    add_option(app, "--out", options.out_folder, "folder for missing, extra and duplicates.csv");
    add_option(app, "--watch", options.watch_seconds, "count again every so many seconds");
    add_flag(app, "--json", options.json, "print JSON instead of text");
    app.footer(
        "With --report, checks submitted = created + updated + failed + unprocessed, and that the "
        "org holds\n"
        "just the records the report says; with --load, that each row has its record and no other "
        "is "
        "there.\n"
        "Exit code 1 if not.\n"
        "Examples:\n"
        "  rowlock count --object Opportunity --where \"StageName = 'Test4'\" --target URL --token "
        "T\n"
        "  rowlock count --report out.json --target URL --token T\n"
        "  rowlock count --load load.json --key LastName --out found --target URL --token T"
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
    add_production(app, options.target);
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

/// A list whose values are separated by commas, or given one by one. It takes no further arguments:
/// a list without an end would eat the -- in front of a command, and that command's own options.
void add_list(
    CLI::App& app,
    const std::string& flag,
    std::vector<std::string>& values,
    const std::string& help
) {
    add_option(app, flag, values, help)->delimiter(',')->allow_extra_args(false);
}

/// What is wrong with a number from 0: -1 would be read as the largest number there is.
std::string refuse_negative(const std::string& text) {
    return text.starts_with('-') ? "'" + text + "', expected a number from 0" : std::string{};
}

void add_batcher_cases(CLI::App& app, TestBatcherOptions& options) {
    add_list(app, "--only", options.only, "only these properties, as I4,cap or noshare");
    add_list(app, "--skip", options.skip, "all properties but these");
    add_list(
        app,
        "--without",
        options.without,
        "what cases are not to have: oversize-groups, nulls, spaces, id-forms, case-twins, text, "
        "bytes, duplicates, byte-order-mark, empty-files, long-fields"
    );
    add_option(app, "--cases", options.cases, "how many; 300, or 60 where each starts processes")
        ->check(refuse_negative);
    add_option(app, "--seed", options.seed, "seed of all cases")
        ->check(refuse_negative)
        ->capture_default_str();
    add_option(app, "--max-size", options.rows_max, "rows of a case")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    add_option(
        app,
        "--max-rows",
        options.cap_rows_max,
        "rows of a batch: from 1 to this, or a third of --max-size"
    )
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    add_option(app, "--object", options.object, "cases of this sObject, not of the usual ones");
    add_option(app, "--operation", options.operation, "with --object: insert, update or delete")
        ->capture_default_str();
    add_option(app, "--schema", options.schema_file, "schema file with custom objects and fields");
    add_option(
        app, "--lock-rules", options.lock_rules_file, "file with lock rules beside the shipped ones"
    );
}

void add_test_batcher(CLI::App& program, Commands& commands) {
    CLI::App& app = *program.add_subcommand(
        "test-batcher", "Put your own batching code, in any language, to the test."
    );
    TestBatcherOptions& options = commands.test_batcher;
    app.add_option("CMD", options.command, "the batcher and its arguments, behind --");
    add_flag(app, "--persistent", options.persistent, "one process for all cases: lines of JSON");
    add_flag(app, "--files", options.files, "the batcher writes batch files to {output}");
    add_flag(app, "--json-input", options.json_input, "rows come in as JSON, not as CSV");
    add_batcher_cases(app, options);
    add_option(app, "--time", options.time, "seconds for the whole run; 0: as long as it takes")
        ->capture_default_str();
    add_option(app, "--case-time", options.case_time, "seconds for one case")
        ->capture_default_str();
    add_option(app, "--corpus", options.corpus, "folder of counterexamples, tried first; '': none")
        ->capture_default_str();
    add_option(app, "--replay", options.replay, "only the case in this folder");
    add_option(
        app, "--report", options.reports, "FORMAT:PATH with json or junit; may be given again"
    )
        ->allow_extra_args(false);
    add_option(app, "--fail-on", options.fail_on, "exit code 1 from: error, warning")
        ->capture_default_str();
    add_flag(app, "--json", options.json, "print JSON instead of text");
    add_flag(app, "--zoo", options.zoo, "show how batchers with known bugs fare");
    app.footer(
        "Exit code 1 if a property fails or a required kind of case is too rare.\n"
        "Examples:\n"
        "  rowlock test-batcher -- python3 batcher.py\n"
        "  rowlock test-batcher --persistent --only noshare --cases 5000 -- node batcher.js\n"
        "  rowlock test-batcher --zoo"
    );
    app.callback([&commands] {
        commands.chosen = [&](Io& io) { return run_test_batcher(commands.test_batcher, io); };
    });
}

void add_rules(CLI::App& program, Commands& commands) {
    CLI::App& app = *program.add_subcommand("rules", "Show which writes lock what, and why.");
    RulesOptions& options = commands.rules;
    add_option(app, "--object", options.object, "only what writing this object locks");
    add_option(app, "--operation", options.operation, "only insert, update, upsert or delete");
    add_option(
        app,
        "--explain",
        options.explain,
        "tell it in sentences: OBJECT, OBJECT.insert, OBJECT.FIELD, OBJECT.FIELD.update"
    );
    add_option(app, "--schema", options.schema_file, "schema file or SFDX project folder");
    app.add_option(
           "--rules,--lock-rules",
           options.lock_rules_file,
           "file with lock rules beside the shipped ones"
    )
        ->envname(environment_name("--lock-rules"));
    add_flag(app, "--json", options.json, "print JSON instead of text");
    app.footer(
        "Examples:\n"
        "  rowlock rules --object Task --operation insert\n"
        "  rowlock rules --explain Opportunity.AccountId.update\n"
        "  rowlock rules --object Invoice__c --schema force-app --json"
    );
    app.callback([&commands] {
        commands.chosen = [&](Io& io) { return run_rules(commands.rules, io); };
    });
}

void add_schema(CLI::App& program, Commands& commands) {
    CLI::App& schema = *program.add_subcommand("schema", "Work with object models.");
    schema.require_subcommand(1);
    CLI::App& app = *schema.add_subcommand(
        "import", "Make a schema file from an SFDX project or from describe answers."
    );
    SchemaImportOptions& options = commands.schema_import;
    app.add_option("PATH", options.paths, "a project folder, or describe answers as JSON")
        ->required();
    add_option(app, "--out", options.out_file, "write the schema file here instead of printing it");
    add_flag(app, "--json", options.json, "print the report as JSON; needs --out");
    add_flag(app, "--verbose", options.verbose, "list everything that was ignored, too");
    app.footer(
        "Folders can also be given to --schema of other commands as they are.\n"
        "Examples:\n"
        "  rowlock schema import force-app --out schema.json\n"
        "  sf sobject describe --sobject Account --json > account.json && rowlock schema import "
        "account.json"
    );
    app.callback([&commands] {
        commands.chosen = [&](Io& io) { return run_schema_import(commands.schema_import, io); };
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
    add_check_commands(app, commands.checks, commands.chosen);
    add_test_batcher(app, commands);
    add_serve(app, commands);
    add_replay(app, commands);
    add_count(app, commands);
    add_cleanup(app, commands);
    add_rules(app, commands);
    add_schema(app, commands);
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
