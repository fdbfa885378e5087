#pragma once

#include "checks/input/loaded_input.hpp"
#include "checks/input/row_sink.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace rowlock {

/// What is left to say about files whose rows went to a sink.
struct StreamedInput {
    std::vector<LoadedFile> files;
    std::vector<Unresolved> unresolved;
    /// Rows of a file may lock records that another file of the loads leads to: what its rows lock
    /// cannot be told from that file and the references alone.
    bool files_lead_on = false;
    /// What a row locks depends on what its record holds by then, which rows of any file of the
    /// loads may have changed.
    bool rows_lead_on = false;
};

/// Reads files as load_input does and keeps nothing of their rows: only reference files are held in
/// memory, and files of loads if rows lock through other rows.
Result<StreamedInput> stream_input(const InputRequest& request, RowSink& sink);

/// load_input, or nothing if the rows and all that is worked out about them would take more than
/// `memory_max` bytes.
Result<std::optional<LoadedInput>> load_input_within(
    const InputRequest& request, std::uint64_t memory_max
);

}  // namespace rowlock
