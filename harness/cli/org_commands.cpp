#include "harness/cli/org_commands.hpp"

#include "harness/cli/options.hpp"

#include <CLI/CLI.hpp>

namespace rowlock {
namespace {

using Chosen = std::function<int(Io&)>;

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

void add_replay(CLI::App& program, OrgCommands& commands, Chosen& chosen) {
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
    app.callback([&commands, &chosen] {
        chosen = [&](Io& io) { return run_replay(commands.replay, io); };
    });
}

void add_count(CLI::App& program, OrgCommands& commands, Chosen& chosen) {
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
    app.callback([&commands, &chosen] {
        chosen = [&](Io& io) { return run_count(commands.count, io); };
    });
}

void add_cleanup(CLI::App& program, OrgCommands& commands, Chosen& chosen) {
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
    app.callback([&commands, &chosen] {
        chosen = [&](Io& io) { return run_cleanup(commands.cleanup, io); };
    });
}

}  // namespace

void add_org_commands(CLI::App& program, OrgCommands& commands, Chosen& chosen) {
    add_replay(program, commands, chosen);
    add_count(program, commands, chosen);
    add_cleanup(program, commands, chosen);
}

}  // namespace rowlock
