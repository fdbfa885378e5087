#pragma once

#include "harness/cleanup/cleanup_command.hpp"
#include "harness/count/count_command.hpp"
#include "harness/explain/explain_command.hpp"
#include "harness/replay/replay_command.hpp"
#include "harness/verify/baseline_command.hpp"
#include "harness/verify/verify_command.hpp"

#include <functional>

namespace CLI {
class App;
}

namespace rowlock {

/// What the commands are told that can talk to an org over HTTP.
struct OrgCommands {
    ReplayOptions replay;
    CountOptions count;
    CleanupOptions cleanup;
    BaselineOptions baseline;
    VerifyOptions verify;
    ExplainOptions explain;
};

/// Adds replay, count, cleanup, baseline, verify and explain to the program. The one that is called
/// fills in its options and sets `chosen` to what runs it; both must outlive the program.
void add_org_commands(CLI::App& program, OrgCommands& commands, std::function<int(Io&)>& chosen);

}  // namespace rowlock
