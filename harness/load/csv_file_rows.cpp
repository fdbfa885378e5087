#include "harness/load/csv_file_rows.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/base/file_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

namespace rowlock {
namespace {

constexpr std::uint64_t k_file_size_max = std::uint64_t{32} << 30;

constexpr std::size_t k_header_max = std::size_t{1} << 20;

/// The header line with its line end, blank lines behind it included.
std::string_view first_line(std::string_view text) {
    const CsvRows rows = find_csv_rows(text.substr(0, k_header_max), LineEnding::lf);
    return rows.count() == 0 ? std::string_view{} : text.substr(0, rows.offsets[1]);
}

/// The files of a folder whose names end in .csv, one after another in the order of their names, as
/// one text with one header.
Result<std::string> read_folder(const std::string& path) {
    std::vector<std::string> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator{path, error}) {
        if (entry.path().extension() == ".csv") files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    if (files.empty()) return fail(ErrorCode::bad_file, path + ": no .csv file in this folder");
    std::string all;
    std::string header;
    for (const std::string& file : files) {
        const auto text = read_file(file, k_file_size_max - all.size());
        if (!text) return Failure{text.error()};
        const std::string_view own_header = first_line(*text);
        if (all.empty()) all = header = own_header;
        if (own_header != header) {
            return fail(ErrorCode::bad_file, file + ": has other columns than " + files.front());
        }
        all += std::string_view{*text}.substr(own_header.size());
        if (!all.ends_with('\n')) all += header.ends_with("\r\n") ? "\r\n" : "\n";
    }
    return all;
}

LineEnding first_line_ending(std::string_view text) {
    const auto end = text.find('\n');
    const bool crlf = end != std::string_view::npos && end > 0 && text[end - 1] == '\r';
    return crlf ? LineEnding::crlf : LineEnding::lf;
}

}  // namespace

CsvFileRows::CsvFileRows(std::string text, CsvFormat format)
    : text_(std::move(text)), format_(format), rows_(find_csv_rows(text_, format.line_ending)) {}

Result<std::shared_ptr<const RowSource>> CsvFileRows::open(const CsvFileSpec& spec) {
    std::error_code error;
    const bool is_folder = std::filesystem::is_directory(spec.path.text, error);
    auto text =
        is_folder ? read_folder(spec.path.text) : read_file(spec.path.text, k_file_size_max);
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
