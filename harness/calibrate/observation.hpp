#pragma once

#include "harness/load/load_step.hpp"
#include "harness/schedule/scheduled_load.hpp"
#include "mockorg/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace rowlock {

/// A load of which only figures are known: each row locks one of some parents, evenly drawn.
struct LoadShape {
    std::uint64_t rows = 0;
    /// Of a batch, 1 to 10,000.
    std::uint32_t batch_rows = 10'000;
    std::uint64_t parents = 0;
    /// A Serial job of Bulk API 1.0.
    bool serial = false;
    std::uint32_t partitions = 1;
    Duration stagger{};
    Interval interval;
    /// Batches of a partition sent and not yet finished; 0 = no limit.
    std::uint32_t in_flight = 0;
};

/// What an org told of one batch of Bulk API 1.0, or of one job of 2.0.
struct ObservedBatch {
    std::string id;
    /// Milliseconds since 1970; nothing if it was not told, or the batch is not at its end.
    std::optional<std::int64_t> created;
    std::optional<std::int64_t> ended;
    std::uint64_t rows = 0;
    /// For whatever reason.
    std::uint64_t rows_failed = 0;
    /// apiActiveProcessingTime; queueing does not count.
    std::optional<double> active_seconds;
};

/// What is known of a finished load as a whole.
struct ObservedFigures {
    std::optional<std::uint64_t> rows_processed;
    /// UNABLE_TO_LOCK_ROW and no other error.
    std::optional<std::uint64_t> rows_failed_on_locks;
    /// From the first batch created to the last one ended.
    std::optional<double> seconds;
    /// Of all batches together.
    std::optional<double> active_seconds;
};

/// A finished load.
struct ObservedRun {
    std::string name;
    /// Where it is described, for errors.
    std::string where;
    /// Without an arrival or a shape of its own, the load is what its batches say.
    std::variant<LoadShape, ScheduledLoad> load;
    ObservedFigures figures;
    /// In the order in which they were created.
    std::vector<ObservedBatch> batches;
    /// What had to be assumed to read it, in sentences.
    std::vector<std::string> notes;
};

}  // namespace rowlock
