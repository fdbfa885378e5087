#pragma once

#include "checks/bounds/cross_links.hpp"
#include "checks/bounds/load_bounds.hpp"
#include "checks/model/batching.hpp"
#include "checks/plan/conflict_graph.hpp"
#include "checks/plan/draft.hpp"
#include "checks/plan/key_usage.hpp"
#include "checks/plan/plan_input.hpp"
#include "checks/plan/row_order.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace rowlock {

/// What the load is like, as far as planning it goes.
enum class PlanSituation : std::uint8_t {
    empty,
    /// Every component fits into a batch: a plan without shared keys exists.
    components_fit,
    /// What exceeds a batch hangs on single keys: their batches run one after another.
    hot_keys,
    /// Many keys hang together in more rows than a batch holds.
    large_components,
};

/// `empty`, `components fit`, `hot keys`, `large components`.
std::string_view name_of(PlanSituation situation);

/// Why a plan has a serial lane in place of a feed.
enum class SerialReason : std::uint8_t {
    /// It has none.
    none,
    /// PlanOptions::feed.
    no_feed,
    /// More batches share keys, in more pairs, than a plan can list, and phases would be no faster.
    too_many_conflicts,
};

/// `none`, `no feed`, `too many conflicts`.
std::string_view name_of(SerialReason reason);

/// One way that was tried.
struct PlanCandidate {
    Planner planner = Planner::components;
    std::uint32_t groups = 0;
    /// The rows that a batch was allowed to have.
    std::uint32_t batch_rows = 0;
    std::uint32_t batches = 0;
    /// Pairs of batches that share a key and that only a feed keeps apart.
    std::uint64_t conflicting_pairs = 0;
    /// 1, but for a plan of more such pairs than can be listed: its batches are sent in phases.
    std::uint32_t phases = 1;
    Duration makespan{};
    /// The mean with times that vary a little: what candidates are compared by.
    Duration expected{};

    /// All batches may be sent at once, in any order.
    bool needs_no_care() const { return conflicting_pairs == 0 && phases == 1; }
};

/// A plan and all there is to say about it. Without conflicting pairs its batches are in the
/// parallel lane, and may be posted all at once in any order. With them they are in the feed lane:
/// the client sends a batch when all earlier ones in `conflicts` are done. With more of them than
/// can be listed they are in the parallel lane, in phases. Without a feed, batches that share keys
/// are in the serial lane: one of them runs at a time.
struct BatchPlan {
    Batching batching;
    /// By batch.
    std::vector<LoadSize> sizes;
    /// By batch: those it shares keys with.
    ConflictGraph conflicts;
    /// By batch: when it starts if all goes as predicted.
    std::vector<Duration> starts;
    Duration makespan{};
    /// All of its batches one after another.
    Duration work{};
    /// The mean of what it takes with times of transactions that vary by PlanOptions::variation.
    Duration likely{};

    PlanObjective objective = PlanObjective::safety;
    PlanSituation situation = PlanSituation::empty;
    SerialReason serial_reason = SerialReason::none;
    /// All that were tried, and which was taken.
    std::vector<PlanCandidate> candidates;
    std::size_t chosen = 0;

    LoadBounds bounds;
    CrossLinks cross_links;
    KeyUsage key_usage;
    /// What it would take at least with everything that exceeds a batch in a Serial job, beside
    /// `makespan` the price of having no feed. Nothing if no batches share keys.
    std::optional<Duration> serial_makespan_min;

    /// Rows that exceed the limits of a batch on their own; each is alone in its batch.
    std::vector<RowNo> oversize_rows;
    std::vector<OwnKeyClash> own_key_clashes;

    /// 0 for nothing to do.
    std::uint32_t phases() const {
        return batching.batches.empty() ? 0 : batching.batches.back().phase + 1;
    }

    /// Degree of parallelism: the least work there is over the time taken. 0 for nothing to do.
    double parallelism() const;
    /// Batches at work on average, if all goes as predicted and as is likely: what a plan of more
    /// batches than there need be does beside the least work counts, too.
    double at_work() const;
    double likely_at_work() const;
    /// How much longer it takes than the best bound says: 0.03 is 3 %.
    double gap() const;
};

/// Tries the planners that suit the load and keeps the best. Deterministic; shuffled rows give the
/// same batches.
BatchPlan plan_batches(const PlanInput& input, const PlanOptions& options);

}  // namespace rowlock
