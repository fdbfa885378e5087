#pragma once

#include "checks/command/input_options.hpp"
#include "checks/command/whole_load_options.hpp"
#include "mockorg/base/io.hpp"

#include <cstdint>
#include <string>

namespace rowlock {

struct MapOptions {
    /// k counts for nothing here.
    InputOptions input;
    /// As for a check.
    std::string line_ending;
    bool serial = false;
    /// Into how many partitions records go: 1 to 1,024.
    std::uint32_t partitions = 64;
    /// The part to write.
    std::string out_file;
    std::string version;
    WholeLoadOptions whole_load;
};

/// `rowlock map`: makes a part of the load's files, for `rowlock merge`.
int run_map(const MapOptions& options, Io& io);

}  // namespace rowlock
