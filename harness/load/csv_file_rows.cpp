#include "harness/load/csv_file_rows.hpp"

#include "harness/load/csv_text.hpp"
#include "mockorg/base/assert.hpp"
#include "mockorg/base/byte_order_mark.hpp"

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

LineEnding first_line_ending(std::string_view text) {
    const auto end = text.find('\n');
    const bool crlf = end != std::string_view::npos && end > 0 && text[end - 1] == '\r';
    return crlf ? LineEnding::crlf : LineEnding::lf;
}

Result<void> check_rows(const CsvFileSpec::Part& part, std::string_view text) {
    if (!part.rows) return {};
    const std::size_t lines = find_csv_rows(text, first_line_ending(text)).count();
    const std::size_t rows = lines == 0 ? 0 : lines - 1;
    if (rows == *part.rows) return {};
    return fail(
        ErrorCode::bad_file,
        fmt::format(
            "{}: has {} rows, but the plan says {}; plan it anew", part.path, rows, *part.rows
        )
    );
}

/// The files one after another, as one text with one header.
Result<std::string> read_parts(
    const std::vector<CsvFileSpec::Part>& parts, const std::string& encoding
) {
    std::string all;
    std::string header;
    for (const CsvFileSpec::Part& part : parts) {
        const auto text = read_csv_text(part.path, encoding, k_file_size_max - all.size());
        if (!text) return Failure{text.error()};
        const std::string_view rows = without_byte_order_mark(*text);
        if (auto right = check_rows(part, rows); !right) return Failure{std::move(right.error())};
        const std::string_view own_header = first_line(rows);
        if (all.empty()) all = header = own_header;
        if (own_header != header) {
            return fail(
                ErrorCode::bad_file, part.path + ": has other columns than " + parts.front().path
            );
        }
        all += rows.substr(own_header.size());
        if (!all.ends_with('\n')) all += header.ends_with("\r\n") ? "\r\n" : "\n";
    }
    return all;
}

Result<std::string> read_rows(const CsvFileSpec& spec) {
    if (!spec.parts.empty()) return read_parts(spec.parts, spec.encoding);
    std::error_code error;
    if (!std::filesystem::is_directory(spec.path.text, error))
        return read_csv_text(spec.path.text, spec.encoding, k_file_size_max);
    std::vector<CsvFileSpec::Part> parts;
    for (std::string& file : csv_files_at(spec.path.text)) parts.push_back({std::move(file), {}});
    if (!parts.empty()) return read_parts(parts, spec.encoding);
    return fail(ErrorCode::bad_file, spec.path.text + ": no .csv file in this folder");
}

}  // namespace

std::vector<std::string> csv_files_at(const std::string& path) {
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) return {path};
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator{path, error}) {
        if (entry.path().extension() == ".csv") files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

CsvFileRows::CsvFileRows(std::string text, CsvFormat format)
    : text_(std::move(text)), format_(format), rows_(find_csv_rows(text_, format.line_ending)) {}

Result<std::shared_ptr<const RowSource>> CsvFileRows::open(const CsvFileSpec& spec) {
    auto text = read_rows(spec);
    if (!text) return fail(text.error().code, spec.path.where + ": " + text.error().message);
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
    // The platform would take it for a part of the first column's name. [bulk-api 1.8]
    text.erase(0, text.size() - without_byte_order_mark(text).size());
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
    const std::string_view header_line = result->rows_.row(result->text_, 0);
    if (header_line.find('\r') != std::string_view::npos) {
        return fail(
            ErrorCode::bad_file,
            "the header line has a carriage return in it: lines seem to end in CR alone, expected "
            "LF or CRLF"
        );
    }
    CsvRowReader reader{delimiter};
    const auto header = reader.read(header_line);
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
