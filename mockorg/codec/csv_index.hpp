#pragma once

#include "mockorg/codec/csv.hpp"
#include "mockorg/codec/csv_masks.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace rowlock {

/// Where the rows of a piece of CSV text lie, and the cells in them. Offsets count from the start
/// of the piece, which is below 4 GB. Made to be used again for the next piece.
struct CsvIndex {
    struct Row {
        std::uint32_t start = 0;
        /// Position of its first cell's end in cell_ends.
        std::uint32_t first_cell = 0;
        std::uint32_t cells = 0;
    };

    /// Blank lines are no rows.
    std::vector<Row> rows;
    /// Offset of the delimiter or line feed behind each cell, or of the end of the text. Only those
    /// that rows speak of mean anything.
    std::vector<std::uint32_t> cell_ends;
    /// Just behind the last row's line end.
    std::uint32_t end = 0;
    /// Line feeds before `end`, quoted ones too.
    std::uint32_t line_feeds = 0;
    /// Line feeds, quoted or not, with and without a CR before them: files have one or the other.
    bool has_lf = false;
    bool has_crlf = false;
    /// The text ended inside quotes.
    bool unclosed_quote = false;

    /// A cell as it stands in the file, quotes and all; without the CR of the row's line end.
    std::string_view cell(const char* piece, const Row& row, std::uint32_t number) const {
        const std::uint32_t* const ends = cell_ends.data() + row.first_cell;
        const std::uint32_t begin = number == 0 ? row.start : ends[number - 1] + 1;
        std::uint32_t finish = ends[number];
        if (number + 1 == row.cells && finish > begin && piece[finish - 1] == '\r') --finish;
        return {piece + begin, finish - begin};
    }
};

/// Indexes CSV text at several bytes a cycle. A quote opens or closes wherever it stands, so that
/// rows are those of find_csv_rows; what is wrong inside a cell is for CsvRowReader to say.
class CsvIndexer {
public:
    explicit CsvIndexer(Delimiter delimiter, VectorLevel level = best_vector_level());

    /// Indexes the rows of `text` that start before `stop`; the first starts with `text`. The last
    /// of them may end behind `stop`. False if it has no end within `text` though the text goes on
    /// behind it (`more_follows`), or `text` is 4 GB or more: then `out` is of no use.
    bool run(std::string_view text, std::size_t stop, bool more_follows, CsvIndex& out) const;

private:
    Delimiter delimiter_;
    CsvMaskFunction masks_;
    VectorLevel level_;
};

/// The value of a cell as it stands in a file: without its quotes, doubled ones made single in
/// `buffer`. A quote in the wrong place stays where it is.
std::string_view unquoted_cell(std::string_view cell, std::string& buffer);

}  // namespace rowlock
