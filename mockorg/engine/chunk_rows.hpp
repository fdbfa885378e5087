#pragma once

#include "mockorg/engine/input_row.hpp"
#include "mockorg/engine/record_writer.hpp"
#include "mockorg/engine/upload.hpp"

#include <deque>
#include <string>
#include <vector>

namespace rowlock {

/// Reads the rows of an upload for writing, one at a time; reuses its memory. What it returns lives
/// until the next call. The upload must outlive it.
class ChunkRows {
public:
    /// `first`: the number by which the upload's first row is asked for.
    explicit ChunkRows(const Upload& upload, std::uint32_t first = 0);

    /// The error is the row's own: broken quotes, more cells than the header has, too many
    /// characters, a file that was not sent along. A row with fewer cells leaves the rest of its
    /// fields alone.
    Result<InputRow> read(std::uint32_t row);

    /// Which record the row just read means.
    RowTarget target(InputRow row) const;

private:
    Result<void> take_cells(const std::vector<CsvCell>& cells);
    void take_pairs(const std::vector<CsvCell>& pairs);
    void fill_constants();
    Result<void> resolve_files();
    void convert_line_ends();

    const Upload& upload_;
    std::uint32_t first_;
    CsvRowReader reader_;
    std::vector<InputCell> cells_;
    /// Holds values whose line ends were converted.
    std::deque<std::string> converted_;
};

}  // namespace rowlock
