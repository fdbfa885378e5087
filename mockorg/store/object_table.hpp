#pragma once

#include "mockorg/base/cow_vector.hpp"
#include "mockorg/schema/object_type.hpp"
#include "mockorg/store/cell.hpp"

#include <cstdint>
#include <vector>

namespace rowlock {

/// purged: gone for good (hardDelete); its row number stays taken, its values are null.
enum class RowState : std::uint8_t { live, deleted, purged };

/// The rows of one object type: a column of cells per field. A column that holds only its fill
/// value (null, or the org's user for owner and author) costs nothing, and nor do whole chunks of
/// purged rows. Copies are cheap. One thread.
class ObjectTable {
public:
    /// Rows share their fate by chunks: the unit of sharing between copies, and of freeing.
    static constexpr std::uint32_t k_chunk = CowVector<Cell>::k_chunk;

    /// `user` fills OwnerId, CreatedById and LastModifiedById.
    ObjectTable(const ObjectType& object, RecordHandle user);

    std::uint32_t rows() const { return rows_; }

    std::uint32_t live_rows() const { return live_rows_; }

    /// Live rows among those from chunk * k_chunk on.
    std::uint32_t live_rows_in(std::uint32_t chunk) const { return chunks_[chunk].live; }

    /// A new live row with every field at its fill value.
    std::uint32_t append();

    Cell cell(std::uint32_t row, FieldNo field) const { return column(field).get(row); }

    void set_cell(std::uint32_t row, FieldNo field, Cell cell) {
        columns_[static_cast<std::size_t>(field)].set(row, cell);
    }

    /// The one cell that all rows of the chunk have, if that is known without a look at them.
    bool same_in_chunk(FieldNo field, std::uint32_t chunk, Cell& cell) const {
        cell = column(field).fill();
        return column(field).chunk_is_fill(chunk);
    }

    RowState state(std::uint32_t row) const { return states_.get(row); }

    /// A purged row stays purged; its cells must have been emptied before.
    void set_state(std::uint32_t row, RowState state);

    /// A copy for reading in which only these columns are left, and of them, if `rows` says so by
    /// chunks, only some rows. Nothing else may be read of it.
    ObjectTable with_columns(const std::vector<FieldNo>& fields, const std::vector<bool>* chunks)
        const;

    std::size_t bytes() const;

    /// Calls `visit(address, bytes)` for each chunk of rows that the table holds, shared or not.
    template <class Visit>
    void visit_chunks(const Visit& visit) const {
        states_.visit_chunks(visit);
        for (const CowVector<Cell>& column : columns_) column.visit_chunks(visit);
    }

private:
    struct Chunk {
        std::uint16_t live = 0;
        std::uint16_t purged = 0;
    };

    /// For with_columns().
    ObjectTable() = default;

    const CowVector<Cell>& column(FieldNo field) const {
        return columns_[static_cast<std::size_t>(field)];
    }

    void drop_chunk(std::uint32_t chunk);

    std::uint32_t rows_ = 0;
    std::uint32_t live_rows_ = 0;
    /// Sized in whole chunks, so that appending a row touches no column.
    std::uint32_t capacity_ = 0;
    std::vector<CowVector<Cell>> columns_;
    CowVector<RowState> states_{RowState::live};
    std::vector<Chunk> chunks_;
};

}  // namespace rowlock
