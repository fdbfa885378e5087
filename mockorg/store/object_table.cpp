#include "mockorg/store/object_table.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/schema/user_stamp.hpp"

#include <algorithm>

namespace rowlock {

ObjectTable::ObjectTable(const ObjectType& object, RecordHandle user) {
    columns_.reserve(object.fields().size());
    for (const Field& field : object.fields()) {
        columns_.emplace_back(is_user_stamp(field) ? cell_of_record(user) : k_null_cell);
    }
}

std::uint32_t ObjectTable::append() {
    if (rows_ == capacity_) {
        capacity_ += k_chunk;
        for (CowVector<Cell>& column : columns_) column.grow(capacity_);
        states_.grow(capacity_);
        chunks_.emplace_back();
    }
    ++chunks_.back().live;
    ++live_rows_;
    return rows_++;
}

void ObjectTable::set_state(std::uint32_t row, RowState state) {
    ROWLOCK_ASSERT(row < rows_);
    const RowState before = this->state(row);
    if (before == state) return;
    ROWLOCK_ASSERT(before != RowState::purged);
    const std::uint32_t number = row / k_chunk;
    Chunk& chunk = chunks_[number];
    if (before == RowState::live) {
        --live_rows_;
        --chunk.live;
    }
    if (state == RowState::live) {
        ++live_rows_;
        ++chunk.live;
    }
    states_.set(row, state);
    if (state == RowState::purged && ++chunk.purged == k_chunk) drop_chunk(number);
}

void ObjectTable::drop_chunk(std::uint32_t chunk) {
    for (CowVector<Cell>& column : columns_) column.drop_chunk(chunk);
}

ObjectTable ObjectTable::with_columns(
    const std::vector<FieldNo>& fields, const std::vector<bool>* chunks
) const {
    ObjectTable copy;
    copy.rows_ = rows_;
    copy.live_rows_ = live_rows_;
    copy.capacity_ = capacity_;
    copy.states_ = states_;
    copy.chunks_ = chunks_;
    if (!fields.empty()) copy.columns_.resize(columns_.size());
    for (const FieldNo field : fields) {
        CowVector<Cell>& column = copy.columns_[static_cast<std::size_t>(field)];
        column = this->column(field);
        for (std::size_t i = 0; chunks != nullptr && i < chunks_.size(); ++i) {
            if (i >= chunks->size() || !(*chunks)[i]) column.drop_chunk(i);
        }
    }
    return copy;
}

std::size_t ObjectTable::bytes() const {
    std::size_t total = states_.bytes();
    for (const CowVector<Cell>& column : columns_) total += column.bytes();
    return total;
}

}  // namespace rowlock
