#pragma once

#include "harness/verify/baseline_records.hpp"
#include "harness/verify/org_answers.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// What is read of each record, and which records.
struct ScanQuestion {
    RecordSelection selection;
    /// Id first.
    std::vector<std::string> fields;
    /// Some of `fields`.
    std::vector<std::string> parent_fields;
};

struct ScannedRecord {
    RecordId id;
    /// Of its id and fields.
    ContentHash content;
    /// Of its parent fields.
    std::uint64_t parents = 0;
    /// Milliseconds since 1970; nothing where it is none of the fields.
    std::optional<std::int64_t> created_ms;
    std::optional<std::int64_t> modified_ms;

    RecordPrint print() const { return {id, content.low, parents}; }
};

/// Hears of every record; a failure ends the reading with it.
using ScanFn = std::function<Result<void>(const ScannedRecord&)>;

/// Reads records by a bulk query, one page of them in memory. Errors: those of query_in_bulk, of
/// `on_record`, stopped_by_user.
Result<void> scan_records(
    const OrgQuestions& org, const ScanQuestion& question, const ScanFn& on_record
);

/// Hears the cells of one record; a failure ends the reading with it.
using CellsFn = std::function<Result<void>(const std::vector<std::string>&)>;

/// Reads `fields` of records by a bulk query; every record has as many cells as there are fields.
Result<void> read_cells(
    const OrgQuestions& org,
    const RecordSelection& selection,
    const std::vector<std::string>& fields,
    const CellsFn& on_record
);

/// The id in a cell; protocol_broken if it is none.
Result<RecordId> id_in(const std::string& cell);

/// The ids of the records, ascending; 15 bytes each.
Result<std::vector<RecordId>> read_ids(const OrgQuestions& org, const RecordSelection& selection);

}  // namespace rowlock
