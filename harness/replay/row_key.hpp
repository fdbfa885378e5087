#pragma once

#include "harness/load/row_source.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace rowlock {

/// A number that is equal for a cell as uploaded and as it comes back in a result file. The
/// platform writes numbers anew (`912260031` returns as `9.12260031E8`), so plain numbers of up to
/// 15 digits count by value; anything else, leading zeros included, by its text.
std::uint64_t key_of_cell(std::string_view text);

/// Recognises rows in result files, which come in any order: by the external id, or by the whole
/// content where there is none.
class RowKeyReader {
public:
    /// `key_column`: the external id's column; nothing = all columns.
    RowKeyReader(
        const RowSource& source, std::span<const IdTable> ids, std::optional<std::size_t> key_column
    )
        : source_(source), ids_(ids), key_column_(key_column) {}

    std::uint64_t key_of(RowNumber row);

    std::optional<std::size_t> key_column() const { return key_column_; }

private:
    const RowSource& source_;
    std::span<const IdTable> ids_;
    std::optional<std::size_t> key_column_;
    std::string cell_;
};

/// Folds the next cell's key into a row's.
std::uint64_t combine_keys(std::uint64_t row_key, std::uint64_t cell_key);

}  // namespace rowlock
