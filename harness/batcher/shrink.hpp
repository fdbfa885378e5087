#pragma once

#include "harness/batcher/abstract_case.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace rowlock::batcher {

struct ShrinkResult {
    AbstractCase abstract;
    /// Simpler cases that still failed, and all that were tried.
    std::uint64_t steps = 0;
    std::uint64_t tries = 0;
};

/// Whether the case still fails in the same way.
using StillFails = std::function<bool(const AbstractCase&)>;

/// The simplest case to be found that still fails: whole groups go first, then rows, columns,
/// parents, caps, and how things are written. [planning facts, 6.5] Every step makes the case
/// lighter (weight_of), so it ends; it tries at most `tries_max` cases. Same case, same result.
ShrinkResult shrink(AbstractCase abstract, const StillFails& still_fails, std::uint64_t tries_max);

/// What shrink() would try first: every case that is one step simpler than this one.
std::vector<AbstractCase> simpler_cases(const AbstractCase& abstract);

}  // namespace rowlock::batcher
