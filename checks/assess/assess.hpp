#pragma once

#include "checks/assess/finished_files.hpp"
#include "checks/assess/load_shape.hpp"
#include "checks/findings/findings.hpp"
#include "checks/input/input_request.hpp"
#include "checks/input/loaded_input.hpp"
#include "checks/model/batching.hpp"
#include "checks/partition/bounded_input.hpp"
#include "checks/plan/plan_file.hpp"
#include "checks/report/check_report.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/codec/csv.hpp"

#include <cstdint>
#include <optional>

namespace rowlock {

/// Rows of a batch where nobody says otherwise: what Bulk API 2.0 cuts a job into.
inline constexpr std::uint32_t k_default_batch_rows = 10'000;

/// What to work out beside the verdict. None of it changes the verdict.
struct AssessParts {
    bool witnesses = true;
    bool pairs = true;
    bool windows = true;
    bool skew = true;
    /// Components and bounds.
    bool bounds = true;
    /// What is wrong with the files themselves.
    bool data = true;
    bool forecast = true;
    /// No forecast for more rows than this; 0: whatever their number.
    std::uint64_t forecast_rows_max = 0;
    bool matrix = false;

    /// Nothing but the verdict.
    static AssessParts none() {
        return {false, false, false, false, false, false, false, 0, false};
    }
};

struct AssessRequest {
    /// The first load is the one under check; the others are open at the same time.
    InputRequest input;
    bool bulk2 = true;
    bool concurrency_mode_given = false;
    /// Bulk API 1.0 only: the job is a Serial one.
    bool serial = false;
    /// Nothing: k_default_batch_rows, and with Bulk API 2.0 one job for each file.
    std::optional<std::uint32_t> batch_rows;
    /// What the job says; nothing: what each file's header line ends in.
    std::optional<LineEnding> line_ending;
    /// The first load's batches; those with a file of their own are the load's files, in order.
    /// Nothing: files are cut by batch_rows.
    std::optional<PlanFile> plan;
    /// The plan was made under other lock rules than the input's.
    bool other_plan_rules = false;
    /// k: batches in flight, at least 1.
    std::uint32_t workers = 10;
    AssessParts parts;
    MemoryBound memory;
    /// How the load went, if it is over.
    FinishedFiles finished;
};

/// What the files' text says beside locks; worked out without keys, so in parallel or elsewhere.
struct DataPart {
    std::vector<Finding> findings;
    std::vector<ValueCount> owners;
};

/// The files may be without their rows.
DataPart find_in_data(const AssessRequest& request, const std::vector<LoadedFile>& files);

/// A checked load.
struct Assessment {
    LoadedInput input;
    Batching batching;
    CheckReport report;
};

/// Reads the files, puts their rows into batches and finds out all there is to say about them.
/// Findings are in the report already; a baseline is for the caller to apply. The result does not
/// depend on the number of threads. Fails as load_input does, and on unreadable or unfitting files
/// of a finished load.
Result<Assessment> assess(const AssessRequest& request);

/// The same for files that were read elsewhere: of `request.input` only the objects and operations
/// of the loads count.
Result<Assessment> assess(const AssessRequest& request, LoadedInput input, DataPart data);

}  // namespace rowlock
