#pragma once

#include "checks/bounds/batch_limits.hpp"
#include "checks/model/batching.hpp"
#include "checks/model/number_range.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

struct BatchPlan;

/// One batch as a plan file describes it. Its number is its position.
struct PlanFileBatch {
    /// The CSV that holds exactly its rows, relative to the plan file. Empty if `rows` says which
    /// they are.
    std::string file;
    std::vector<NumberRange> rows;
    LoadSize size;
    BatchLane lane = BatchLane::parallel;
    std::uint32_t phase = 0;
    std::uint32_t feed_group = 0;
    /// Batches that share a key with it, ascending.
    std::vector<NumberRange> conflicts;
    /// When it starts and how long it takes if all goes as predicted.
    Duration starts{};
    Duration takes{};

    bool operator==(const PlanFileBatch&) const = default;
};

/// What was expected when the plan was made.
struct PlanPrediction {
    Duration makespan{};
    double parallelism = 0;
    /// With transactions that take unevenly long.
    Duration likely_makespan{};
    double likely_parallelism = 0;
    Duration lower_bound{};
    /// `work`, `key` or `triangle`: what the lower bound comes from.
    std::string limited_by;
    /// What it takes at least with a Serial job in place of a feed; nothing if no batches conflict.
    std::optional<Duration> serial_makespan_min;

    bool operator==(const PlanPrediction&) const = default;
};

/// Exports of records that the rows lead to.
struct PlanReference {
    std::string object;
    std::vector<std::string> files;

    bool operator==(const PlanReference&) const = default;
};

/// What a checker needs to see the load as the planner saw it. Empty texts are defaults. Paths are
/// relative to the plan file.
struct PlanContext {
    /// `bulk1` or `bulk2`.
    std::string api;
    /// The key of an upsert.
    std::string external_id;
    /// As the Bulk API names it, if the planner was told.
    std::string delimiter;
    std::string schema;
    std::string lock_rules;
    std::vector<PlanReference> references;

    bool operator==(const PlanContext&) const = default;
};

/// A plan on disk: what is to be sent, in which order, and what must not run together.
/// docs/plan-file.md describes the format.
struct PlanFile {
    /// Where it was read, for messages; empty if nowhere.
    std::string path;
    /// sObject and operation that the batches are for.
    std::string object;
    std::string operation;
    PlanContext context;
    /// Of the lock rules under which the plan was made, as its maker names them.
    std::string rules_fingerprint;
    /// Files that `rows` count in, in their order.
    std::vector<std::string> sources;
    /// Of all sources; 0: not known.
    std::uint64_t source_rows = 0;
    std::string objective;
    std::string planner;
    std::string situation;
    std::uint32_t workers = 1;
    BatchLimits limits;
    BatchCost cost;
    PlanPrediction prediction;
    std::vector<PlanFileBatch> batches;
};

/// A plan file of a plan, with row ranges; a writer of batch files replaces these by names. Object,
/// operation, fingerprint and sources are for the caller to fill in.
PlanFile plan_file_of(
    const BatchPlan& plan, const BatchLimits& limits, const BatchCost& cost, std::uint32_t workers
);

/// The JSON text, one batch a line.
std::string write_plan_file(const PlanFile& plan);

/// Reads what write_plan_file writes, and what a person wrote by the same rules. Refuses members it
/// does not know, batches that do not say how many rows they have, rows and files that are in two
/// batches, conflicts with batches that do not exist, that are
/// said on one side only, or that the lanes leave free to happen. Errors name the batch.
Result<PlanFile> read_plan_file(std::string_view json);

}  // namespace rowlock
