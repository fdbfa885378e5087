#pragma once

#include "harness/load/row_source.hpp"

#include <string>
#include <utility>
#include <vector>

namespace rowlock {

/// Records as rows of a single column `Id`: what a delete sends.
class IdRows final : public RowSource {
public:
    explicit IdRows(IdTable ids) : ids_(std::move(ids)) {}

    const std::vector<std::string>& columns() const override { return columns_; }

    RowNumber size() const override { return static_cast<RowNumber>(ids_.size()); }

    CsvFormat format() const override { return {}; }

    void append_header(std::string& out) const override { out += "Id\n"; }

    void append_row(RowNumber row, std::span<const IdTable>, std::string& out) const override {
        out.append(ids_[row].data(), ids_[row].size());
        out += '\n';
    }

    void append_value(RowNumber row, std::size_t, std::span<const IdTable>, std::string& out)
        const override {
        out.append(ids_[row].data(), ids_[row].size());
    }

    std::optional<std::size_t> parent_source(std::size_t) const override { return std::nullopt; }

    RowNumber parent_of(RowNumber, std::size_t) const override { return 0; }

private:
    IdTable ids_;
    std::vector<std::string> columns_{"Id"};
};

}  // namespace rowlock
