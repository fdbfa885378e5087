#include "mockorg/engine/chunk_rows.hpp"

#include "mockorg/codec/numbers.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

/// [limits of both Bulk APIs]
constexpr std::size_t k_row_characters_max = 400'000;

/// The text with every line end the same.
std::string with_line_ends(std::string_view text, LineEnding ending) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        if (pair) continue;
        if (text[i] == '\n') {
            result.append(line_end(ending));
        } else {
            result.push_back(text[i]);
        }
    }
    return result;
}

}  // namespace

ChunkRows::ChunkRows(const Upload& upload, std::uint32_t first)
    : upload_(upload), first_(first), reader_(upload.format.delimiter) {}

Result<InputRow> ChunkRows::read(std::uint32_t row) {
    const std::string_view text = upload_.row(row - first_);
    if (text.size() > k_row_characters_max) {
        return fail(ErrorCode::client_input_error, "Record is longer than 400000 characters");
    }
    const auto cells = reader_.read(text);
    if (!cells) return tl::unexpected{cells.error()};
    if (upload_.is_table) {
        take_pairs(**cells);
    } else if (auto taken = take_cells(**cells); !taken) {
        return tl::unexpected{taken.error()};
    }
    if (!upload_.constants.empty()) fill_constants();
    if (upload_.text_line_ending) convert_line_ends();
    if (upload_.files != nullptr) {
        if (auto resolved = resolve_files(); !resolved) return tl::unexpected{resolved.error()};
    }
    return InputRow{upload_.bound.columns, cells_};
}

Result<void> ChunkRows::take_cells(const std::vector<CsvCell>& cells) {
    if (cells.size() > upload_.text_columns) {
        return fail(
            ErrorCode::client_input_error,
            fmt::format(
                "Row has {} values but the header has {}", cells.size(), upload_.text_columns
            )
        );
    }
    cells_.clear();
    for (const CsvCell& cell : cells) cells_.push_back(bulk_cell(cell.text));
    return {};
}

/// The form of RecordTable's rows: column, value, column, value. A value without quotes is null.
void ChunkRows::take_pairs(const std::vector<CsvCell>& pairs) {
    cells_.assign(upload_.text_columns, {});
    for (std::size_t i = 1; i + 1 < pairs.size(); i += 2) {
        const auto column = static_cast<std::size_t>(*parse_integer(pairs[i].text));
        const CsvCell& value = pairs[i + 1];
        const auto kind = value.quoted ? InputCell::Kind::text : InputCell::Kind::null;
        cells_[column] = {kind, value.text};
    }
}

void ChunkRows::fill_constants() {
    for (const auto& [column, value] : upload_.constants) {
        if (cells_.size() <= column) cells_.resize(column + 1);
        if (cells_[column].kind == InputCell::Kind::ignored) cells_[column] = bulk_cell(value);
    }
}

/// Long texts only: no other field takes line ends. [async_api_headers_line_ending]
void ChunkRows::convert_line_ends() {
    converted_.clear();
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        if (!upload_.long_texts[i] || cells_[i].text.find('\n') == std::string_view::npos) continue;
        cells_[i].text =
            converted_.emplace_back(with_line_ends(cells_[i].text, *upload_.text_line_ending));
    }
}

/// Base64 fields only: other texts may begin as they like. [asynch_api_binary_create_request_txt,
/// asynch_api_reference_errors]
Result<void> ChunkRows::resolve_files() {
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        if (!upload_.bound.columns[i].holds_file || cells_[i].text.empty()) continue;
        if (!cells_[i].text.starts_with('#')) {
            return fail(ErrorCode::invalid_field, "The name of a file begins with '#'");
        }
        const std::string_view name = cells_[i].text.substr(1);
        const auto file = upload_.files->find(name);
        if (file == upload_.files->end()) {
            return fail(
                ErrorCode::invalid_field, fmt::format("The archive holds no file '{}'", name)
            );
        }
        cells_[i].text = file->second;
    }
    return {};
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
