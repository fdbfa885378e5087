#pragma once

// The options that say of a plan or of CSV rows what a load file says itself. Templates, as in
// options.hpp.

#include "harness/cli/options.hpp"
#include "harness/load/rows_load.hpp"

namespace rowlock {

/// `App` is CLI::App.
template <class App>
void add_rows_options(App& app, RowsDescription& rows) {
    const char* const group = "Options for plans and CSV rows";
    const auto add = [&](const char* flag, auto& value, const char* help) {
        add_option(app, flag, value, help)->group(group);
    };
    add("--object", rows.object, "sObject of the rows");
    add("--operation", rows.operation, "insert, update, upsert, delete or hardDelete");
    add("--external-id", rows.external_id, "the field that an upsert knows records by");
    add("--batch-size", rows.batch_rows, "rows of a batch; 10000, by rest 200");
    add("--lane", rows.lane, "parallel, or serial: one batch after another");
    add("--in-flight", rows.in_flight, "batches at a time; no limit, with a plan as it says");
    add("--retries", rows.retries, "send rows that failed for a lock so often again");
    add("--poll-every", rows.poll_every, "time between two questions after a batch; 5s");
    add("--delimiter", rows.delimiter, "COMMA, SEMICOLON, TAB, ...; as the header shows");
    add("--encoding", rows.encoding, "of the CSV files, as iconv names it: windows-1252; UTF-8");
}

}  // namespace rowlock
