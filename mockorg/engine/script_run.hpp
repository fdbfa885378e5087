#pragma once

#include "mockorg/engine/record_steps.hpp"
#include "mockorg/engine/world.hpp"

#include <vector>

namespace rowlock {

/// How a script went whose writes were not to stay.
struct Rehearsal {
    bool wants_to_stay = false;
    /// What it wrote, or tried to, without the ids of records that it made itself: nobody else can
    /// know those, so they lock nothing.
    std::vector<WriteRecord> writes;
};

/// Runs a script to learn what it writes. What it wrote is gone then; what it read stays if it did
/// nothing else.
Rehearsal rehearse(World& world, const RunScript& request);

/// Runs a script. If it says false, nothing of it remains; this is then what is returned.
bool perform(World& world, const RunScript& request);

}  // namespace rowlock
