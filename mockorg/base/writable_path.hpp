#pragma once

#include "mockorg/base/result.hpp"

#include <string>

namespace rowlock {

/// Whether a file can be written at the path, as far as that can be told without doing so.
bool can_write_file(const std::string& path);

/// The same for a folder, with the folders it is in.
bool can_make_folder(const std::string& path);

/// bad_file if no file can be written at the path, with the reason and what to do. `option`: what
/// asked for it, e.g. `--report`. An empty path is none.
Result<void> check_writable(const std::string& option, const std::string& path);

}  // namespace rowlock
