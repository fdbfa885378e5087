#pragma once

#include "checks/findings/chunk_keys.hpp"
#include "checks/findings/data_settings.hpp"
#include "checks/findings/findings.hpp"
#include "checks/findings/header_check.hpp"
#include "mockorg/codec/csv_index.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rowlock {

/// Limits on sizes in characters. [Bulk API facts, section 1.13]
inline constexpr std::size_t k_header_characters_max = 32'000;
inline constexpr std::size_t k_row_characters_max = 400'000;
inline constexpr std::size_t k_field_characters_max = 131'072;
inline constexpr std::size_t k_old_field_characters_max = 32'000;

/// Characters of a UTF-8 text.
std::size_t count_characters(std::string_view text);

/// `byte 0xFF`.
std::string byte_text(char byte);

/// An empty value or the word for null: names no record.
bool says_nothing(std::string_view value);

/// Of the value of a key field; the same for all spellings of the same key.
std::uint64_t hash_of_key(std::string_view value, const Field& field);

/// A row of an indexed piece of text.
struct PieceRow {
    const char* piece;
    const CsvIndex* index;
    const CsvIndex::Row* row;

    /// As it stands in the file.
    std::string_view cell(std::uint32_t number) const { return index->cell(piece, *row, number); }

    /// Without its line end.
    std::string_view bytes() const {
        const std::string_view last = cell(row->cells - 1);
        const char* const begin = piece + row->start;
        return {begin, static_cast<std::size_t>(last.data() + last.size() - begin)};
    }
};

/// Line numbers of offsets in a piece of text that are asked for in rising order.
class LineCounter {
public:
    LineCounter(const char* piece, std::uint64_t lines_before)
        : piece_(piece), line_(lines_before + 1) {}

    std::uint64_t line_of(std::size_t offset);

private:
    const char* piece_;
    std::size_t counted_to_ = 0;
    std::uint64_t line_;
};

/// Looks at the rows of one file.
class RowCheck {
public:
    struct Columns {
        std::vector<std::string> names;
        std::vector<WatchedColumn> watched;
    };

    /// Settings and findings must outlive it.
    RowCheck(
        Columns columns, const DataSettings& settings, std::string_view file, Findings& findings
    );

    /// The next row is the first of a transaction.
    void start_chunk() { keys_.clear(); }

    /// `number`: the data row, from 1.
    void check(const PieceRow& row, std::uint64_t number, LineCounter& lines);

private:
    /// Where the row stands, worked out only for findings that are kept.
    struct Place {
        const PieceRow& row;
        std::uint64_t number;
        LineCounter& lines;
    };

    static constexpr std::size_t k_whole_row = ~std::size_t{0};

    /// `offset`: of what is wrong, from the row's first byte on.
    void find(
        FindingRule rule,
        std::uint32_t column,
        const Place& place,
        std::string_view value = {},
        std::size_t offset = k_whole_row
    );
    void check_encoding(const Place& place);
    void check_quotes(const Place& place);
    void check_sizes(const Place& place);
    void check_length(const WatchedColumn& column, const Place& place);
    void check_watched(const WatchedColumn& column, const Place& place);
    void check_id(const WatchedColumn& column, const Place& place, std::string_view value);
    void check_key(const WatchedColumn& column, const Place& place, std::string_view value);

    Columns columns_;
    const DataSettings& settings_;
    std::string file_;
    Findings& findings_;
    ChunkKeys keys_;
    std::string buffer_;
    /// By rule and column, so that a file full of the same mistake costs no look-up by name.
    std::map<std::pair<FindingRule, std::uint32_t>, Finding*> seen_;
};

}  // namespace rowlock
