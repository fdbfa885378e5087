#pragma once

#include "harness/batcher/test_batcher_command.hpp"

#include <functional>

namespace CLI {
class App;
}

namespace rowlock {

/// Adds test-batcher to the program. It fills in the options and sets `chosen` to what runs it;
/// both must outlive the program.
void add_test_batcher_command(
    CLI::App& program, TestBatcherOptions& options, std::function<int(Io&)>& chosen
);

}  // namespace rowlock
