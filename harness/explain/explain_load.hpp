#pragma once

#include "harness/explain/explain_answer.hpp"
#include "harness/explain/explain_command.hpp"
#include "harness/load/load.hpp"
#include "mockorg/base/result.hpp"

namespace rowlock {

/// Rehearses one strategy of the load and answers from what happened. Writes the files that the
/// options name. Errors: those of rehearse(); bad_configuration for a row that the load does not
/// have.
Result<ExplainAnswer> explain_load(const ExplainOptions& options, Load load, Io& io);

}  // namespace rowlock
