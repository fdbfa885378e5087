#pragma once

#include "harness/query/record_query.hpp"
#include "harness/replay/journal.hpp"
#include "harness/replay/load_driver.hpp"
#include "mockorg/base/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// A strategy's load, as far as it was to be sent.
struct CountedLoad {
    const Load* load = nullptr;
    const Strategy* strategy = nullptr;
    const OpenSources* sources = nullptr;
    /// At most so many rows.
    std::optional<RowNumber> rows;

    const RowSource& source() const { return *(*sources)[strategy->load.source]; }

    /// Of the files the rows come from, as iconv names it; empty: UTF-8, or there are none.
    std::string encoding() const;
};

/// What the org's jobs tell of a load's rows.
struct LoadResults {
    /// rows, ledger and partitions, as a replay to its end would have them.
    LoadOutcome outcome;
    /// Of the setup's rows, step by step; only of a journal.
    std::vector<ResultLedger> setup;
    /// Of the records, by source and row; all zero bytes where there is none.
    std::vector<IdTable> ids;
    /// Jobs that are not at their end.
    std::vector<std::string> open_jobs;
};

/// By source and row: no record yet.
std::vector<IdTable> empty_id_tables(const CountedLoad& counted);

/// Which rows the load sends in which partition, as far as that can be known without the ids of
/// parents: then nothing, and all rows in one.
Result<std::vector<RowSequence>> partitions_without_ids(const CountedLoad& counted);

/// Asks for every job of a replay's journal and gives each row the outcome of the last time it was
/// sent; only reads. Rows of jobs not at their end stay `sent`. Setup rows give their records' ids.
/// Errors: those of the org, bad_file and bad_configuration of the load's plan.
Result<LoadResults> read_journaled_results(
    const CountedLoad& counted, Journal& journal, const AskFn& ask
);

/// The same of a journal file, which must be that of this load's replay against the target.
/// `load_file`: where the load was read. Also bad_file and bad_configuration of the journal.
Result<LoadResults> read_replayed_results(
    const CountedLoad& counted,
    const std::string& load_file,
    const std::string& journal_file,
    const std::string& target,
    const AskFn& ask
);

}  // namespace rowlock
