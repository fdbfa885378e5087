#pragma once

#include "mockorg/engine/profile.hpp"

#include <string>
#include <string_view>

namespace rowlock {

/// Reads a profile file's text (JSON, comments allowed): the members of docs/load-file.md, those
/// left out as in `base`, a shipped profile (`typical` if not named). bad_file with the file's
/// name, and what is wrong.
Result<Profile> read_profile(std::string_view text, std::string_view file_name);

/// A shipped profile by its name or, if the word ends in `.json`, the profile of that file.
Result<Profile> find_profile_or_file(const std::string& word);

/// The profile as such a file, whole, on one line.
std::string profile_file_text(const Profile& profile);

}  // namespace rowlock
