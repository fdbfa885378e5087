#pragma once

#include "mockorg/testing/scenario_runner.hpp"
#include "mockorg/testing/wire_coverage.hpp"
#include "mockorg/testing/wire_transcript.hpp"

#include <vector>

namespace rowlock {

/// Runs a transcript once for each of its seeds, each time against a fresh org without a socket.
/// Answers that are not as written are collected; a request that cannot be sent ends its seed's
/// run. Empty if all went as written. Fails when the lock rules do not fit the schema. `coverage`,
/// if given, is told of every request and its answer.
Result<std::vector<ScenarioFailure>> run_wire_transcript(
    const WireTranscript& transcript, WireCoverage* coverage = nullptr
);

}  // namespace rowlock
