#include "harness/cli/org_commands.hpp"

#include "harness/cli/options.hpp"
#include "harness/cli/rows_options.hpp"

#include <CLI/CLI.hpp>

namespace rowlock {
namespace {

using Chosen = std::function<int(Io&)>;

/// What --load takes, everywhere.
const std::string k_load_help = "load file, plan (plan.json), or CSV file or folder";

void add_target(CLI::App& app, TargetOptions& target) {
    add_option(
        app, "--target", target.url, "the org's URL, e.g. http://127.0.0.1:8080; or its login host"
    );
    add_option(app, "--token", target.token, "access token (rowlock serve prints one)");
    add_option(
        app, "--org", target.sf_org, "instead of both, an org that the sf CLI is logged in to"
    );
    add_option(
        app, "--ca-file", target.ca_file, "certificates to trust (PEM), in place of the system's"
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
    app.add_option("LOAD", options.load_file, k_load_help)->required();
    add_target(app, options.target);
    add_production(app, options.target);
    add_option(app, "--strategy", options.strategy, "which strategy; the first if not given");
    add_option(app, "--rows", options.rows, "load at most so many rows")
        ->check(CLI::Range(1, 1'000'000'000));
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
    add_rows_options(app, options.rows_described);
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
        "  rowlock replay load.json --target URL --token T --journal load.journal --resume\n"
        "  rowlock replay out/plan.json --target URL --token T --journal plan.journal\n"
        "  rowlock replay rows.csv --object Contact --operation upsert --external-id Ext__c "
        "--batch-size 2000\n"
        "      --in-flight 4 --retries 3 --target URL --token T"
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
    add_option(app, "--load", options.load_file, k_load_help + ": find its rows one by one");
    add_option(app, "--journal", options.journal_file, "journal of its replay: what its jobs did");
    add_option(app, "--jobs", options.jobs, "ingest jobs ID,ID of either Bulk API: what they did");
    add_option(app, "--expect", options.expect, "so many records should be there");
    add_option(app, "--strategy", options.strategy, "which strategy of the load");
    add_option(app, "--rows", options.rows, "the load's first rows only");
    add_option(app, "--api", options.api, "as for the replay: bulk1, bulk2 or rest");
    add_option(app, "--key", options.key, "columns A,B that rows are known by; the external id");
    add_option(
        app,
        "--out",
        options.out_folder,
        "folder for the rows and records that are not as they should be"
    );
    add_option(app, "--watch", options.watch_seconds, "count again every so many seconds");
    add_option(
        app,
        "--quiet",
        options.quiet_seconds,
        "end a watch when for so many seconds nothing ran and nothing changed; 60"
    );
    add_flag(app, "--json", options.json, "print JSON instead of text");
    add_row_kind_options(app, options.rows_described);
    add_row_sending_options(app, options.rows_described);
    app.footer(
        "With --report, --journal or --jobs, checks submitted = created + updated + failed + "
        "unprocessed, and that\n"
        "the org holds just the records there should be; with --load, that each row has its record "
        "and no other is\n"
        "there; with --key alone, that no two records have the same key. A report of CSV rows or "
        "of a plan needs --load or --where.\n"
        "Exit code 1 if not, or if a row failed or was not tried; 5 after Ctrl-C.\n"
        "Examples:\n"
        "  rowlock count --object Opportunity --where \"StageName = 'Test4'\" --target URL --token "
        "T\n"
        "  rowlock count --report out.json --target URL --token T\n"
        "  rowlock count --load load.json --journal load.journal --out found --target URL --token "
        "T\n"
        "  rowlock count --load load.json --key LastName --watch 10 --target URL --token T\n"
        "  rowlock count --load out/plan.json --where \"Ext__c LIKE 'R-%'\" --target URL --token "
        "T\n"
        "  rowlock count --load rows.csv --object Contact --operation upsert --external-id Ext__c "
        "--target URL --token T"
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
    add_option(app, "--object", options.objects, "sObject to delete from; may be repeated")
        ->allow_extra_args(false);
    add_option(
        app,
        "--where",
        options.conditions,
        "SOQL condition that finds its records: one for each --object, or one for all"
    )
        ->allow_extra_args(false);
    add_option(
        app,
        "--load",
        options.load_file,
        k_load_help + ": delete what it created, by its tags or its rows' external ids"
    );
    add_option(
        app,
        "--replay-journal",
        options.replay_journal_file,
        "journal of its replay: delete what its jobs created"
    );
    add_option(
        app,
        "--jobs",
        options.jobs,
        "delete what these ingest jobs ID,ID of either Bulk API created"
    );
    add_option(app, "--strategy", options.strategy, "which strategy of the load");
    add_option(app, "--rows", options.rows, "the load's first rows only");
    add_option(app, "--api", options.api, "as for the replay: bulk1, bulk2 or rest");
    add_option(
        app, "--schema", options.schema_file, "object model, instead of the org's describe answers"
    );
    add_option(
        app,
        "--baseline",
        options.baseline_file,
        "file of rowlock baseline: refuse to delete what was there then"
    );
    add_flag(
        app,
        "--allow-cleared-lookups",
        options.allow_cleared_lookups,
        "with --baseline: records it had may lose references to deleted ones"
    );
    add_flag(
        app,
        "--allow-uncounted",
        options.allow_uncounted,
        "with --baseline: go on where the org does not tell what is touched"
    );
    add_flag(app, "--yes", options.yes, "really delete; without it the plan is only shown");
    add_flag(app, "--hard", options.hard, "delete past the recycle bin (hardDelete)");
    add_option(app, "--in-flight", options.in_flight, "batches at a time")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    add_option(app, "--journal", options.journal_file, "write down the jobs here, to --resume");
    add_flag(app, "--resume", options.resume, "continue after a run that was stopped or killed");
    add_flag(app, "--json", options.json, "print JSON instead of text");
    add_row_kind_options(app, options.rows_described);
    RowsDescription& rows = options.rows_described;
    add_rows_option(app, "--batch-size", rows.batch_rows, "as for the replay of --replay-journal");
    add_rows_option(app, "--lane", rows.lane, "as for the replay of --replay-journal");
    add_rows_option(app, "--replay-in-flight", rows.in_flight, "the --in-flight of that replay");
    app.footer(
        "Shows how many records of each object the conditions find, in which order and batches "
        "they would be\n"
        "deleted and what would go with them; --yes does it, sends what failed for a lock again, "
        "and counts again.\n"
        "Exit code 1 if records are left in the end.\n"
        "Examples:\n"
        "  rowlock cleanup --object Opportunity --where \"External_ID__c LIKE 'EXT-%'\" --target "
        "URL --token T\n"
        "  rowlock cleanup --load load.json --baseline base.json --yes --journal cleanup.journal "
        "--target URL --token T\n"
        "  rowlock cleanup --object Contact --object Account --where \"Name LIKE 'Test4-%'\" "
        "--hard --yes --target URL --token T\n"
        "  rowlock cleanup --load rows.csv --object Contact --operation upsert --external-id "
        "Ext__c "
        "--target URL --token T\n"
        "  rowlock cleanup --jobs 7508c00000AbCdE,7508c00000AbCdF --target URL --token T"
    );
    app.callback([&commands, &chosen] {
        chosen = [&](Io& io) { return run_cleanup(commands.cleanup, io); };
    });
}

void add_baseline(CLI::App& program, OrgCommands& commands, Chosen& chosen) {
    CLI::App& app = *program.add_subcommand(
        "baseline", "Write down what an org holds before a load, for rowlock verify."
    );
    BaselineOptions& options = commands.baseline;
    add_target(app, options.target);
    add_option(app, "--out", options.out_file, "write it here, and ids to FILE.records");
    add_option(app, "--object", options.objects, "sObjects A,B to look at; may be repeated")
        ->allow_extra_args(false);
    add_option(app, "--load", options.load_file, k_load_help + ": the objects of its sources, too");
    add_option(app, "--where", options.where, "only records that this SOQL, or OBJECT:SOQL, finds")
        ->allow_extra_args(false);
    add_option(app, "--without", options.without, "fields A,B not to look at; may be repeated")
        ->allow_extra_args(false);
    add_option(
        app,
        "--records-max",
        options.records_max,
        "keep ids of objects with at most so many records, of others the totals; 0: totals alone"
    )
        ->capture_default_str();
    add_flag(app, "--json", options.json, "print the file's JSON instead of text");
    add_row_kind_options(app, options.rows_described);
    app.footer(
        "Reads all records of the objects and changes nothing. docs/verify.md says which fields "
        "count.\n"
        "Examples:\n"
        "  rowlock baseline --load load.json --out base.json --target URL --token T\n"
        "  rowlock baseline --object Account,Contact --out base.json --org uat\n"
        "  rowlock baseline --object Account --without Total__c --out base.json --org uat"
    );
    app.callback([&commands, &chosen] {
        chosen = [&](Io& io) { return run_baseline(commands.baseline, io); };
    });
}

void add_verify(CLI::App& program, OrgCommands& commands, Chosen& chosen) {
    CLI::App& app = *program.add_subcommand(
        "verify", "Prove that nothing runs, counts are right and nothing else was touched."
    );
    VerifyOptions& options = commands.verify;
    add_target(app, options.target);
    add_option(
        app, "--baseline", options.baseline_file, "file of rowlock baseline to compare with"
    );
    add_option(app, "--load", options.load_file, k_load_help + ": its objects, tags and rows");
    add_option(app, "--strategy", options.strategy, "which strategy of the load");
    add_option(app, "--rows", options.rows, "the load's first rows only");
    add_option(app, "--api", options.api, "as for the replay: bulk1, bulk2 or rest");
    add_option(
        app, "--key", options.key, "columns A,B that the load's rows are known by; the external id"
    );
    add_option(app, "--report", options.report_file, "report of rowlock replay: its count of rows");
    add_option(app, "--object", options.objects, "further sObjects A,B to look at")
        ->allow_extra_args(false);
    add_option(
        app,
        "--where",
        options.where,
        "SOQL, or OBJECT:SOQL, that finds the load's own records; may be repeated"
    )
        ->allow_extra_args(false);
    add_option(app, "--expect", options.expectations, "OBJECT=N or OBJECT:SOQL=N; may be repeated")
        ->allow_extra_args(false);
    add_flag(app, "--gone", options.gone, "after a clean-up: none of the load's records is left");
    add_option(
        app, "--schema", options.schema_file, "schema file or SFDX project that tells the roll-ups"
    );
    add_option(
        app, "--wait", options.wait_seconds, "wait so many seconds for jobs to be over; may be all"
    );
    add_option(app, "--out", options.out_folder, "folder for files that name every finding");
    add_flag(app, "--json", options.json, "print JSON instead of text");
    add_row_kind_options(app, options.rows_described);
    add_row_sending_options(app, options.rows_described);
    app.footer(
        "Looks at jobs of both Bulk APIs and asynchronous Apex, counts, references to nothing, "
        "roll-ups, and what\n"
        "was created, changed, moved, deleted or undeleted beside the load. Changes nothing. "
        "Exit code 1 if a\n"
        "check failed, or one that the options ask for is not possible; another says why, and "
        "fails "
        "nothing.\n"
        "Examples:\n"
        "  rowlock verify --load load.json --report out.json --baseline base.json --target URL "
        "--token T\n"
        "  rowlock verify --load load.json --gone --baseline base.json --wait 600 --org uat\n"
        "  rowlock verify --expect \"Contact:LastName LIKE 'C-%'=200\" --target URL --token T"
    );
    app.callback([&commands, &chosen] {
        chosen = [&](Io& io) { return run_verify(commands.verify, io); };
    });
}

void add_explain(CLI::App& program, OrgCommands& commands, Chosen& chosen) {
    CLI::App& app = *program.add_subcommand(
        "explain", "Say why rows failed because of locks, and what would have avoided it."
    );
    ExplainOptions& options = commands.explain;
    app.add_option(
        "INPUT", options.input, "load file, plan or CSV rows to rehearse, or a ledger file"
    );
    add_option(app, "--row", options.row, "only this row, counted from 1");
    add_option(app, "--partition", options.partition, "the row is one of this partition, from 1");
    add_option(app, "--job", options.job, "the row is one of this job: with ledgers and orgs");
    add_option(app, "--key", options.key, "only failures because of the record with this id");
    add_option(app, "--top", options.top, "items of each list")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    add_option(app, "--strategy", options.strategy, "which strategy; the first if not given");
    add_option(app, "--seed", options.seed, "instead of the load's seed")
        ->check(any_whole_number());
    add_option(app, "--rows", options.rows, "load at most so many rows")
        ->check(CLI::PositiveNumber);
    add_option(app, "--api", options.api, "bulk1, bulk2 or rest, instead of the load's or plan's");
    add_option(app, "--limit", options.limits, "NAME=VALUE, what the org allows within a day");
    add_option(app, "--ledger", options.ledger_file, "write who held what here, to explain later");
    add_option(app, "--trace", options.trace_file, "write the timeline here, for trace viewers");
    add_flag(app, "--json", options.json, "print JSON instead of text");
    add_target(app, options.target);
    add_rows_options(app, options.rows_described);
    add_option(app, "--schema", options.rows_described.schema, "object model, schema file")
        ->group("Options for plans and CSV rows");
    app.footer(
        "A load is rehearsed in virtual time; with --target, a running rowlock mock is asked.\n"
        "Examples:\n"
        "  rowlock explain fixtures/loads/small.json\n"
        "  rowlock explain fixtures/loads/small.json --row 17\n"
        "  rowlock explain load.json --strategy serial --trace serial.trace.json\n"
        "  rowlock explain --target http://127.0.0.1:8080 --token T --ledger ledger.json\n"
        "  rowlock explain ledger.json --key 001RL0000000001YAA"
    );
    app.callback([&commands, &chosen] {
        chosen = [&](Io& io) { return run_explain(commands.explain, io); };
    });
}

}  // namespace

void add_org_commands(CLI::App& program, OrgCommands& commands, Chosen& chosen) {
    add_replay(program, commands, chosen);
    add_count(program, commands, chosen);
    add_cleanup(program, commands, chosen);
    add_baseline(program, commands, chosen);
    add_verify(program, commands, chosen);
    add_explain(program, commands, chosen);
}

}  // namespace rowlock
