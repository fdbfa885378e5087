#pragma once

#include "harness/load/load.hpp"
#include "harness/load/source_spec.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/codec/csv.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// The 18 characters of a record id; all zero bytes where the record does not exist.
using IdText = std::array<char, 18>;

/// The record ids of a source's rows, by row number.
using IdTable = std::vector<IdText>;

/// The rows of one source. Unchanging and without state: any row, in any order, from any thread,
/// always the same bytes. Where a row refers to parents, their ids are handed in: one table per
/// source of the load (by number in Load::sources), as long as that source for those a parent
/// column refers to. A parent without a record leaves its cell empty.
class RowSource {
public:
    virtual ~RowSource() = default;

    virtual const std::vector<std::string>& columns() const = 0;

    virtual RowNumber size() const = 0;

    /// How append_header and append_row write.
    virtual CsvFormat format() const = 0;

    /// The header line with its line end.
    virtual void append_header(std::string& out) const = 0;

    /// One line with its line end; row < size().
    virtual void append_row(RowNumber row, std::span<const IdTable> ids, std::string& out)
        const = 0;

    /// One cell's plain text, not quoted; column < columns().size(). Empty where a file's row has
    /// no such cell or is malformed.
    virtual void append_value(
        RowNumber row, std::size_t column, std::span<const IdTable> ids, std::string& out
    ) const = 0;

    /// The number in Load::sources of the source this column refers to; nothing for other columns,
    /// and for every column of a file, where references are just ids.
    virtual std::optional<std::size_t> parent_source(std::size_t column) const = 0;

    /// The row number of the parent, in its source; only for columns with a parent_source.
    virtual RowNumber parent_of(RowNumber row, std::size_t column) const = 0;

    /// A column's number by its name, letter case ignored.
    std::optional<std::size_t> find_column(std::string_view name) const;
};

/// Opens all sources of the load, in its order; reads the files among them whole (bad_file, with
/// the place in the load file, if that fails).
Result<std::vector<std::shared_ptr<const RowSource>>> open_sources(const Load& load);

}  // namespace rowlock
