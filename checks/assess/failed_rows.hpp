#pragma once

#include "checks/input/input_request.hpp"
#include "checks/input/loaded_input.hpp"
#include "checks/model/row_keys.hpp"
#include "mockorg/base/result.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// Rows of the first load that a file says failed because of a lock, ascending: failed results of a
/// job (rows are found by their key, or by their whole content), or row numbers. Rows that failed
/// for other reasons are left out. Of rows that say the same, the first ones are taken. Errors
/// (bad_file) name file and line.
Result<std::vector<RowNo>> read_failed_rows(
    const std::string& path, const LoadedInput& input, const Schema& schema, const LoadFiles& load
);

}  // namespace rowlock
