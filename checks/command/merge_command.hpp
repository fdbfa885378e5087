#pragma once

#include "checks/command/report_output.hpp"
#include "checks/command/whole_load_options.hpp"
#include "mockorg/base/io.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rowlock {

struct MergeOptions : ReportOptions {
    /// Written by `rowlock map`, in the order of their files in the load.
    std::vector<std::string> parts;
    /// Batches in flight.
    std::uint32_t k = 10;
    /// Empty for the system's folder.
    std::string temporary_folder;
    WholeLoadOptions whole_load;
};

/// `rowlock merge`: the report of `rowlock check` on the files of all parts. Exit code: finding at
/// or above the threshold.
int run_merge(const MergeOptions& options, Io& io);

}  // namespace rowlock
