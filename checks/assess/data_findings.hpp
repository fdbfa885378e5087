#pragma once

#include "checks/findings/findings.hpp"
#include "checks/input/input_request.hpp"
#include "checks/input/loaded_input.hpp"
#include "mockorg/codec/csv.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace rowlock {

/// How files reach the platform.
struct DataRequest {
    const Schema& schema;
    const std::vector<LoadFiles>& loads;
    bool bulk2 = true;
    /// Rows of a batch that is sent on its own; 0: each file is sent as it is.
    std::uint32_t rows_per_batch = 0;
    /// What the jobs say; nothing: what each file's header line ends in.
    std::optional<LineEnding> line_ending;
    /// A plan says which of the first load's rows go together, whatever their order in the files.
    bool reordered = false;
    /// As InputRequest::stopped.
    std::function<bool()> stopped;
};

/// Finds what leaves the verdict without meaning: files without rows, rows that nobody can read.
/// Known from reading the keys, and part of what find_in_files finds.
void find_unreadable(const std::vector<LoadedFile>& files, Findings& findings);

/// Finds what is wrong with each file as data, whatever it locks.
void find_in_files(
    const std::vector<LoadedFile>& files, const DataRequest& request, Findings& findings
);

}  // namespace rowlock
