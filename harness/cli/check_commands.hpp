#pragma once

#include "checks/command/check_command.hpp"
#include "checks/command/map_command.hpp"
#include "checks/command/merge_command.hpp"
#include "checks/command/plan_command.hpp"

#include <functional>

namespace CLI {
class App;
}

namespace rowlock {

/// What the commands are told that look at files before a load.
struct CheckCommands {
    CheckOptions check;
    MapOptions map;
    MergeOptions merge;
    PlanCommandOptions plan;
};

/// Adds check, map, merge and plan to the program. The one that is called fills in its options and
/// sets `chosen` to what runs it; both must outlive the program.
void add_check_commands(
    CLI::App& program, CheckCommands& commands, std::function<int(Io&)>& chosen
);

}  // namespace rowlock
