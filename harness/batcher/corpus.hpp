#pragma once

#include "harness/batcher/run.hpp"
#include "mockorg/base/result.hpp"

#include <string>
#include <vector>

namespace rowlock::batcher {

/// A counterexample's folder: case.json to be played again; to be looked at, input.csv, finding.txt
/// and a CSV file for each batch: as the batcher wrote it, or the rows that it said.
inline constexpr const char* k_case_file = "case.json";

/// All cases of a corpus folder, by name; none if there is no such folder. bad_file for a case that
/// cannot be read.
Result<std::vector<StoredCase>> read_corpus(const std::string& folder);

/// One case: its folder, or its case.json.
Result<StoredCase> read_stored_case(const std::string& path);

/// Writes a counterexample to a folder of its own in the corpus and says which; the name depends on
/// the property and the case alone.
Result<std::string> store_counterexample(const std::string& corpus, const Counterexample& found);

}  // namespace rowlock::batcher
