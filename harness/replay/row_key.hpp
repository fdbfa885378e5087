#pragma once

#include "harness/load/row_source.hpp"
#include "harness/replay/cell_key.hpp"
#include "mockorg/codec/csv.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// What a row may still be known by when the org wrote some of its cells anew, so that its text is
/// not found: the surest first. Without a key column all of them are the same.
struct LooseKeys {
    /// The key column's text and the other cells' values.
    std::uint64_t key_and_values = 0;
    /// The key column's text alone.
    std::uint64_t key_text = 0;
    /// All cells' values.
    std::uint64_t values = 0;
    /// The key column's value alone.
    std::uint64_t key_value = 0;
};

/// The keys of a row with these cells. `key_column`: an external id's column, or that of ids;
/// nothing = rows have no such column.
LooseKeys loose_keys(
    std::span<const std::string_view> cells, std::optional<std::size_t> key_column
);

/// By the exact text of every cell: what no two different rows share.
std::uint64_t exact_key(std::span<const std::string_view> cells);

/// Recognises rows in result files, which come in any order.
class RowKeyReader {
public:
    /// Both outlive it.
    RowKeyReader(const RowSource& source, std::span<const IdTable> ids)
        : source_(source), ids_(ids), reader_(source.format().delimiter) {}

    std::uint64_t key_of(RowNumber row) { return exact_key(cells_of(row)); }

    /// The same of a line that the source has written, with or without its end.
    std::uint64_t key_of_line(std::string_view line) { return exact_key(split(line)); }

    LooseKeys loose_keys_of(RowNumber row, std::optional<std::size_t> key_column) {
        return loose_keys(cells_of(row), key_column);
    }

private:
    std::span<const std::string_view> cells_of(RowNumber row);
    std::span<const std::string_view> split(std::string_view line);

    const RowSource& source_;
    std::span<const IdTable> ids_;
    CsvRowReader reader_;
    std::string line_;
    std::vector<std::string_view> cells_;
};

}  // namespace rowlock
