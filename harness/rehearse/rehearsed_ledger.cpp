#include "harness/rehearse/rehearsed_ledger.hpp"

#include "harness/rehearse/key_rows.hpp"
#include "mockorg/explain/contention_text.hpp"

#include <utility>

namespace rowlock {

LoadRowOf load_row_in(const Org& org, const LoadPlaces& places) {
    return [&](const TransactionOrigin& origin, std::uint32_t row) -> std::optional<std::uint64_t> {
        if (origin.kind == TransactionOrigin::Kind::rest)
            return places.row({{}, std::to_string(origin.batch), row});
        const auto batch = org.batch_of(origin);
        if (!batch) return std::nullopt;
        LoadPlace place{org.job_id(origin.job).text(), {}, row};
        if (batch->id) {
            place.batch = batch->id->text();
            place.position = row - batch->first_row;
        }
        return places.row(place);
    };
}

LedgerReport rehearsed_ledger(const FinishedStrategy& finished, LedgerReportOptions options) {
    options.load_row = finished.load_row;
    LedgerReport report = ledger_report(finished.org, options);
    tell_key_rows(finished, report);
    return report;
}

LedgerReport contention_of(const FinishedStrategy& finished, std::size_t most) {
    LedgerReportOptions options;
    options.hottest = most;
    options.pairs = most;
    options.load_row = finished.load_row;
    LedgerReport report = ledger_report(finished.org, options);
    std::vector<ExplainedFailure> worst;
    for (const std::size_t number : worst_failures(report, most))
        worst.push_back(report.failures[number]);
    report.failures = std::move(worst);
    tell_key_rows(finished, report);
    return report;
}

}  // namespace rowlock
