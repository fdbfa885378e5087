#pragma once

// The options that say of a plan or of CSV rows what a load file says itself. Templates, as in
// options.hpp.

#include "harness/cli/options.hpp"
#include "harness/load/rows_load.hpp"

namespace rowlock {

/// `App` is CLI::App.
template <class App, class T>
void add_rows_option(App& app, const char* flag, T& value, const char* help) {
    add_option(app, flag, value, help)->group("Options for plans and CSV rows");
}

/// What the rows are, but for their object, which commands have options of their own for.
template <class App>
void add_row_kind_options(App& app, RowsDescription& rows) {
    add_rows_option(
        app, "--operation", rows.operation, "insert, update, upsert, delete or hardDelete"
    );
    add_rows_option(
        app, "--external-id", rows.external_id, "the field that an upsert knows records by"
    );
    add_rows_option(
        app, "--delimiter", rows.delimiter, "COMMA, SEMICOLON, TAB, ...; as the header shows"
    );
    add_rows_option(
        app, "--encoding", rows.encoding, "of the CSV files, as iconv names it: windows-1252; UTF-8"
    );
}

/// How they are sent. Commands that look at a load again take them as its replay did.
template <class App>
void add_row_sending_options(App& app, RowsDescription& rows) {
    add_rows_option(app, "--batch-size", rows.batch_rows, "rows of a batch; 10000, by rest 200");
    add_rows_option(app, "--lane", rows.lane, "parallel, or serial: one batch after another");
    add_rows_option(
        app, "--in-flight", rows.in_flight, "batches at a time; no limit, with a plan as it says"
    );
    add_rows_option(
        app, "--retries", rows.retries, "send rows that failed for a lock so often again"
    );
    add_rows_option(
        app, "--poll-every", rows.poll_every, "time between two questions after a batch; 5s"
    );
}

/// All that a load file says itself.
template <class App>
void add_rows_options(App& app, RowsDescription& rows) {
    add_rows_option(app, "--object", rows.object, "sObject of the rows");
    add_row_kind_options(app, rows);
    add_row_sending_options(app, rows);
}

}  // namespace rowlock
