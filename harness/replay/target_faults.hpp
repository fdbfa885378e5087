#pragma once

#include "harness/load/fault_list_reader.hpp"
#include "harness/replay/fault_count.hpp"
#include "harness/replay/remote_target.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace rowlock {

/// The faults of a load on a mock org behind a URL: set when the load begins, taken away when it is
/// over. Both go over the control API, which meets no faults itself. A run that was killed leaves
/// them set; the next one with faults of these names takes them away before it begins.
class TargetFaults {
public:
    /// Both outlive it.
    TargetFaults(RemoteTarget& target, const std::vector<LoadFault>& faults)
        : target_(target), faults_(faults) {}

    /// Names the faults that an earlier run left behind, which are gone now. bad_configuration if
    /// there are faults to set and the target is no mock org that knows how.
    Result<std::vector<std::string>> prepare();

    /// Errors name the fault's place in the load file.
    Result<void> set();

    bool any_set() const { return set_ > 0; }

    /// Takes away those that were set, and says how often they struck. One that is gone already is
    /// left out. Over a connection of its own: requests of the load may still be under way.
    Result<std::vector<FaultCount>> remove(RemoteTarget& connection);

private:
    RemoteTarget& target_;
    const std::vector<LoadFault>& faults_;
    std::size_t set_ = 0;
};

}  // namespace rowlock
