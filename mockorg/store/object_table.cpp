#include "mockorg/store/object_table.hpp"

#include "mockorg/base/assert.hpp"

namespace rowlock {

ObjectTable::ObjectTable(const ObjectType& object, RecordHandle user) {
    columns_.reserve(object.fields().size());
    for (const Field& field : object.fields()) {
        const bool filled_with_user = field.name == "OwnerId" || field.name == "CreatedById" ||
                                      field.name == "LastModifiedById";
        columns_.emplace_back(filled_with_user ? cell_of_record(user) : k_null_cell);
    }
}

std::uint32_t ObjectTable::append() {
    if (rows_ == capacity_) {
        capacity_ += CowVector<Cell>::k_chunk;
        for (CowVector<Cell>& column : columns_) column.grow(capacity_);
        states_.grow(capacity_);
    }
    ++live_rows_;
    return rows_++;
}

void ObjectTable::set_state(std::uint32_t row, RowState state) {
    ROWLOCK_ASSERT(row < rows_);
    if (this->state(row) == RowState::live) --live_rows_;
    if (state == RowState::live) ++live_rows_;
    states_.set(row, state);
}

std::size_t ObjectTable::bytes() const {
    std::size_t total = states_.bytes();
    for (const CowVector<Cell>& column : columns_) total += column.bytes();
    return total;
}

}  // namespace rowlock
