#pragma once

#include "harness/load/source_spec.hpp"
#include "mockorg/base/io.hpp"

#include <optional>
#include <string>

namespace rowlock {

/// Where commands find an org.
struct TargetOptions {
    /// `http://host:port`
    std::string url;
    std::string token;
};

struct ReplayOptions {
    std::string load_file;
    TargetOptions target;
    /// Empty: the load's only or first one.
    std::string strategy;
    /// At most this many rows of the load.
    std::optional<RowNumber> rows;
    /// Where the JSON report goes, too; empty: nowhere.
    std::string report_file;
    /// JSON instead of text.
    bool json = false;
};

/// `rowlock replay`: runs one strategy of a load over HTTP and accounts for every row.
/// Exit code: finding if a row has no outcome or an expectation does not hold.
int run_replay(const ReplayOptions& options, Io& io);

}  // namespace rowlock
