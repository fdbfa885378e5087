#pragma once

#include "harness/count/count_command.hpp"
#include "harness/count/load_results.hpp"
#include "harness/count/report_records.hpp"
#include "harness/query/record_query.hpp"
#include "harness/replay/replay_report.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// What the options, the report and the load together say.
struct CountInputs {
    std::optional<ReplayReport> report;
    std::optional<Load> load;
    OpenSources sources;
    /// With a load.
    CountedLoad counted;
    RecordSelection selection;
    /// Columns that rows and records are known by; may be empty.
    std::vector<std::string> key;
    std::vector<std::string> jobs;

    /// How many records there should be in the end, as far as the inputs tell.
    std::optional<RecordRange> expected_records(const CountOptions& options) const;

    /// Of the load or the report; empty without either.
    std::string operation() const;
};

/// Reads the files and settles what is counted. The object of `--jobs` without any other word about
/// it is left empty. Errors: those of the files, bad_configuration for what does not go together.
Result<std::unique_ptr<CountInputs>> read_count_inputs(const CountOptions& options);

}  // namespace rowlock
