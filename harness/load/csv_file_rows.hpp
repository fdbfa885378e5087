#pragma once

#include "harness/load/row_source.hpp"
#include "mockorg/codec/csv.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// A file itself, or those of a folder whose names end in .csv, in the order of their names.
std::vector<std::string> csv_files_at(const std::string& path);

/// The rows of a CSV file, held in memory as they stand, but without a byte-order mark; nothing is
/// checked but that they are UTF-8, that there is a header and that quotes are closed: the rest is
/// for the org to refuse.
class CsvFileRows final : public RowSource {
public:
    /// The file's text goes from its encoding to UTF-8. bad_file, with the place in the load file,
    /// if it cannot be used; bad_configuration for an encoding that nobody knows.
    static Result<std::shared_ptr<const RowSource>> open(const CsvFileSpec& spec);

    /// The same for a text already in memory.
    static Result<std::shared_ptr<const RowSource>> make(std::string text, Delimiter delimiter);

    const std::vector<std::string>& columns() const override { return names_; }

    RowNumber size() const override { return static_cast<RowNumber>(rows_.count() - 1); }

    CsvFormat format() const override { return format_; }

    void append_header(std::string& out) const override;

    void append_row(RowNumber row, std::span<const IdTable> ids, std::string& out) const override;

    void append_value(
        RowNumber row, std::size_t column, std::span<const IdTable> ids, std::string& out
    ) const override;

    std::optional<std::size_t> parent_source(std::size_t column) const override;

    RowNumber parent_of(RowNumber row, std::size_t column) const override;

private:
    CsvFileRows(std::string text, CsvFormat format);

    /// The bytes of a line, 0 being the header.
    void append_line(std::size_t line, std::string& out) const;

    std::string text_;
    CsvFormat format_;
    CsvRows rows_;
    std::vector<std::string> names_;
};

}  // namespace rowlock
