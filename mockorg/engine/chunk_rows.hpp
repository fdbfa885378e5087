#pragma once

#include "mockorg/engine/input_row.hpp"
#include "mockorg/engine/job.hpp"
#include "mockorg/engine/record_writer.hpp"

#include <vector>

namespace rowlock {

/// Reads a job's rows for writing, one at a time; reuses its memory. What it returns lives until
/// the next call.
class ChunkRows {
public:
    explicit ChunkRows(const Job& job);

    /// The error is the row's own: broken quotes, more cells than the header has, too many
    /// characters. A row with fewer cells leaves the rest of its fields alone.
    Result<InputRow> read(std::uint32_t row);

    /// Which record the row just read means.
    RowTarget target(InputRow row) const;

private:
    const Upload& upload_;
    CsvRowReader reader_;
    std::vector<InputCell> cells_;
};

}  // namespace rowlock
