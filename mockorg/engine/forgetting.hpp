#pragma once

namespace rowlock {

struct World;

/// Frees the data and the results of jobs of either API that nobody can ask for any more. Costs
/// nothing unless an hour of the org's time has passed since it last looked.
void forget_old_jobs(World& world);

}  // namespace rowlock
