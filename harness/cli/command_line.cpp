#include "harness/cli/command_line.hpp"

#include "harness/cli/calibrate_options.hpp"
#include "harness/cli/check_commands.hpp"
#include "harness/cli/options.hpp"
#include "harness/cli/org_commands.hpp"
#include "harness/cli/rows_options.hpp"
#include "harness/cli/serve_command.hpp"
#include "harness/cli/test_batcher_options.hpp"
#include "harness/rehearse/rehearse_command.hpp"
#include "harness/schedule/schedule_command.hpp"
#include "mockorg/base/exit_code.hpp"
#include "mockorg/locking/command/rules_command.hpp"
#include "mockorg/schema/command/schema_command.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <functional>
#include <limits>
#include <optional>
#include <sstream>

namespace rowlock {
namespace {

/// All commands' options, and the command chosen.
struct Commands {
    ServeOptions serve;
    RehearseCommandOptions rehearse;
    ScheduleCommandOptions schedule;
    CalibrateCommandOptions calibrate;
    OrgCommands org;
    CheckCommands checks;
    TestBatcherOptions test_batcher;
    RulesOptions rules;
    SchemaImportOptions schema_import;
    std::function<int(Io&)> chosen;
};

auto not_empty(std::string advice) {
    return [advice = std::move(advice)](const std::string& text) {
        return text.empty() ? "must not be empty: " + advice : std::string{};
    };
}

void add_serve(CLI::App& program, Commands& commands) {
    CLI::App& app = *program.add_subcommand("serve", "Run a mock Salesforce org over HTTP.");
    ServeOptions& options = commands.serve;
    add_option(app, "--port", options.port, "port to listen on; 0 = any free one")
        ->check(whole_number_up_to(std::numeric_limits<std::uint16_t>::max()))
        ->capture_default_str();
    add_option(app, "--address", options.address, "address to listen on")->capture_default_str();
    add_option(app, "--port-file", options.port_file, "write the port number here once it listens");
    add_option(app, "--token", options.token, "access token; one is made up if none is given");
    add_option(app, "--password", options.password, "of every user; without, any is right")
        ->check(not_empty("leave it out to let any password in"));
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
    add_option(app, "--seed", options.seed, "seed of all randomness")
        ->check(any_whole_number())
        ->capture_default_str();
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
    add_flag(app, "--no-ledger", options.no_ledger, "keep no ledger of who held what");
    add_option(app, "--faults", options.faults_file, "file with faults to test a client's retries");
    add_option(
        app,
        "--foreign-writers",
        options.foreign_writers_file,
        "file with users, integrations, scheduled jobs and automation that write besides the "
        "clients"
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
        "a right that users are not to have: api or hard-delete, or api:USERNAME or "
        "hard-delete:USERNAME for one of them; may be repeated"
    );
    add_option(
        app, "--org", options.orgs, "name of one more org, at a port of its own; may be repeated"
    );
    add_option(app, "--orgs", options.orgs_file, "file with more orgs and their settings");
    add_flag(app, "--tls", options.tls, "speak https, with a certificate made for this machine");
    add_option(app, "--tls-certificate", options.tls_certificate_file, "PEM file with another one");
    add_option(app, "--tls-key", options.tls_key_file, "PEM file with the certificate's key");
    add_option(
        app, "--tls-trust", options.tls_trust_file, "write the certificate here, for clients"
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
        "  rowlock serve --tls --tls-trust rowlock.pem           https, and what to trust\n"
        "  rowlock serve --port 8080 --org eu --org us           three orgs that share nothing\n"
        "  rowlock serve --faults fixtures/faults/bad-day.json   an org on a bad day\n"
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
    app.add_option("LOAD", options.load_file, "load file, plan (plan.json), or CSV file or folder")
        ->required();
    add_option(app, "--strategy", options.strategy, "only this strategy");
    add_option(
        app, "--profile", options.profile, "profile or profile file (.json), instead of the load's"
    );
    add_option(app, "--seed", options.seed, "instead of the load's seed")
        ->check(any_whole_number());
    add_option(app, "--rows", options.rows, "load at most so many rows")
        ->check(CLI::Range(1, 1'000'000'000));
    add_option(app, "--api", options.api, "bulk1, bulk2 or rest, instead of the load's or plan's");
    add_option(
        app,
        "--limit",
        options.limits,
        "NAME=VALUE, what the org allows within a day, e.g. batches-per-day=100000"
    );
    add_option(app, "--threads", options.threads, "strategies at once; changes no result")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    add_option(
        app, "--ledger", options.ledger_file, "write who held what here, for rowlock explain"
    );
    add_option(
        app,
        "--trace",
        options.trace_file,
        "write the timeline here, for Perfetto or chrome://tracing"
    );
    add_flag(app, "--no-ledger", options.no_ledger, "keep no ledger, and explain nothing");
    add_flag(app, "--json", options.json, "print JSON instead of a table");
    add_rows_options(app, options.rows_described);
    add_option(app, "--schema", options.rows_described.schema, "object model, schema file")
        ->group("Options for plans and CSV rows");
    app.footer(
        "Exit code 1 if a strategy came to a bad end or an expectation of the load file does not "
        "hold.\n"
        "Examples:\n"
        "  rowlock rehearse fixtures/loads/small.json\n"
        "  rowlock rehearse fixtures/loads/massive-upload.json --strategy \"as it was\" --rows "
        "100000\n"
        "  rowlock rehearse load.json --json > rehearsal.json\n"
        "  rowlock rehearse load.json --strategy serial --trace serial.trace.json\n"
        "  rowlock rehearse accounts.csv --object Account --operation insert --batch-size 2000"
    );
    app.callback([&commands] {
        commands.chosen = [&](Io& io) { return run_rehearse(commands.rehearse, io); };
    });
}

void add_schedule_check(CLI::App& program, Commands& commands) {
    CLI::App& app = *program.add_subcommand(
        "schedule-check", "Tell whether loads at different times would meet and contend."
    );
    ScheduleCommandOptions& options = commands.schedule;
    app.add_option("LOAD@TIME", options.loads, "load files with their starts, or a schedule file")
        ->required();
    add_option(
        app, "--profile", options.profiles, "profiles A,B; typical, lean, heavy and the loads' own"
    )
        ->allow_extra_args(false);
    add_option(app, "--seeds", options.seeds, "rehearse so many times under each profile")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    add_option(app, "--rows", options.rows, "at most so many rows of each load")
        ->check(CLI::Range(1, 1'000'000'000));
    add_option(app, "--witnesses", options.witnesses, "records to name that two loads both lock")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    add_option(app, "--threads", options.threads, "rehearsals at once; changes no result")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    add_flag(app, "--json", options.json, "print JSON instead of text");
    app.footer(
        "A load is given as FILE@02:00, FILE#STRATEGY@02:00, or FILE@02:00+40m (it takes 40 "
        "minutes; a range\n"
        "like 30m..2h will do). Times are those of every day, unless one is 24:00 or later: then "
        "26:00 is 02:00\n"
        "on the second day. Each load is rehearsed alone, and spread over the duration that is "
        "given.\n"
        "Exit code 1 if two loads would contend.\n"
        "Examples:\n"
        "  rowlock schedule-check contacts.json@02:00 opportunities.json@02:40\n"
        "  rowlock schedule-check a.json@22:00+2h..3h b.json@25:30 --profile heavy\n"
        "  rowlock schedule-check schedule.json --json > schedule-check.json"
    );
    app.callback([&commands] {
        commands.chosen = [&](Io& io) { return run_schedule_check(commands.schedule, io); };
    });
}

void add_calibrate(CLI::App& program, Commands& commands) {
    CLI::App& app = *program.add_subcommand(
        "calibrate", "Find the profiles that explain finished loads, and predict others by them."
    );
    add_calibrate_options(app, commands.calibrate);
    app.callback([&commands] {
        commands.chosen = [&](Io& io) { return run_calibrate(commands.calibrate, io); };
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
    add_schedule_check(app, commands);
    add_calibrate(app, commands);
    add_check_commands(app, commands.checks, commands.chosen);
    add_test_batcher_command(app, commands.test_batcher, commands.chosen);
    add_serve(app, commands);
    add_org_commands(app, commands.org, commands.chosen);
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
