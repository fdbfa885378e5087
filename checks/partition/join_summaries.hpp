#pragma once

#include "checks/partition/part_file.hpp"
#include "mockorg/base/result.hpp"

#include <vector>

namespace rowlock {

/// What several parts say, as if one part had all their files. bad_file, naming the part and what
/// to do, if they were made with different settings, or have a file in common. At least one part.
Result<PartSummary> join_summaries(const std::vector<PartFile>& parts);

/// The files of a summary, without their text.
std::vector<LoadedFile> files_of(const PartSummary& summary);

}  // namespace rowlock
