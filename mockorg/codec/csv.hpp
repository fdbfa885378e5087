#pragma once

#include "mockorg/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// The column delimiters of Bulk API 2.0.
enum class Delimiter : char {
    comma = ',',
    backquote = '`',
    caret = '^',
    pipe = '|',
    semicolon = ';',
    tab = '\t',
};

enum class LineEnding : std::uint8_t { lf, crlf };

struct CsvFormat {
    Delimiter delimiter = Delimiter::comma;
    LineEnding line_ending = LineEnding::lf;
};

/// One cell of a row, unescaped.
struct CsvCell {
    std::string_view text;
    bool quoted = false;
};

/// Reads one row's cells. Reuses its buffers: hold on to nothing across calls.
class CsvRowReader {
public:
    explicit CsvRowReader(Delimiter delimiter) : delimiter_(delimiter) {}

    /// `row` is one row's bytes, without or with its line end. The cells point into `row`, or into
    /// this reader where quotes were doubled. Fails on text beside a closing quote or an unclosed
    /// quote.
    Result<const std::vector<CsvCell>*> read(std::string_view row);

private:
    /// Both read the cell that starts at `start` and return where it ends: at a delimiter or the
    /// end of the row.
    Result<std::size_t> read_bare(std::string_view row, std::size_t start);
    Result<std::size_t> read_quoted(std::string_view row, std::size_t start);
    /// Splits a row that holds no quote.
    void split_bare(std::string_view row);

    void add(CsvCell cell) {
        if (used_ == cells_.size()) cells_.resize(2 * used_ + 8);
        cells_[used_++] = cell;
    }

    const std::vector<CsvCell>* row_of_cells() {
        cells_.resize(used_);
        return &cells_;
    }

    Delimiter delimiter_;
    /// While a row is read, the first `used_` are its own and the rest are left over from the row
    /// before: most rows have as many, and assigning is cheaper than growing.
    std::vector<CsvCell> cells_;
    std::size_t used_ = 0;
    /// Holds cells that had doubled quotes.
    std::string unescaped_;
};

/// Where the rows of a CSV text lie. Row 0 is the header line. The text itself is not kept.
struct CsvRows {
    /// Byte offset of each row's start, and one past the last row's end as the final entry.
    std::vector<std::uint64_t> offsets;
    /// A line ended in the other way than the format says (a bare LF in a CRLF file, a CR before an
    /// LF in an LF file, quoted or not): the platform refuses the whole job. Other CRs are ordinary
    /// bytes.
    bool wrong_line_ending = false;
    /// The last quote was never closed; the last row then runs to the end of the text.
    bool unclosed_quote = false;

    std::size_t count() const { return offsets.empty() ? 0 : offsets.size() - 1; }

    /// One row's bytes, without its line end and the blank lines behind it.
    std::string_view row(std::string_view text, std::size_t index) const;
};

/// Finds the rows of a whole text at memory speed, quotes respected; blank lines are no rows and a
/// leading byte-order mark is kept as part of the header (the platform does not strip it).
CsvRows find_csv_rows(std::string_view text, LineEnding line_ending);

/// Appends `"text"` with quotes doubled.
void append_quoted(std::string& out, std::string_view text);

/// Appends the cell bare if it needs no quotes under this delimiter, quoted otherwise. An empty
/// cell is bare: in a file of one column use append_quoted, because a blank line is no row.
void append_cell(std::string& out, std::string_view text, Delimiter delimiter);

/// "COMMA", "TAB", ... in any letter case; INVALID... error text names the accepted words.
Result<Delimiter> parse_delimiter(std::string_view word);
std::string_view name_of(Delimiter delimiter);
Result<LineEnding> parse_line_ending(std::string_view word);
std::string_view name_of(LineEnding ending);

/// The bytes of a line end.
constexpr std::string_view line_end(LineEnding ending) {
    return ending == LineEnding::lf ? std::string_view{"\n"} : std::string_view{"\r\n"};
}

}  // namespace rowlock
