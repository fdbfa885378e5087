// What a store keeps in memory: giving back what is no longer needed, and copies that hold little.
#include "mockorg/store/store.hpp"

#include <utility>

namespace rowlock {

Store::Store(
    std::shared_ptr<const Schema> schema,
    std::array<char, 3> instance,
    std::shared_ptr<Interner> interner,
    RecordHandle user
)
    : schema_(std::move(schema)),
      instance_(instance),
      interner_(std::move(interner)),
      user_(user) {}

void Store::purge(RecordHandle record) {
    ObjectTable& rows = tables_[static_cast<std::size_t>(record.object)];
    Extras& extra = extras_[static_cast<std::size_t>(record.object)];
    if (extra.purged_at.size() <= record.row) extra.purged_at.grow(record.row + std::size_t{1});
    extra.purged_at.set(record.row, rows.cell(record.row, extra.modified));
    for (const Field& field : schema_->object(record.object).fields()) {
        const Cell cell = rows.cell(record.row, field.number);
        if (cell == k_null_cell) continue;
        Cell fill;
        const bool is_filled =
            rows.same_in_chunk(field.number, record.row / ObjectTable::k_chunk, fill);
        // A column that holds nothing but its owner keeps costing nothing.
        if (!is_filled) rows.set_cell(record.row, field.number, k_null_cell);
        update_indexes(record, field, cell, k_null_cell);
        if (cell_kind(field) == CellKind::text) texts_.release(cell);
    }
}

void Store::reclaim() {
    const std::vector<bool> blocks = texts_.sparse_blocks();
    if (blocks.empty()) return;
    for (const ObjectType& object : schema_->objects()) {
        const auto number = static_cast<std::size_t>(object.number);
        for (const Field& field : object.fields()) {
            if (cell_kind(field) == CellKind::text) move_texts(tables_[number], field, blocks);
        }
        CowVector<Cell>& ids = extras_[number].foreign_ids;
        for (std::size_t row = 0; row < ids.size(); ++row) {
            const Cell cell = ids.get(row);
            if (cell == k_null_cell || !blocks[TextArena::block_of(cell)]) continue;
            ids.set(row, texts_.add(texts_.get(cell)));
        }
    }
    texts_.drop(blocks);
}

void Store::move_texts(ObjectTable& rows, const Field& field, const std::vector<bool>& blocks) {
    Cell cell;
    for (std::uint32_t row = 0; row < rows.rows(); ++row) {
        if (row % ObjectTable::k_chunk == 0 &&
            rows.same_in_chunk(field.number, row / ObjectTable::k_chunk, cell)) {
            row += ObjectTable::k_chunk - 1;
            continue;
        }
        cell = rows.cell(row, field.number);
        const bool stays = cell == k_null_cell || texts_.get(cell).empty() ||
                           TextArena::block_of(cell) >= blocks.size() ||
                           !blocks[TextArena::block_of(cell)];
        if (!stays) rows.set_cell(row, field.number, add_text(field, texts_.get(cell)));
    }
}

Store Store::reading_copy(const ReadSet& read) const {
    Store copy{schema_, instance_, interner_, user_};
    bool has_texts = false;
    const std::vector<FieldNo> nothing;
    for (const ObjectType& object : schema_->objects()) {
        const auto fields = read.fields.find(object.number);
        const bool some_rows = object.number == read.object && read.chunks;
        copy.tables_.push_back(table(object.number)
                                   .with_columns(
                                       fields == read.fields.end() ? nothing : fields->second,
                                       some_rows ? &*read.chunks : nullptr
                                   ));
        has_texts = has_texts || extras(object.number).foreign_ids.size() > 0;
        for (const FieldNo field : fields == read.fields.end() ? nothing : fields->second)
            has_texts = has_texts || cell_kind(object.field(field)) == CellKind::text;
        Extras extra = extras_of(object);
        extra.foreign_ids = extras(object.number).foreign_ids;
        copy.extras_.push_back(std::move(extra));
    }
    if (has_texts) copy.texts_ = texts_;
    copy.writes_ = writes_;
    return copy;
}

std::size_t Store::bytes() const {
    std::size_t total = texts_.bytes_reserved() + delete_groups_.bytes();
    for (const ObjectTable& rows : tables_) total += rows.bytes();
    for (const Extras& extra : extras_) {
        total += extra.foreign_ids.bytes() + extra.rows_by_foreign_id.bytes();
        total += extra.purged_at.bytes();
        for (const auto& index : extra.text_indexes) total += index.second.bytes();
        for (const auto& index : extra.child_indexes) total += index.second.bytes();
    }
    return total;
}

}  // namespace rowlock
