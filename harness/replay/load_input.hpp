#pragma once

#include "harness/load/load.hpp"
#include "harness/load/rows_load.hpp"
#include "mockorg/base/result.hpp"

#include <string>

namespace rowlock {

/// What a command was given to load: a load file, a plan of `rowlock plan` or CSV rows, as the one
/// thing that all of them describe. A plan says object, operation, external id and rows itself, and
/// its files lie where it names them; a CSV file needs `said` for that; a load file says
/// everything. bad_file if the input cannot be read or is none of the three, bad_configuration if
/// `said` lacks something, or contradicts it.
Result<Load> read_load_input(const std::string& path, const RowsDescription& said);

/// Whether it is neither a plan nor rows, by its name and how it begins: what is wrong with it
/// then, the reader of load files says.
bool is_load_file(const std::string& path);

/// The same for commands that look at a load again, and whose own option names what they look at:
/// it stands for the rows' object where the input does not say that itself. `said` has no object.
Result<Load> read_load_input_again(
    const std::string& path, RowsDescription said, const std::string& object
);

}  // namespace rowlock
