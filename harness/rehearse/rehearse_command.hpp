#pragma once

#include "harness/load/source_spec.hpp"
#include "mockorg/base/io.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace rowlock {

struct RehearseCommandOptions {
    std::string load_file;
    /// Empty: all.
    std::string strategy;
    /// Empty: as the load or its plan says.
    std::string api;
    std::optional<std::uint64_t> seed;
    std::optional<RowNumber> rows;
    unsigned threads = 1;
    bool json = false;
};

/// `rowlock rehearse`. Exit code: finding if a strategy came to a bad end or an expectation does
/// not hold.
int run_rehearse(const RehearseCommandOptions& options, Io& io);

}  // namespace rowlock
