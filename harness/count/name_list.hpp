#pragma once

#include "mockorg/base/result.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// The names in an option's list `A, B`, without the blanks around them and without empty ones.
std::vector<std::string> split_names(const std::string& text);

/// Those of `--key`, none if it is not given; bad_configuration if it names none.
Result<std::vector<std::string>> read_key_names(const std::string& text);

/// Those of `--jobs`, each once however its id is written, none if it is not given;
/// bad_configuration if it names none, or what is no id.
Result<std::vector<std::string>> read_job_ids(const std::string& text);

}  // namespace rowlock
