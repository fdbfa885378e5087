#pragma once

#include "harness/load/parent_picker.hpp"
#include "harness/load/row_source.hpp"
#include "harness/load/text_pattern.hpp"
#include "mockorg/base/random.hpp"
#include "mockorg/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace rowlock {

/// Whether a cell is wanted as plain text or as CSV, with quotes where needed.
enum class CellForm : std::uint8_t { plain, csv };

/// A column of a generated source, compiled. Stateless: a cell depends only on the row number and
/// the random stream, which must be the column's own.
class ColumnGenerator {
public:
    /// `rows` of this source; `row_counts` has the size of each source of the load, by number.
    /// bad_configuration, with the place in the load file, if a parent column's source has no rows
    /// or not the one asked for.
    static Result<ColumnGenerator> compile(
        const ColumnSpec& column,
        Random stream,
        RowNumber rows,
        std::span<const RowNumber> row_counts
    );

    void append(RowNumber row, std::span<const IdTable> ids, CellForm form, std::string& out) const;

    /// As in RowSource.
    std::optional<std::size_t> parent_source() const;
    RowNumber parent_of(RowNumber row) const;

private:
    struct TextCells {
        TextPattern plain;
        TextPattern csv;

        static Result<TextCells> compile(const TextColumn& column);
        void append(RowNumber row, CellForm form, std::string& out) const;
    };

    struct DateCells {
        Random stream;
        DateColumn law;

        void append(RowNumber row, std::string& out) const;
    };

    struct NumberCells {
        Random stream;
        NumberColumn law;

        void append(RowNumber row, std::string& out) const;
    };

    struct ChoiceCells {
        Random stream;
        std::vector<std::string> plain;
        std::vector<std::string> csv;

        static ChoiceCells compile(const ChoiceColumn& column, Random stream);
        void append(RowNumber row, CellForm form, std::string& out) const;
    };

    struct ParentCells {
        std::size_t source;
        ParentPicker picker;

        static Result<ParentCells> compile(
            const ParentColumn& column, Random stream, RowNumber rows, RowNumber parents
        );
        void append(RowNumber row, std::span<const IdTable> ids, std::string& out) const;
    };

    using Cells = std::variant<TextCells, DateCells, NumberCells, ChoiceCells, ParentCells>;

    template <class Kind>
    explicit ColumnGenerator(std::in_place_type_t<Kind> kind, Kind cells)
        : cells_(kind, std::move(cells)) {}

    Cells cells_;
};

}  // namespace rowlock
