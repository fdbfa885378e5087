#pragma once

#include "mockorg/base/cow_vector.hpp"
#include "mockorg/schema/object_type.hpp"
#include "mockorg/store/cell.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace rowlock {

/// purged: gone for good (hardDelete); its row number stays taken.
enum class RowState : std::uint8_t { live, deleted, purged };

/// The rows of one object type: a column of cells per field. A column that holds only its fill
/// value (null, or the org's user for owner and author) costs nothing. Copies are cheap. One
/// thread.
class ObjectTable {
public:
    /// `user` fills OwnerId, CreatedById and LastModifiedById.
    ObjectTable(const ObjectType& object, RecordHandle user);

    std::uint32_t rows() const { return rows_; }

    std::uint32_t live_rows() const { return live_rows_; }

    /// A new live row with every field at its fill value.
    std::uint32_t append();

    Cell cell(std::uint32_t row, FieldNo field) const {
        return columns_[static_cast<std::size_t>(field)].get(row);
    }

    void set_cell(std::uint32_t row, FieldNo field, Cell cell) {
        columns_[static_cast<std::size_t>(field)].set(row, cell);
    }

    RowState state(std::uint32_t row) const { return states_.get(row); }

    void set_state(std::uint32_t row, RowState state);

    std::size_t bytes() const;

private:
    std::uint32_t rows_ = 0;
    std::uint32_t live_rows_ = 0;
    /// Sized in whole chunks, so that appending a row touches no column.
    std::uint32_t capacity_ = 0;
    std::vector<CowVector<Cell>> columns_;
    CowVector<RowState> states_{RowState::live};
};

}  // namespace rowlock
