#pragma once

#include <string>

namespace rowlock::batcher {

/// Whether a file can be written at the path, as far as that can be told without doing so.
bool can_write_file(const std::string& path);

/// The same for a folder, with the folders it is in.
bool can_make_folder(const std::string& path);

}  // namespace rowlock::batcher
