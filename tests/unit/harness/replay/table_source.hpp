#pragma once

#include "harness/load/row_source.hpp"

#include <string>
#include <utility>
#include <vector>

namespace rowlock::test {

/// Rows written down in the test; no parents.
class TableSource final : public RowSource {
public:
    TableSource(std::vector<std::string> columns, std::vector<std::vector<std::string>> rows)
        : columns_(std::move(columns)), rows_(std::move(rows)) {}

    const std::vector<std::string>& columns() const override { return columns_; }

    RowNumber size() const override { return static_cast<RowNumber>(rows_.size()); }

    CsvFormat format() const override { return {}; }

    void append_header(std::string& out) const override { append_cells(columns_, out); }

    void append_row(RowNumber row, std::span<const IdTable>, std::string& out) const override {
        append_cells(rows_[row], out);
    }

    void append_value(RowNumber row, std::size_t column, std::span<const IdTable>, std::string& out)
        const override {
        out += rows_[row][column];
    }

    std::optional<std::size_t> parent_source(std::size_t) const override { return std::nullopt; }

    RowNumber parent_of(RowNumber, std::size_t) const override { return 0; }

private:
    static void append_cells(const std::vector<std::string>& cells, std::string& out) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i > 0) out += ',';
            append_cell(out, cells[i], Delimiter::comma);
        }
        out += '\n';
    }

    std::vector<std::string> columns_;
    std::vector<std::vector<std::string>> rows_;
};

/// `count` rows E0, E1, ... with a name each.
inline TableSource numbered_rows(std::size_t count) {
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < count; ++i) {
        rows.push_back({"E" + std::to_string(i), "Name, the " + std::to_string(i) + "th"});
    }
    return {{"External_ID__c", "Name"}, std::move(rows)};
}

}  // namespace rowlock::test
