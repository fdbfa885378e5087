#pragma once

#include "checks/input/load_columns.hpp"
#include "checks/input/loaded_input.hpp"
#include "checks/input/unresolved.hpp"

#include <vector>

namespace rowlock {

/// Adds the columns of a file that nothing was read from: each may name a record that its rows
/// lock. Once per load and name, with the rows of all files that have it. Of a file with very many
/// only the first few, for the verdict is the same.
void list_ignored_columns(
    const LoadedFile& file, const LoadColumns& columns, std::vector<Unresolved>& list
);

}  // namespace rowlock
