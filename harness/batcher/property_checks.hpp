#pragma once

// The checks behind property.cpp's table; each is described there.

#include "harness/batcher/property.hpp"

#include <functional>

namespace rowlock::batcher {

std::optional<Violation> check_conserve(Trial& trial);
std::optional<Violation> check_cap(Trial& trial);
std::optional<Violation> check_bytes(Trial& trial);
std::optional<Violation> check_noshare(Trial& trial);
std::optional<Violation> check_csv(Trial& trial);
std::optional<Violation> check_determinism(Trial& trial);
std::optional<Violation> check_order(Trial& trial);
std::optional<Violation> check_idempotence(Trial& trial);
std::optional<Violation> check_id_forms(Trial& trial);
std::optional<Violation> check_case_separation(Trial& trial);
std::optional<Violation> check_honesty(Trial& trial);
std::optional<Violation> check_totality(Trial& trial);

std::optional<Violation> check_unrelated_row(Trial& trial);
std::optional<Violation> check_union(Trial& trial);
std::optional<Violation> check_renaming(Trial& trial);
std::optional<Violation> check_nulls(Trial& trial);
std::optional<Violation> check_doubled_keys(Trial& trial);
std::optional<Violation> check_concatenation(Trial& trial);
std::optional<Violation> check_multiplied(Trial& trial);

/// Pairs of batches that clash, by the judge under test.
using PairCounter = std::function<std::uint64_t(const KeyTable&, const std::vector<AnswerBatch>&)>;

/// M6, M7, M9 and M10 for any judge. [planning facts, 6.2: for the checker on a fixed plan]
std::optional<Violation> check_fewer_columns(Trial& trial, const PairCounter& judge);
std::optional<Violation> check_merged_keys(Trial& trial, const PairCounter& judge);
std::optional<Violation> check_dropped_barrier(Trial& trial, const PairCounter& judge);
std::optional<Violation> check_batch_order(Trial& trial, const PairCounter& judge);
/// M8, of the judge's lower bound.
std::optional<Violation> check_more_workers(Trial& trial);

std::optional<Violation> check_batch_count(Trial& trial);
std::optional<Violation> check_needless_lane(Trial& trial);
std::optional<Violation> check_makespan(Trial& trial);
std::optional<Violation> check_packing(Trial& trial);

}  // namespace rowlock::batcher
