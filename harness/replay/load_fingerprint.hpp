#pragma once

#include "harness/load/load.hpp"
#include "harness/replay/load_driver.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace rowlock {

/// A number that differs if the same command would send other rows, other batches or both: of the
/// load file, the strategy with its plan, the options and every row of files. bad_file if the load
/// file or the plan cannot be read.
Result<std::uint64_t> load_fingerprint(
    const std::string& load_file,
    const Load& load,
    const Strategy& strategy,
    const OpenSources& sources,
    std::optional<RowNumber> rows
);

}  // namespace rowlock
