#include "harness/replay/row_tally.hpp"

#include <algorithm>
#include <array>

namespace rowlock {

RowTally tally_of(const LoadOutcome& outcome) {
    const ResultLedger& ledger = outcome.ledger;
    RowTally tally;
    tally.submitted = outcome.rows;
    tally.created = ledger.count(RowStatus::created);
    tally.updated = ledger.count(RowStatus::updated);
    tally.failed = ledger.count(RowStatus::failed);
    tally.unprocessed = ledger.count(RowStatus::unprocessed);
    tally.missing = ledger.count(RowStatus::missing);
    tally.unknown = ledger.count(RowStatus::sent);
    tally.not_sent = outcome.not_sent();
    return tally;
}

std::vector<RowTally> partition_tallies(const LoadOutcome& outcome) {
    std::vector<RowTally> tallies;
    for (const RowSequence& partition : outcome.partitions) {
        std::array<std::uint64_t, k_row_statuses> counts{};
        for (RowNumber i = 0; i < partition.size(); ++i)
            ++counts.at(static_cast<std::size_t>(outcome.ledger.status(partition[i])));
        const auto count = [&](RowStatus status) {
            return counts.at(static_cast<std::size_t>(status));
        };
        tallies.push_back(
            {partition.size(),
             count(RowStatus::created),
             count(RowStatus::updated),
             count(RowStatus::failed),
             count(RowStatus::unprocessed),
             count(RowStatus::missing),
             count(RowStatus::sent),
             count(RowStatus::not_sent)}
        );
    }
    return tallies;
}

void append_tally(JsonWriter& json, const RowTally& tally, bool removes) {
    json.begin_object()
        .member("submitted", tally.submitted)
        .member("created", tally.created)
        .member("updated", removes ? 0 : tally.updated);
    if (removes) json.member("deleted", tally.updated);
    json.member("failed", tally.failed)
        .member("unprocessed", tally.unprocessed)
        .member("missing", tally.missing)
        .member("unknown", tally.unknown)
        .member("notSent", tally.not_sent)
        .end_object();
}

std::vector<FailureCount> failures_by_rows(const std::vector<FailureCount>& failures) {
    std::vector<FailureCount> sorted;
    for (const FailureCount& failure : failures) {
        if (failure.rows > 0) sorted.push_back(failure);
    }
    std::stable_sort(
        sorted.begin(),
        sorted.end(),
        [](const FailureCount& a, const FailureCount& b) { return a.rows > b.rows; }
    );
    return sorted;
}

void append_failures(JsonWriter& json, const std::vector<FailureCount>& failures) {
    json.begin_array();
    for (const FailureCount& failure : failures_by_rows(failures)) {
        json.begin_object()
            .member("code", failure.code)
            .member("rows", failure.rows)
            .member("sample", failure.sample)
            .end_object();
    }
    json.end_array();
}

}  // namespace rowlock
