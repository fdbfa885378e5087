#pragma once

#include "harness/load/fault_list_reader.hpp"
#include "harness/replay/control_items.hpp"
#include "harness/replay/fault_count.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// The faults of a load on a mock org behind a URL, see ControlItems.
class TargetFaults {
public:
    /// The target outlives it.
    TargetFaults(RemoteTarget& target, const std::vector<LoadFault>& faults);

    /// Names the faults that an earlier run left behind, which are gone now. bad_configuration if
    /// there are faults to set and the target is no mock org that knows how.
    Result<std::vector<std::string>> prepare();

    Result<void> set() { return items_.set(); }

    bool any_set() const { return items_.any_set(); }

    /// Takes away those that were set, and says how often they struck.
    Result<std::vector<FaultCount>> remove(RemoteTarget& connection);

private:
    RemoteTarget& target_;
    ControlItems items_;
};

}  // namespace rowlock
