#pragma once

#include "harness/load/column_generator.hpp"
#include "harness/load/row_source.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// Rows made from the seed: every cell depends on nothing but the seed, the source's name, the
/// column's name, the number of rows and parents, and the row number.
class GeneratedRows final : public RowSource {
public:
    /// `rows` is the source's own; `row_counts` and errors as in ColumnGenerator::compile.
    static Result<std::shared_ptr<const RowSource>> make(
        std::uint64_t seed,
        const SourceSpec& source,
        const GeneratedSpec& rows,
        std::span<const RowNumber> row_counts
    );

    const std::vector<std::string>& columns() const override { return names_; }

    RowNumber size() const override { return size_; }

    CsvFormat format() const override { return {}; }

    void append_header(std::string& out) const override;

    void append_row(RowNumber row, std::span<const IdTable> ids, std::string& out) const override;

    void append_value(
        RowNumber row, std::size_t column, std::span<const IdTable> ids, std::string& out
    ) const override;

    std::optional<std::size_t> parent_source(std::size_t column) const override;

    RowNumber parent_of(RowNumber row, std::size_t column) const override;

private:
    explicit GeneratedRows(RowNumber size) : size_(size) {}

    RowNumber size_;
    std::vector<std::string> names_;
    std::vector<ColumnGenerator> columns_;
};

}  // namespace rowlock
