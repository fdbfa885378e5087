#include "harness/verify/report_check.hpp"

#include "harness/replay/figures.hpp"

#include <fmt/core.h>

namespace rowlock {

ProofCheck check_report(const ReplayReport& report, std::optional<std::uint64_t> load_rows) {
    ProofCheck check;
    check.name = "report";
    check.subject = report.object;
    check.asked = true;
    check.compared = "reportSum";
    const RowTally& rows = report.rows;
    check.detail = fmt::format(
        "{} of {} came through, by the report's own sums",
        grouped(rows.succeeded()),
        counted(rows.submitted, "row")
    );
    const auto add = [&](std::string what) { check.add({"report", "", std::move(what)}); };
    if (report.interrupted) add("the replay was interrupted");
    if (!report.error.empty()) add("the replay broke off: " + report.error);
    if (load_rows && *load_rows != rows.submitted) {
        add(fmt::format(
            "the load has {}, the report tells of {}",
            counted(*load_rows, "row"),
            grouped(rows.submitted)
        ));
    }
    const auto add_rows = [&](std::uint64_t count, const char* what) {
        if (count > 0) add(counted(count, "row") + what);
    };
    add_rows(rows.failed, " failed");
    add_rows(rows.unprocessed, " unprocessed");
    add_rows(rows.missing, " in no result file");
    add_rows(rows.unknown, " of unknown outcome");
    add_rows(rows.not_sent, " never sent");
    return check;
}

}  // namespace rowlock
