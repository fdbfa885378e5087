#pragma once

#include "mockorg/codec/json_writer.hpp"
#include "mockorg/explain/advice.hpp"
#include "mockorg/explain/ledger_report.hpp"

#include <vector>

namespace rowlock {

// Members of what commands print as JSON and the control API answers.

/// `"waits":3,...`, the members of sums of waits.
void append_sum_members(JsonWriter& json, const ContentionSums& sums);

/// `{"waits":3,...}`
void append_sums(JsonWriter& json, const ContentionSums& sums);

/// `[{"kind":"order-rows","text":"..."}]`
void append_advice(JsonWriter& json, const std::vector<Advice>& advice);

/// A failure for those who have no lists of names: its explanation, rows and advice.
void append_explained(
    JsonWriter& json,
    const LedgerReport& report,
    const Adviser& adviser,
    const ExplainedFailure& failure
);

/// Keys, pairs of parties and pairs of rules with their names in words and their sums.
void append_contention(JsonWriter& json, const LedgerReport& report);

}  // namespace rowlock
