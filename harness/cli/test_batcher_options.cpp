#include "harness/cli/test_batcher_options.hpp"

#include "harness/cli/options.hpp"

#include <CLI/CLI.hpp>

namespace rowlock {
namespace {

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

}  // namespace

void add_test_batcher_command(
    CLI::App& program, TestBatcherOptions& options, std::function<int(Io&)>& chosen
) {
    CLI::App& app = *program.add_subcommand(
        "test-batcher", "Put your own batching code, in any language, to the test."
    );
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
    app.callback([&options, &chosen] {
        chosen = [&](Io& io) { return run_test_batcher(options, io); };
    });
}

}  // namespace rowlock
