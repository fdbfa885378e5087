#include "harness/cli/check_commands.hpp"

#include "harness/cli/options.hpp"

#include <CLI/CLI.hpp>

namespace rowlock {
namespace {

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
    add_option(app, "--api", input.api, "bulk2 (default) or bulk1");
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

void add_check_reports(CLI::App& app, ReportOptions& options) {
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
    add_flag(app, "--verdict-only", options.verdict_only, "nothing but the verdict, fast");
}

/// Taken only so that their refusal can say why. Not from the environment: there they are meant for
/// `rowlock check`.
void add_whole_load(CLI::App& app, WholeLoadOptions& options) {
    const auto* const group = "Not for parts of a load; use rowlock check on all files";
    app.add_option("--plan", options.plan_file, "refused: a plan is about the rows of all files")
        ->group(group);
    app.add_option("--beside", options.beside, "refused: a part holds the files of one load")
        ->group(group);
    app.add_option(
           "--finished", options.finished_file, "refused: failed rows are found by their content"
    )
        ->group(group);
    app.add_option("--failed-results", options.failed_results_file, "refused: the same")
        ->group(group);
    app.add_option("--explain", options.explain, "refused: parts hold no text of rows")
        ->group(group);
}

void add_check(CLI::App& program, CheckCommands& commands, std::function<int(Io&)>& chosen) {
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
    add_option(
        app,
        "--memory",
        options.memory,
        "what rows may take while files are read, e.g. 8G; half of the memory if not given; "
        "changes no result"
    );
    add_option(app, "--temp", options.temporary_folder, "folder for what does not fit");
    add_check_reports(app, options);
    add_option(
        app,
        "--explain",
        options.explain,
        "only say which rules lock what: ROW, FILE:ROW, or the id of a record"
    )
        ->check([](const std::string& row) {
            return row.empty() ? "is empty, expected ROW, FILE:ROW, or the id of a record" : "";
        });
    app.footer(
        "Exit code 1 if a finding reaches --fail-on.\n"
        "Examples:\n"
        "  rowlock check contacts.csv --object Contact\n"
        "  rowlock check batch-*.csv --object Task --reference Contact:contacts.csv --api bulk1\n"
        "  rowlock check --plan out/plan.json --report html:check.html --report junit:check.xml\n"
        "  rowlock check contacts.csv --object Contact --explain 17"
    );
    app.callback([&commands, &chosen] {
        chosen = [&](Io& io) { return run_check(commands.check, io); };
    });
}

void add_map(CLI::App& program, CheckCommands& commands, std::function<int(Io&)>& chosen) {
    CLI::App& app = *program.add_subcommand(
        "map", "Make a part of a check, of some of the load's files: on many machines at once."
    );
    MapOptions& options = commands.map;
    options.version = ROWLOCK_VERSION;
    app.add_option("FILE", options.input.files, "CSV files, each cut into batches on its own")
        ->required();
    add_input(app, options.input);
    add_option(app, "--line-ending", options.line_ending, "LF or CRLF, as the job will say");
    add_flag(app, "--serial", options.serial, "the job is asked for concurrencyMode Serial");
    add_option(app, "--partitions", options.partitions, "partitions of the records")
        ->check(CLI::Range(1, 1024))
        ->capture_default_str();
    add_option(app, "--out", options.out_file, "the part, a file to write")->required();
    add_whole_load(app, options.whole_load);
    app.footer(
        "All parts of a load need the same options and reference files.\n"
        "Example:\n"
        "  rowlock map contacts-1.csv --object Contact --out 1.part"
    );
    app.callback([&commands, &chosen] {
        chosen = [&](Io& io) { return run_map(commands.map, io); };
    });
}

void add_merge(CLI::App& program, CheckCommands& commands, std::function<int(Io&)>& chosen) {
    CLI::App& app = *program.add_subcommand(
        "merge", "Merge parts of rowlock map to the report of rowlock check on all their files."
    );
    MergeOptions& options = commands.merge;
    options.version = ROWLOCK_VERSION;
    app.add_option("PART", options.parts, "parts, in the order of their files in the load")
        ->required();
    add_option(app, "--k", options.k, "batches that the org works on at a time")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    add_option(app, "--temp", options.temporary_folder, "folder for temporary files");
    add_check_reports(app, options);
    add_whole_load(app, options.whole_load);
    app.footer(
        "Exit code 1 if a finding reaches --fail-on.\n"
        "Example:\n"
        "  rowlock merge 1.part 2.part 3.part --report html:check.html"
    );
    app.callback([&commands, &chosen] {
        chosen = [&](Io& io) { return run_merge(commands.merge, io); };
    });
}

void add_plan(CLI::App& program, CheckCommands& commands, std::function<int(Io&)>& chosen) {
    CLI::App& app = *program.add_subcommand(
        "plan", "Put rows into batches that do not collide, or into an order in which they do not."
    );
    PlanCommandOptions& options = commands.plan;
    app.add_option("FILE", options.input.files, "CSV files of the same columns")->required();
    add_input(app, options.input);
    add_option(app, "--objective", options.objective, "safety, time or batches")
        ->capture_default_str();
    add_flag(app, "--no-feed", options.no_feed, "the client cannot hold batches back");
    add_option(
        app, "--batch-seconds", options.batch_seconds, "time of a batch beside that of its rows"
    )
        ->check(CLI::Range(0.0, 3'600.0))
        ->capture_default_str();
    add_option(app, "--row-ms", options.row_milliseconds, "time of a row in milliseconds")
        ->check(CLI::Range(0.001, 60'000.0))
        ->capture_default_str();
    add_option(
        app,
        "--poll-seconds",
        options.poll_seconds,
        "time between two questions of the client after the ends of batches"
    )
        ->check(CLI::Range(0.0, 3'600.0))
        ->capture_default_str();
    add_option(
        app,
        "--variation",
        options.variation,
        "how unevenly long transactions take: standard deviation over mean"
    )
        ->check(CLI::Range(0.0, 10.0))
        ->capture_default_str();
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
    app.callback([&commands, &chosen] {
        chosen = [&](Io& io) { return run_plan(commands.plan, io); };
    });
}

}  // namespace

void add_check_commands(
    CLI::App& program, CheckCommands& commands, std::function<int(Io&)>& chosen
) {
    add_check(program, commands, chosen);
    add_map(program, commands, chosen);
    add_merge(program, commands, chosen);
    add_plan(program, commands, chosen);
}

}  // namespace rowlock
