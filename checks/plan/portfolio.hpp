#pragma once

#include "checks/plan/batch_plan.hpp"
#include "checks/plan/draft.hpp"
#include "checks/plan/feed_schedule.hpp"

#include <atomic>
#include <span>
#include <vector>

namespace rowlock {

/// A draft with an order in which to send its batches, and what comes of it.
struct RatedDraft {
    Draft draft;
    ConflictGraph conflicts;
    std::vector<std::uint32_t> order;
    /// By batch; empty unless there are more conflicts than can be listed. Then `conflicts` is
    /// empty, too: the phases keep such batches apart.
    std::vector<std::uint32_t> phases;
    PlanCandidate rating;

    /// What comes of it if the batches take `times`. A client that holds batches back learns of the
    /// end of others at its next question.
    FeedSchedule run(std::span<const Duration> times, const PlanOptions& options) const;
};

/// Makes drafts, rates each exactly and keeps the best.
class Portfolio {
public:
    explicit Portfolio(const PlanProblem& problem) : problem_(problem) {}

    /// Tries what suits the load. At least one draft is kept.
    void try_all();

    RatedDraft& best() { return best_; }

    const std::vector<PlanCandidate>& candidates() const { return candidates_; }

    /// Which of the candidates best() is.
    std::size_t chosen() const { return chosen_; }

private:
    void consider(Draft&& draft);
    RatedDraft rate(Draft&& draft) const;
    void keep(RatedDraft&& rated);
    /// Stops early if it is no longer `wanted`, which another thread may find out.
    std::vector<RatedDraft> rate_grids(const std::atomic<bool>& wanted) const;
    /// Tries what `plan(limits)` makes with the limits of a batch, then with batches as small as
    /// makes the workers end together. Returns the batches of the first.
    template <class Plan>
    std::uint64_t consider_levels(Plan&& plan);
    void consider_walk(const std::vector<bool>& tangled);
    bool better(const PlanCandidate& a, const PlanCandidate& b) const;
    /// Whether the best so far is no more than this share above the lower bound.
    bool within(double gap) const;

    const PlanProblem& problem_;
    bool found_ = false;
    RatedDraft best_;
    std::vector<PlanCandidate> candidates_;
    std::size_t chosen_ = 0;
};

/// By batch.
std::vector<Duration> batch_times(const Draft& draft, const BatchCost& cost);

/// Limits with which a plan that took `batches` takes the next multiple of the workers, so that all
/// are done at about the same time, or for fewer batches than workers a batch for each worker if
/// there are transactions enough; the limits themselves where nothing is to be gained.
BatchLimits level_limits(const PlanProblem& problem, std::uint64_t batches);

}  // namespace rowlock
