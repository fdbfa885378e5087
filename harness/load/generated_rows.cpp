#include "harness/load/generated_rows.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/codec/csv.hpp"

namespace rowlock {

Result<std::shared_ptr<const RowSource>> GeneratedRows::make(
    std::uint64_t seed,
    const SourceSpec& source,
    const GeneratedSpec& rows,
    std::span<const RowNumber> row_counts
) {
    const Random stream = Random{seed}.split("rows").split(source.name);
    std::shared_ptr<GeneratedRows> result{new GeneratedRows(rows.rows)};
    for (const ColumnSpec& column : rows.columns) {
        auto generator =
            ColumnGenerator::compile(column, stream.split(column.name), rows.rows, row_counts);
        if (!generator) return Failure{std::move(generator.error())};
        result->names_.push_back(column.name);
        result->columns_.push_back(std::move(*generator));
    }
    return std::shared_ptr<const RowSource>{std::move(result)};
}

void GeneratedRows::append_header(std::string& out) const {
    for (std::size_t i = 0; i < names_.size(); ++i) {
        if (i > 0) out += ',';
        append_cell(out, names_[i], Delimiter::comma);
    }
    out += '\n';
}

void GeneratedRows::append_row(RowNumber row, std::span<const IdTable> ids, std::string& out)
    const {
    ROWLOCK_ASSERT(row < size_);
    const std::size_t start = out.size();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (i > 0) out += ',';
        columns_[i].append(row, ids, CellForm::csv, out);
    }
    // A blank line would be no row.
    if (out.size() == start) out += "\"\"";
    out += '\n';
}

void GeneratedRows::append_value(
    RowNumber row, std::size_t column, std::span<const IdTable> ids, std::string& out
) const {
    ROWLOCK_ASSERT(row < size_ && column < columns_.size());
    columns_[column].append(row, ids, CellForm::plain, out);
}

std::optional<std::size_t> GeneratedRows::parent_source(std::size_t column) const {
    ROWLOCK_ASSERT(column < columns_.size());
    return columns_[column].parent_source();
}

RowNumber GeneratedRows::parent_of(RowNumber row, std::size_t column) const {
    ROWLOCK_ASSERT(row < size_ && column < columns_.size());
    return columns_[column].parent_of(row);
}

}  // namespace rowlock
