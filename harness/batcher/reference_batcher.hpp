#pragma once

#include "harness/batcher/batcher.hpp"

#include <cstdint>

namespace rowlock::batcher {

/// rowlock's own planner behind the interface under test: what `rowlock plan` would do.
class ReferenceBatcher : public Batcher {
public:
    /// `workers`: what it plans for; 1 makes the fewest batches.
    explicit ReferenceBatcher(std::uint32_t workers = 1) : workers_(workers) {}

    Reply ask(const Instance& instance, Surroundings surroundings) override;

private:
    std::uint32_t workers_;
};

/// The planner's answer.
Answer reference_answer(const Instance& instance, std::uint32_t workers);

}  // namespace rowlock::batcher
