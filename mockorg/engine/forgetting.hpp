#pragma once

namespace rowlock {

struct World;

/// Frees what is not needed any more: texts that were replaced or deleted, the data and the results
/// of jobs of either API that nobody can ask for, and the oldest results of queries while all of
/// them hold more than OrgConfig::query_results_bytes_max on their own account. Next to free where
/// there is little to gain. Views of the org's texts are not valid behind it.
void forget(World& world);

}  // namespace rowlock
