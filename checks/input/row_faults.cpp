#include "checks/input/row_faults.hpp"

#include "checks/input/chunk_reader.hpp"
#include "checks/model/cell_quotes.hpp"
#include "mockorg/codec/json.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

/// The first cell of the row whose quotes do not fit; the row's cells for none.
std::uint32_t misquoted_cell(const CsvChunk& chunk, const CsvIndex::Row& row) {
    std::uint32_t cell = 0;
    while (cell < row.cells && quotes_fit(chunk.cell(row, cell))) ++cell;
    return cell;
}

std::uint64_t offset_of(const CsvChunk& chunk, const CsvIndex::Row& row, std::uint32_t cell) {
    const char* const begin = chunk.cell(row, std::min(cell, row.cells - 1)).data();
    return chunk.begin + static_cast<std::uint64_t>(begin - chunk.text.data());
}

/// Rows without quotes cost nothing.
void find_misquoted_rows(CsvChunk& chunk) {
    chunk.misquoted.clear();
    const auto& rows = chunk.index.rows;
    const std::string_view text = chunk.text.substr(0, chunk.index.end);
    std::uint32_t number = 0;
    for (std::size_t at = text.find('"'); at != std::string_view::npos; at = text.find('"', at)) {
        while (number + 1 < rows.size() && rows[number + 1].start <= at) ++number;
        const CsvIndex::Row& row = rows[number];
        if (misquoted_cell(chunk, row) < row.cells) chunk.misquoted.push_back(number);
        at = number + 1 < rows.size() ? rows[number + 1].start : text.size();
    }
}

}  // namespace

std::string_view describe(RowFault fault) {
    switch (fault) {
        case RowFault::unclosed_quote:
            return "a quote is never closed";
        case RowFault::misplaced_quote:
            return "a value with quotes must be quoted as a whole, its own quotes doubled";
        case RowFault::cell_count:
            return "the row has more or fewer values than the header";
    }
    return {};
}

void RowFaults::add(const Place& place) {
    ++counts[static_cast<std::size_t>(place.fault)];
    rows += place.row != last_row_ ? 1 : 0;
    last_row_ = place.row;
    if (!first) first = place;
}

void find_faulty_rows(CsvChunk& chunk, std::size_t columns) {
    find_misquoted_rows(chunk);
    chunk.uneven.clear();
    const auto& rows = chunk.index.rows;
    for (std::uint32_t number = 0; number < rows.size(); ++number) {
        if (rows[number].cells != columns) chunk.uneven.push_back(number);
    }
}

void note_row_faults(
    const CsvChunk& chunk, std::size_t columns, std::uint64_t rows_before, RowFaults& faults
) {
    const auto& rows = chunk.index.rows;
    const auto note = [&](RowFault fault, std::uint32_t number, std::uint32_t cell) {
        faults.add({fault, rows_before + number + 1, offset_of(chunk, rows[number], cell)});
    };
    auto uneven = chunk.uneven.begin();
    const auto note_uneven_before = [&](std::size_t end) {
        for (; uneven != chunk.uneven.end() && *uneven < end; ++uneven) {
            const std::uint32_t cells = rows[*uneven].cells;
            const auto last = static_cast<std::uint32_t>(std::min<std::size_t>(columns, cells));
            note(RowFault::cell_count, *uneven, last);
        }
    };
    for (const std::uint32_t number : chunk.misquoted) {
        note_uneven_before(number);
        // The last row of a text that ends inside quotes is the one that swallowed the rest.
        const bool unclosed = chunk.index.unclosed_quote && number + 1 == rows.size();
        note(
            unclosed ? RowFault::unclosed_quote : RowFault::misplaced_quote,
            number,
            misquoted_cell(chunk, rows[number])
        );
    }
    note_uneven_before(rows.size());
}

std::string fault_text(
    const RowFaults& faults, std::string_view file_name, std::string_view file_text
) {
    const TextPosition position = position_of(file_text, faults.first->offset);
    return fmt::format(
        "{}:{}:{}: {}", file_name, position.line, position.column, describe(faults.first->fault)
    );
}

}  // namespace rowlock
