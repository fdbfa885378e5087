#pragma once

#include "mockorg/base/record_id.hpp"
#include "mockorg/codec/csv.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::batcher {

/// What one batch may hold. Tiny by default: every boundary then shows within a few rows.
struct Caps {
    /// At least 1.
    std::uint32_t rows = 3;
    /// Encoded, with the header line. 10 MB is the platform's. [planning facts, I3]
    std::uint64_t bytes = 10'000'000;
    /// Rows of one transaction, at least 1.
    std::uint32_t chunk_rows = 2;

    bool operator==(const Caps&) const = default;
};

/// One column of the file. The cells of key columns name records that a row locks.
struct Column {
    std::string name;
    bool is_key = false;
    /// Key columns: the sObject that the cells refer to, and its key prefix.
    std::string object;
    KeyPrefix prefix{'0', '0', '1'};
    /// Key columns: the cells are external ids, exact texts that are no record ids.
    bool external = false;
    /// The cells are written in quotes, needed or not.
    bool quoted = false;

    bool operator==(const Column&) const = default;
};

/// What a batcher gets: the rows of a file as cells, which columns are keys, what a batch may hold.
struct Instance {
    std::string object;
    /// insert, update, delete.
    std::string operation;
    std::vector<Column> columns;
    /// As many cells as columns in each.
    std::vector<std::vector<std::string>> rows;
    Caps caps;
    /// Batches that the org works on at a time, at least 1.
    std::uint32_t workers = 2;
    LineEnding line_ending = LineEnding::lf;
    /// Whether the last line ends in a line end.
    bool final_line_end = true;
    /// The input begins with one. Batches must not: the platform takes it for a part of the first
    /// column's name.
    bool byte_order_mark = false;
    /// The input has not even a header line.
    bool no_bytes = false;

    bool operator==(const Instance&) const = default;
};

/// The cells as a line of CSV, with its line end; quotes where they are needed.
std::string csv_line(const std::vector<std::string>& cells, LineEnding line_ending);

std::string header_line(const Instance& instance);

/// The row as it stands in the file, with its line end.
std::string row_line(const Instance& instance, std::size_t row);

/// U+FEFF in UTF-8.
inline constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";

/// The whole file: the batcher's input.
std::string csv_text(const Instance& instance);

/// A file of these rows, which count from 0: what a batch of them looks like.
std::string csv_text(const Instance& instance, const std::vector<std::uint32_t>& rows);

/// Bytes of the row's line.
std::uint64_t row_bytes(const Instance& instance, std::size_t row);

/// Whether the row does not even fit into a batch of its own.
bool is_oversize(const Instance& instance, std::size_t row);

/// One text for the cells: equal for rows of equal content, and for no others.
std::string content_of(const std::vector<std::string>& cells);

}  // namespace rowlock::batcher
