#include "harness/load/csv_file_rows.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/base/file_text.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

constexpr std::uint64_t k_file_size_max = std::uint64_t{32} << 30;

LineEnding first_line_ending(std::string_view text) {
    const auto end = text.find('\n');
    const bool crlf = end != std::string_view::npos && end > 0 && text[end - 1] == '\r';
    return crlf ? LineEnding::crlf : LineEnding::lf;
}

}  // namespace

CsvFileRows::CsvFileRows(std::string text, CsvFormat format)
    : text_(std::move(text)), format_(format), rows_(find_csv_rows(text_, format.line_ending)) {}

Result<std::shared_ptr<const RowSource>> CsvFileRows::open(const CsvFileSpec& spec) {
    auto text = read_file(spec.path.text, k_file_size_max);
    if (!text) {
        return fail(ErrorCode::bad_file, spec.path.where + ": " + text.error().message);
    }
    auto rows = make(std::move(*text), spec.delimiter);
    if (!rows) {
        return fail(
            ErrorCode::bad_file,
            fmt::format("{}: {}: {}", spec.path.where, spec.path.text, rows.error().message)
        );
    }
    return rows;
}

Result<std::shared_ptr<const RowSource>> CsvFileRows::make(std::string text, Delimiter delimiter) {
    const CsvFormat format{delimiter, first_line_ending(text)};
    std::shared_ptr<CsvFileRows> result{new CsvFileRows(std::move(text), format)};
    if (result->rows_.count() == 0) {
        return fail(ErrorCode::bad_file, "the file is empty, expected a header line");
    }
    if (result->rows_.unclosed_quote) {
        return fail(ErrorCode::bad_file, "the last quote is never closed");
    }
    if (result->rows_.count() - 1 > k_max_source_rows) {
        return fail(ErrorCode::bad_file, fmt::format("more than {} rows", k_max_source_rows));
    }
    CsvRowReader reader{delimiter};
    const auto header = reader.read(result->rows_.row(result->text_, 0));
    if (!header) {
        return fail(ErrorCode::bad_file, "malformed header line: " + header.error().message);
    }
    for (const CsvCell& cell : **header) result->names_.emplace_back(cell.text);
    return std::shared_ptr<const RowSource>{std::move(result)};
}

void CsvFileRows::append_line(std::size_t line, std::string& out) const {
    out += rows_.row(text_, line);
    out += line_end(format_.line_ending);
}

void CsvFileRows::append_header(std::string& out) const {
    append_line(0, out);
}

void CsvFileRows::append_row(RowNumber row, std::span<const IdTable> /*ids*/, std::string& out)
    const {
    ROWLOCK_ASSERT(row < size());
    append_line(std::size_t{row} + 1, out);
}

void CsvFileRows::append_value(
    RowNumber row, std::size_t column, std::span<const IdTable> /*ids*/, std::string& out
) const {
    ROWLOCK_ASSERT(row < size() && column < names_.size());
    CsvRowReader reader{format_.delimiter};
    const auto cells = reader.read(rows_.row(text_, std::size_t{row} + 1));
    if (cells && column < (*cells)->size()) out += (**cells)[column].text;
}

std::optional<std::size_t> CsvFileRows::parent_source(std::size_t /*column*/) const {
    return std::nullopt;
}

RowNumber CsvFileRows::parent_of(RowNumber /*row*/, std::size_t /*column*/) const {
    // Never asked: no column has a parent_source.
    ROWLOCK_ASSERT(false);
    return 0;
}

}  // namespace rowlock
