#pragma once

#include "mockorg/codec/csv.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// A whole CSV text taken apart, for tests that look at a few of its rows.
struct CsvTable {
    std::vector<std::string> names;
    std::vector<std::vector<std::string>> rows;

    std::optional<std::size_t> column(std::string_view name) const;

    /// The row's value in the named column, which must exist; empty where the row is too short.
    std::string_view at(std::size_t row, std::string_view name) const;
};

/// Fails on a row whose quotes are broken. A text without any row is a table without columns.
Result<CsvTable> parse_csv_table(std::string_view text, CsvFormat format = {});

}  // namespace rowlock
