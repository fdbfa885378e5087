#pragma once

#include "harness/load/row_source.hpp"

#include <memory>
#include <utility>
#include <vector>

namespace rowlock {

/// Rows of a load whose parents are there already: references are plain ids.
class SettledRows final : public RowSource {
public:
    /// `ids`: one table per source of the load.
    SettledRows(
        std::shared_ptr<const RowSource> rows, std::shared_ptr<const std::vector<IdTable>> ids
    )
        : rows_(std::move(rows)), ids_(std::move(ids)) {}

    const std::vector<std::string>& columns() const override { return rows_->columns(); }

    RowNumber size() const override { return rows_->size(); }

    CsvFormat format() const override { return rows_->format(); }

    void append_header(std::string& out) const override { rows_->append_header(out); }

    void append_row(RowNumber row, std::span<const IdTable>, std::string& out) const override {
        rows_->append_row(row, *ids_, out);
    }

    void append_value(RowNumber row, std::size_t column, std::span<const IdTable>, std::string& out)
        const override {
        rows_->append_value(row, column, *ids_, out);
    }

    std::optional<std::size_t> parent_source(std::size_t) const override { return std::nullopt; }

    RowNumber parent_of(RowNumber, std::size_t) const override { return 0; }

private:
    std::shared_ptr<const RowSource> rows_;
    std::shared_ptr<const std::vector<IdTable>> ids_;
};

}  // namespace rowlock
