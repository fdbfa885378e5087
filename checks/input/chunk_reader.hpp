#pragma once

#include "checks/input/packed_id.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/codec/csv_index.hpp"

#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace rowlock {

/// A stretch of a CSV file on its way: whole rows, found, and what was made of them so far.
struct CsvChunk {
    /// Offset in the text of the first row; the index counts from there.
    std::uint64_t begin = 0;
    std::string_view text;
    CsvIndex index;
    /// Room for whoever prepares the chunk: names by column, one per row.
    std::vector<std::vector<PackedId>> names;
    /// Cells left to the consumer: positions in `names` and in the one it holds for a column.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> deferred;
    /// Rows of the index whose quotes do not fit, and those that have more or fewer cells than the
    /// header, ascending; for whoever prepares the chunk to fill in.
    std::vector<std::uint32_t> misquoted;
    std::vector<std::uint32_t> uneven;

    std::string_view cell(const CsvIndex::Row& row, std::uint32_t column) const {
        return column < row.cells ? index.cell(text.data(), row, column) : std::string_view{};
    }
};

/// Reads a long CSV text in chunks of about a megabyte, on several threads.
struct ChunkReader {
    explicit ChunkReader(Delimiter delimiter) : indexer(delimiter) {}

    CsvIndexer indexer;
    /// Cells of a row; only helps to guess where a row begins.
    std::uint32_t columns = 0;
    /// Threads at work, the caller's among them; at least 1.
    unsigned threads = 1;

    /// Called for every chunk on any thread, in any order; a chunk may be prepared twice.
    std::function<void(CsvChunk&)> prepare;
    /// Called for the chunks in order, on the caller's thread. Chunks without rows are left out.
    std::function<Result<void>(const CsvChunk&)> consume;

    /// Chunks begin where a row does: guessed in the midst of the text, and done again where the
    /// guess was wrong, so the result is that of reading from the front. Stops at the first error
    /// of `consume`; bad_file for a row of 4 GB or more.
    Result<void> read(std::string_view text, std::uint64_t rows_begin) const;
};

}  // namespace rowlock
