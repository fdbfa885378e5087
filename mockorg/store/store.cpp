#include "mockorg/store/store.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/base/folded_text.hpp"

#include <algorithm>

namespace rowlock {
namespace {

constexpr FieldNo k_id_field{0};

/// What an index knows a number by: its bytes, the same for both zeros.
std::string number_key(double number) {
    const Cell cell = cell_of_number(number + 0.0);
    return {reinterpret_cast<const char*>(&cell), sizeof cell};
}

RecordHandle first_user(const Schema& schema) {
    const ObjectType* user = schema.find("User");
    ROWLOCK_ASSERT(user != nullptr);
    return {user->number, 0};
}

/// Reads back an adopted row's id. Only ids are stored under foreign cells, so it always parses.
RecordId parse_stored_id(std::string_view text) {
    const auto id = RecordId::parse(text);
    ROWLOCK_ASSERT(id.has_value());
    return *id;
}

}  // namespace

Store::Store(std::shared_ptr<const Schema> schema, std::array<char, 3> instance)
    : schema_(std::move(schema)),
      instance_(instance),
      interner_(std::make_shared<Interner>()),
      user_(first_user(*schema_)) {
    for (const ObjectType& object : schema_->objects()) {
        tables_.emplace_back(object, user_);
        extras_.push_back(extras_of(object));
    }
    append(user_.object);
}

Store::Extras Store::extras_of(const ObjectType& object) {
    Extras extras;
    extras.modified = object.find_field("LastModifiedDate")->number;
    extras.modstamp = object.find_field("SystemModstamp")->number;
    extras.is_deleted = object.find_field("IsDeleted")->number;
    return extras;
}

std::string_view Store::text_of(CellKind kind, Cell cell) const {
    if (kind == CellKind::interned) return interner_->text(static_cast<std::uint32_t>(cell));
    return texts_.get(cell);
}

Value Store::value_of(CellKind kind, Cell cell) const {
    if (cell == k_null_cell)
        return kind == CellKind::boolean ? Value::of_boolean(false) : Value::of_null();
    switch (kind) {
        case CellKind::boolean:
            return Value::of_boolean(cell != 0);
        case CellKind::number:
            return Value::of_number(number_of(cell));
        case CellKind::date:
            return Value::of_date(date_of(cell));
        case CellKind::datetime:
            return Value::of_datetime(datetime_of(cell));
        case CellKind::reference:
            return Value::of_record(record_of(cell));
        case CellKind::text:
        case CellKind::interned:
            break;
    }
    return Value::of_text(text_of(kind, cell));
}

Value Store::value(RecordHandle record, FieldNo field_no) const {
    if (field_no == k_id_field) return Value::of_record(record);
    const Extras& extra = extras(record.object);
    const ObjectTable& rows = table(record.object);
    if (field_no == extra.is_deleted)
        return Value::of_boolean(rows.state(record.row) != RowState::live);
    const Field& field = schema_->object(record.object).field(field_no);
    const Cell cell = rows.cell(record.row, field_no == extra.modstamp ? extra.modified : field_no);
    return value_of(cell_kind(field), cell);
}

std::optional<FieldNo> Store::stored_in(ObjectNo object, FieldNo field) const {
    const Extras& extra = extras(object);
    if (field == k_id_field || field == extra.is_deleted) return std::nullopt;
    return field == extra.modstamp ? extra.modified : field;
}

Store::Column Store::column(ObjectNo object, FieldNo field) const {
    Column column;
    column.store_ = this;
    column.table_ = &table(object);
    column.object_ = object;
    column.field_ = stored_in(object, field).value_or(field);
    column.kind_ = cell_kind(schema_->object(object).field(field));
    column.is_id_ = field == k_id_field;
    column.is_deleted_ = field == extras(object).is_deleted;
    return column;
}

Value Store::Column::value(std::uint32_t row) const {
    if (is_id_) return Value::of_record({object_, row});
    if (is_deleted_) return Value::of_boolean(table_->state(row) != RowState::live);
    const Cell cell = table_->cell(row, field_);
    // Said apart for speed: of all kinds, texts are looked at most.
    if (kind_ == CellKind::text && cell != k_null_cell)
        return Value::of_text(store_->texts_.get(cell));
    return store_->value_of(kind_, cell);
}

std::optional<RecordHandle> Store::find(const RecordId& id) const {
    const ObjectType* object = schema_->find_by_prefix(id.prefix());
    if (object == nullptr) return std::nullopt;
    const ObjectTable& rows = table(object->number);
    if (id.instance() == instance_) {
        const std::uint64_t row = id.number();
        // Row 0 has number 1: an id of all zeros looks like no id to many clients.
        if (row == 0 || row > rows.rows()) return std::nullopt;
        const RecordHandle record{object->number, static_cast<std::uint32_t>(row - 1)};
        const bool adopted = record.row < extras(object->number).foreign_ids.size() &&
                             extras(object->number).foreign_ids.get(record.row) != k_null_cell;
        return adopted || state(record) == RowState::purged ? std::nullopt : std::optional{record};
    }
    std::optional<RecordHandle> found;
    const Extras& extra = extras(object->number);
    extra.rows_by_foreign_id.candidates(id.short_text(), [&](std::uint32_t row) {
        const RecordHandle record{object->number, row};
        if (texts_.get(extra.foreign_ids.get(row)) == id.short_text() &&
            state(record) != RowState::purged) {
            found = record;
        }
        return !found.has_value();
    });
    return found;
}

std::optional<std::int64_t> Store::purged_at(RecordHandle record) const {
    const CowVector<Cell>& times = extras(record.object).purged_at;
    const Cell time = record.row < times.size() ? times.get(record.row) : k_null_cell;
    return time == k_null_cell ? std::nullopt : std::optional{datetime_of(time)};
}

RecordId Store::id_of(RecordHandle record) const {
    const CowVector<Cell>& foreign = extras(record.object).foreign_ids;
    if (record.row < foreign.size() && foreign.get(record.row) != k_null_cell) {
        return parse_stored_id(texts_.get(foreign.get(record.row)));
    }
    return RecordId::make(
        schema_->object(record.object).key_prefix, instance_, record.row + std::uint64_t{1}
    );
}

const TextIndex& Store::text_index(ObjectNo object, const Field& field) const {
    auto& indexes = extras_[static_cast<std::size_t>(object)].text_indexes;
    const auto [entry, is_new] = indexes.try_emplace(field.number, field.case_sensitive);
    TextIndex& index = entry->second;
    if (is_new) {
        const ObjectTable& rows = table(object);
        for (std::uint32_t row = 0; row < rows.rows(); ++row) {
            const Cell cell = rows.cell(row, field.number);
            if (cell == k_null_cell) continue;
            with_key(cell_kind(field), cell, [&](std::string_view key) { index.add(key, row); });
        }
    }
    return index;
}

template <class Use>
void Store::with_key(CellKind kind, Cell cell, const Use& use) const {
    if (kind == CellKind::number) {
        use(std::string_view{number_key(number_of(cell))});
    } else {
        use(text_of(kind, cell));
    }
}

bool Store::holds_value(const Field& field, Cell cell, const Value& value) const {
    if (value.kind == Value::Kind::number) return number_of(cell) == value.number;
    const std::string_view stored = text_of(cell_kind(field), cell);
    return field.case_sensitive ? stored == value.text : equal_folded(stored, value.text);
}

std::vector<std::uint32_t> Store::find_by_text(
    ObjectNo object, FieldNo field_no, std::string_view text, std::size_t limit
) const {
    return find_by_value(object, field_no, Value::of_text(text), limit);
}

std::vector<std::uint32_t> Store::find_by_value(
    ObjectNo object, FieldNo field_no, const Value& value, std::size_t limit
) const {
    const Field& field = schema_->object(object).field(field_no);
    const CellKind kind = cell_kind(field);
    const bool is_number = kind == CellKind::number;
    ROWLOCK_ASSERT(is_number || kind == CellKind::text || kind == CellKind::interned);
    ROWLOCK_ASSERT(value.kind == (is_number ? Value::Kind::number : Value::Kind::text));
    const std::string number = is_number ? number_key(value.number) : std::string{};
    const ObjectTable& rows = table(object);
    std::vector<std::uint32_t> found;
    const std::string_view key = is_number ? std::string_view{number} : value.text;
    text_index(object, field).candidates(key, [&](std::uint32_t row) {
        const Cell cell = rows.cell(row, field_no);
        if (cell == k_null_cell || rows.state(row) != RowState::live) return true;
        if (!holds_value(field, cell, value)) return true;
        found.push_back(row);
        return found.size() < limit;
    });
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<std::uint32_t> Store::children(ObjectNo child, FieldNo field, RecordHandle parent)
    const {
    auto& indexes = extras_[static_cast<std::size_t>(child)].child_indexes;
    const auto [entry, is_new] = indexes.try_emplace(field);
    if (is_new) {
        const ObjectTable& rows = table(child);
        for (std::uint32_t row = 0; row < rows.rows(); ++row) {
            const Cell cell = rows.cell(row, field);
            if (cell != k_null_cell) entry->second.add(record_of(cell), row);
        }
    }
    return entry->second.children(parent);
}

RecordHandle Store::append(ObjectNo object) {
    ++writes_;
    const RecordHandle record{object, tables_[static_cast<std::size_t>(object)].append()};
    // The fill value of an owner column is no null, so an index over it must hear of the new row.
    for (auto& [field, index] : extras_[static_cast<std::size_t>(object)].child_indexes) {
        const Cell cell = table(object).cell(record.row, field);
        if (cell != k_null_cell) index.add(record_of(cell), record.row);
    }
    return record;
}

RecordHandle Store::adopt(ObjectNo object, const RecordId& id) {
    const RecordHandle record = append(object);
    Extras& extra = extras_[static_cast<std::size_t>(object)];
    if (record.row >= extra.foreign_ids.size()) {
        extra.foreign_ids.grow(
            (record.row / CowVector<Cell>::k_chunk + 1) * CowVector<Cell>::k_chunk
        );
    }
    extra.foreign_ids.set(record.row, texts_.add(id.short_text()));
    extra.rows_by_foreign_id.add(id.short_text(), record.row);
    return record;
}

Cell Store::cell_of(const Field& field, const Value& value) {
    const CellKind kind = cell_kind(field);
    switch (value.kind) {
        case Value::Kind::null:
            return k_null_cell;
        case Value::Kind::boolean:
            ROWLOCK_ASSERT(kind == CellKind::boolean);
            return cell_of_boolean(value.boolean);
        case Value::Kind::number:
            ROWLOCK_ASSERT(kind == CellKind::number);
            return cell_of_number(value.number);
        case Value::Kind::date:
            ROWLOCK_ASSERT(kind == CellKind::date);
            return cell_of_date(value.date);
        case Value::Kind::datetime:
            ROWLOCK_ASSERT(kind == CellKind::datetime);
            return cell_of_datetime(value.datetime);
        case Value::Kind::reference:
            ROWLOCK_ASSERT(kind == CellKind::reference);
            return cell_of_record(value.record);
        case Value::Kind::text:
            break;
    }
    ROWLOCK_ASSERT(kind == CellKind::text || kind == CellKind::interned);
    return kind == CellKind::interned ? interner_->code(value.text) : add_text(field, value.text);
}

Cell Store::add_text(const Field& field, std::string_view text) {
    return texts_.add(text, static_cast<std::size_t>(field.number));
}

void Store::set(RecordHandle record, FieldNo field_no, const Value& value) {
    ++writes_;
    const Field& field = schema_->object(record.object).field(field_no);
    ObjectTable& rows = tables_[static_cast<std::size_t>(record.object)];
    const Cell old_cell = rows.cell(record.row, field_no);
    const bool had_text = old_cell != k_null_cell && cell_kind(field) == CellKind::text;
    // The same text again takes no place.
    if (had_text && value.kind == Value::Kind::text && texts_.get(old_cell) == value.text) return;
    const Cell new_cell = cell_of(field, value);
    rows.set_cell(record.row, field_no, new_cell);
    if (old_cell != new_cell) update_indexes(record, field, old_cell, new_cell);
    if (had_text) texts_.release(old_cell);
}

void Store::update_indexes(RecordHandle record, const Field& field, Cell old_cell, Cell new_cell) {
    Extras& extra = extras_[static_cast<std::size_t>(record.object)];
    if (const auto index = extra.text_indexes.find(field.number);
        index != extra.text_indexes.end()) {
        const CellKind kind = cell_kind(field);
        if (old_cell != k_null_cell) {
            with_key(kind, old_cell, [&](std::string_view key) {
                index->second.remove(key, record.row);
            });
        }
        if (new_cell != k_null_cell) {
            with_key(kind, new_cell, [&](std::string_view key) {
                index->second.add(key, record.row);
            });
        }
    }
    if (const auto index = extra.child_indexes.find(field.number);
        index != extra.child_indexes.end()) {
        if (old_cell != k_null_cell) index->second.remove(record_of(old_cell), record.row);
        if (new_cell != k_null_cell) index->second.add(record_of(new_cell), record.row);
    }
}

void Store::set_state(RecordHandle record, RowState state) {
    ++writes_;
    if (state == RowState::purged && this->state(record) != state) purge(record);
    tables_[static_cast<std::size_t>(record.object)].set_state(record.row, state);
}

RecordId Store::IdPrinter::id_of(std::uint32_t row) const {
    if (row < foreign_.size() && foreign_.get(row) != k_null_cell) {
        return parse_stored_id(texts_.get(foreign_.get(row)));
    }
    return RecordId::make(prefix_, instance_, row + std::uint64_t{1});
}

Store::IdPrinter Store::id_printer(ObjectNo object) const {
    IdPrinter printer;
    printer.prefix_ = schema_->object(object).key_prefix;
    printer.instance_ = instance_;
    if (extras(object).foreign_ids.size() > 0) {
        printer.foreign_ = extras(object).foreign_ids;
        printer.texts_ = texts_;
    }
    return printer;
}

}  // namespace rowlock
