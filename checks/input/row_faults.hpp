#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

struct CsvChunk;

/// Why nobody can say what a row means.
enum class RowFault : std::uint8_t {
    /// Everything up to the end of the file is one value.
    unclosed_quote,
    /// A value with quotes is not quoted as a whole: rows behind it may be part of it.
    misplaced_quote,
    /// More or fewer values than the header has.
    cell_count,
};

/// One sentence without a full stop.
std::string_view describe(RowFault fault);

/// The rows of one file that cannot be read as they stand.
struct RowFaults {
    struct Place {
        RowFault fault{};
        /// From 1.
        std::uint64_t row = 0;
        /// Of the cell at fault, in the file.
        std::uint64_t offset = 0;
    };

    /// Rows with faults, and the same by RowFault, for a row may have several.
    std::uint64_t rows = 0;
    std::array<std::uint64_t, 3> counts{};
    std::optional<Place> first;

    std::uint64_t count(RowFault fault) const { return counts[static_cast<std::size_t>(fault)]; }

    bool any() const { return first.has_value(); }

    /// Rows come in their order.
    void add(const Place& place);

private:
    std::uint64_t last_row_ = 0;
};

/// Fills CsvChunk::misquoted and ::uneven; any thread. `columns`: cells of the header.
void find_faulty_rows(CsvChunk& chunk, std::size_t columns);

/// Adds what is wrong with the rows of a chunk that find_faulty_rows has seen. `rows_before`:
/// rows of the file before the chunk; `columns`: cells of the header.
void note_row_faults(
    const CsvChunk& chunk, std::size_t columns, std::uint64_t rows_before, RowFaults& faults
);

/// `contacts.csv:3:5: a quote is never closed`: file, line and column of the first fault.
std::string fault_text(
    const RowFaults& faults, std::string_view file_name, std::string_view file_text
);

}  // namespace rowlock
