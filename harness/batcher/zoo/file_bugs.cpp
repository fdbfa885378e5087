// Batchers that write files which say something else than the input.
#include "harness/batcher/zoo/recipe.hpp"
#include "mockorg/base/blanks.hpp"

#include <algorithm>

namespace rowlock::batcher {
namespace {

using CellWriter = std::function<std::string(const std::string&)>;

Recipe writing(std::function<std::string(const Instance&, const RowList&)> write) {
    Recipe recipe = correct_recipe();
    recipe.write = std::move(write);
    return recipe;
}

/// Correct but for the way a cell is written.
Recipe writing_cells(CellWriter cell_text) {
    return writing([cell_text](const Instance& instance, const RowList& rows) {
        std::string text = header_line(instance);
        for (const std::uint32_t row : rows) {
            std::string line;
            for (const std::string& cell : instance.rows[row]) line += ',' + cell_text(cell);
            text += line.substr(1);
            text += line_end(instance.line_ending);
        }
        return text;
    });
}

std::string correct_cell(const std::string& cell) {
    std::string text;
    append_cell(text, cell, Delimiter::comma);
    return text;
}

std::string quoted_if(const std::string& cell, const char* characters) {
    std::string text;
    if (cell.find_first_of(characters) == std::string::npos) return cell;
    append_quoted(text, cell);
    return text;
}

std::string without_doubled_quotes(const std::string& cell) {
    const bool quotes = cell.find_first_of(",\"\r\n") != std::string::npos;
    return quotes ? '"' + cell + '"' : cell;
}

std::string trimmed_cell(const std::string& cell) {
    return correct_cell(std::string{trimmed(cell)});
}

std::string without_mark(const std::string& cell) {
    const bool marked = cell.starts_with(k_byte_order_mark);
    return correct_cell(marked ? cell.substr(k_byte_order_mark.size()) : cell);
}

std::string number_cell(const std::string& cell) {
    const bool digits = !cell.empty() && std::all_of(cell.begin(), cell.end(), [](char c) {
        return c >= '0' && c <= '9';
    });
    return digits ? std::to_string(std::stoul(cell)) : correct_cell(cell);
}

/// The header is in the file of the first row only.
std::string header_once(const Instance& instance, const RowList& rows) {
    const bool first = std::find(rows.begin(), rows.end(), 0U) != rows.end();
    const std::string text = csv_text(instance, rows);
    return first ? text : text.substr(header_line(instance).size());
}

std::string without_last_empty_cells(const Instance& instance, const RowList& rows) {
    std::string text = header_line(instance);
    for (const std::uint32_t row : rows) {
        auto cells = instance.rows[row];
        while (cells.size() > 1 && cells.back().empty()) cells.pop_back();
        text += csv_line(cells, instance.line_ending);
    }
    return text;
}

std::string always_lf(const Instance& instance, const RowList& rows) {
    Instance changed = instance;
    changed.line_ending = LineEnding::lf;
    return csv_text(changed, rows);
}

}  // namespace

std::vector<ZooEntry> file_bugs() {
    return {
        {"unquoted-newline",
         "does not quote line ends",
         {"I5", "I1"},
         batcher_of(writing_cells([](const std::string& cell) { return quoted_if(cell, ",\""); }))},
        {"unquoted-comma",
         "does not quote commas",
         {"I5", "I1"},
         batcher_of(writing_cells([](const std::string& cell) { return quoted_if(cell, "\"\r\n"); })
         )},
        {"quotes-not-doubled",
         "does not double quotes",
         {"I5", "I1"},
         batcher_of(writing_cells(without_doubled_quotes))},
        {"header-once",
         "writes the header to the first file only",
         {"I5"},
         batcher_of(writing(header_once))},
        {"drops-last-empty-cells",
         "leaves empty cells at the end of a line out",
         {"I5"},
         batcher_of(writing(without_last_empty_cells))},
        {"trims-text", "trims every cell", {"I1"}, batcher_of(writing_cells(trimmed_cell))},
        {"drops-byte-order-mark",
         "drops U+FEFF at the start of a cell",
         {"I1"},
         batcher_of(writing_cells(without_mark))},
        {"text-to-number", "turns 007 into 7", {"I1"}, batcher_of(writing_cells(number_cell))},
        {"always-lf",
         "ends lines in LF where the input has CRLF",
         {"I5"},
         batcher_of(writing(always_lf))},
    };
}

}  // namespace rowlock::batcher
