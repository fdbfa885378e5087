#include "mockorg/engine/chunk_rows.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

/// [limits of Bulk API 2.0]
constexpr std::size_t k_row_characters_max = 400'000;

}  // namespace

ChunkRows::ChunkRows(const Job& job) : upload_(*job.upload), reader_(job.info.format.delimiter) {}

Result<InputRow> ChunkRows::read(std::uint32_t row) {
    const std::string_view text = upload_.row(row);
    if (text.size() > k_row_characters_max) {
        return fail(ErrorCode::client_input_error, "Record is longer than 400000 characters");
    }
    const auto cells = reader_.read(text);
    if (!cells) return tl::unexpected{cells.error()};
    if ((*cells)->size() > upload_.names.size()) {
        return fail(
            ErrorCode::client_input_error,
            fmt::format(
                "Row has {} values but the header has {}", (*cells)->size(), upload_.names.size()
            )
        );
    }
    cells_.clear();
    for (const CsvCell& cell : **cells) cells_.push_back(bulk_cell(cell.text));
    return InputRow{upload_.bound.columns, cells_};
}

RowTarget ChunkRows::target(InputRow row) const {
    const BoundColumns& bound = upload_.bound;
    return {
        row.text(bound.id_column),
        bound.key_field,
        row.text(bound.key_column),
        bound.key_column.value_or(0)};
}

}  // namespace rowlock
