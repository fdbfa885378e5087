#include "harness/count/report_records.hpp"

#include "harness/replay/figures.hpp"

#include <algorithm>

namespace rowlock {

RecordRange records_of(const ReplayReport& report) {
    if (removes_records(report.operation)) return {0, 0};
    const RowTally& rows = report.rows;
    // Of an older report, any row that was updated may have been so by the load itself.
    const RepeatedKeys repeated = report.repeated.value_or(RepeatedKeys{0, rows.updated});
    // A row that shares the record of one before it does not create it.
    const std::uint64_t shared = std::min(repeated.at_most, rows.updated);
    const std::uint64_t distinct = rows.submitted - std::min(rows.submitted, repeated.at_least);
    const std::uint64_t most = std::min(rows.succeeded(), distinct);
    return {std::min(rows.succeeded() - shared, most), most};
}

std::string range_text(const RecordRange& range) {
    if (range.least == range.most) return grouped(range.least);
    return grouped(range.least) + " to " + grouped(range.most);
}

}  // namespace rowlock
