#pragma once

#include "checks/input/mapped_file.hpp"
#include "mockorg/codec/csv.hpp"
#include "mockorg/schema/column_binding.hpp"
#include "mockorg/schema/schema.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// A column as the header names it, and what it means.
struct SourceColumn {
    std::string name;
    /// Nothing for a name that is no field and no relationship.
    std::optional<ColumnBinding> binding;
};

/// A CSV file of one object's records, its header read.
struct CsvSource {
    CsvSource(std::string name, MappedFile mapped)
        : path(std::move(name)), file(std::move(mapped)) {}

    std::string path;
    MappedFile file;
    ObjectNo object{};
    Delimiter delimiter = Delimiter::comma;
    /// The file starts with a byte-order mark, which the platform takes for a part of the first
    /// column's name. Here it is none.
    bool byte_order_mark = false;
    std::vector<SourceColumn> columns;
    /// Where the rows begin, and the line feeds before.
    std::uint64_t rows_begin = 0;
    std::uint32_t header_line_feeds = 0;

    std::string_view text() const { return file.text(); }

    std::string_view header() const { return text().substr(0, rows_begin); }

    /// The column whose cells are the field's value, or name its record by a key.
    std::optional<std::uint32_t> column_of(FieldNo field) const;
};

/// Those that the platform knows, in the order in which they are tried.
inline constexpr std::array k_all_delimiters{
    Delimiter::comma,
    Delimiter::semicolon,
    Delimiter::tab,
    Delimiter::pipe,
    Delimiter::caret,
    Delimiter::backquote};

/// Opens a file and reads its header. `delimiter`: nothing to find it out, which is to take the one
/// under which most columns are fields. Fails (bad_file) if the file cannot be read, its header has
/// no end within the first megabyte, or the first or last line ends in CR alone.
Result<CsvSource> open_csv_source(
    const std::string& path,
    const Schema& schema,
    const ObjectType& object,
    std::optional<Delimiter> delimiter
);

}  // namespace rowlock
