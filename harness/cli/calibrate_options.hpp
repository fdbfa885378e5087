#pragma once

// The options of `rowlock calibrate`. Templates, as in options.hpp.

#include "harness/calibrate/calibrate_command.hpp"
#include "harness/cli/options.hpp"
#include "harness/cli/rows_options.hpp"

namespace rowlock {

/// `App` is CLI::App.
template <class App>
void add_parameter_options(App& app, CalibrateCommandOptions& options) {
    const char* const group = "What the org may be like: VALUE, or LOW..HIGH";
    const auto add = [&](const char* flag, std::string& text, const char* help) {
        add_option(app, flag, text, help)->group(group);
    };
    add("--k", options.workers, "batches that the org works on at a time; 1..100");
    add("--hold", options.hold, "mean seconds that a chunk holds its locks; 0.2..20");
    add("--variation", options.variation, "of holds, standard deviation over mean; 0..2");
    add("--lock-wait", options.lock_wait, "seconds until a chunk gives up; 10");
    add("--pre-lock", options.pre_lock, "seconds before a chunk asks for locks; 0.05..2");
    add("--overhead", options.batch_overhead, "seconds before a batch's first chunk; 0.1..10");
}

/// The same.
template <class App>
void add_calibrate_options(App& app, CalibrateCommandOptions& options) {
    app.add_option("FILE", options.files, "an observation file, or what an org said of one load")
        ->required();
    add_option(app, "--load", options.load, "the load that was sent, FILE or FILE#STRATEGY");
    add_option(app, "--parents", options.parents, "without --load: parents of its rows, evenly");
    add_flag(app, "--serial", options.serial, "with --parents: Serial jobs of Bulk API 1.0");
    add_option(
        app, "--predict", options.predict, "another load, FILE or FILE#STRATEGY; may be given again"
    )
        ->allow_extra_args(false);
    add_option(
        app, "--profile-out", options.profile_out, "write profiles: a .json file, or a folder"
    );
    add_option(app, "--candidates", options.candidates, "profiles to simulate, at least 100")
        ->capture_default_str();
    add_option(app, "--seed", options.seed, "of all chance")
        ->check(any_whole_number())
        ->capture_default_str();
    add_option(app, "--threads", options.threads, "1 to 64; changes no result")
        ->capture_default_str();
    add_flag(app, "--json", options.json, "print JSON instead of text");
    add_parameter_options(app, options);
    add_rows_options(app, options.rows_described);
    add_option(app, "--schema", options.rows_described.schema, "object model, schema file")
        ->group("Options for plans and CSV rows");
    app.footer(
        "What an org said of a load: batch lists and job info of Bulk API 1.0 (XML, JSON), job "
        "info "
        "of 2.0,\n"
        "failed results (CSV), the report of rowlock replay --json.\n"
        "Exit code 1 if no profile explains a figure.\n"
        "Examples:\n"
        "  rowlock calibrate fixtures/calibrate/massive-upload.json\n"
        "  rowlock calibrate batches.xml --parents 20000 --predict next-load.json\n"
        "  rowlock calibrate job.json failed.csv --load load.json --profile-out profiles\n"
        "  rowlock calibrate batches.json --load load.json#parallel --lock-wait 5..10 --k 5..60"
    );
}

}  // namespace rowlock
