#pragma once

#include "harness/replay/load_driver.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rowlock {

/// What became of a load's rows. `submitted` is the sum of all others.
struct RowTally {
    std::uint64_t submitted = 0;
    std::uint64_t created = 0;
    std::uint64_t updated = 0;
    std::uint64_t failed = 0;
    std::uint64_t unprocessed = 0;
    /// The job ended, and no result file speaks of the row.
    std::uint64_t missing = 0;
    /// Sent, but the outcome was never learnt.
    std::uint64_t unknown = 0;
    std::uint64_t not_sent = 0;

    std::uint64_t succeeded() const { return created + updated; }

    /// Every row has an outcome the org told.
    bool complete() const { return missing + unknown + not_sent == 0; }
};

RowTally tally_of(const LoadOutcome& outcome);

/// The same by partition.
std::vector<RowTally> partition_tallies(const LoadOutcome& outcome);

/// The tally as a JSON object, members in the order above. `removes`: of rows that delete, which
/// the tally counts as updated, and which have a member `deleted` behind `updated`, then 0.
void append_tally(JsonWriter& json, const RowTally& tally, bool removes = false);

/// `[{"code":...,"rows":...,"sample":...}]`, only codes with rows, most rows first.
void append_failures(JsonWriter& json, const std::vector<FailureCount>& failures);

/// Codes with rows, most rows first.
std::vector<FailureCount> failures_by_rows(const std::vector<FailureCount>& failures);

}  // namespace rowlock
