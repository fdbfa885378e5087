#pragma once

#include "mockorg/store/store.hpp"

#include <cstdint>
#include <vector>

namespace rowlock {

/// One row after another of an object's table, for those who read many: what has to be known of its
/// fields is looked up once. Valid until something is written to the store.
class TableRow final : public RowView {
public:
    TableRow(const Store& store, const ObjectType& object) {
        columns_.reserve(object.fields().size());
        for (const Field& field : object.fields())
            columns_.push_back(store.column(object.number, field.number));
    }

    void go_to(std::uint32_t row) { row_ = row; }

    Value value(FieldNo field) const override {
        return columns_[static_cast<std::size_t>(field)].value(row_);
    }

private:
    std::vector<Store::Column> columns_;
    std::uint32_t row_ = 0;
};

}  // namespace rowlock
