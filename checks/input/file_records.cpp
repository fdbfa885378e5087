#include "checks/input/file_records.hpp"

#include "checks/input/cell_value.hpp"
#include "checks/input/chunk_reader.hpp"
#include "mockorg/codec/csv_index.hpp"
#include "mockorg/codec/json.hpp"

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

bool names_own_record(const ObjectType& object, const SourceColumn& column) {
    return column.binding && !column.binding->parent_key &&
           object.field(column.binding->field).usable_as_key();
}

/// No platform id has an empty prefix.
constexpr KeyPrefix k_no_prefix{'0', '0', '0'};

}  // namespace

bool FileRecords::can_add(const CsvSource& source) const {
    const ObjectType& object = schema_->object(source.object);
    return std::any_of(
        source.columns.begin(),
        source.columns.end(),
        [&](const SourceColumn& column) { return names_own_record(object, column); }
    );
}

/// Id first: where a row has one, that is what the record is known by.
std::vector<NameColumn> FileRecords::keys_of(
    const CsvSource& source, std::vector<std::uint32_t>& positions
) {
    const ObjectType& object = schema_->object(source.object);
    for (std::uint32_t i = 0; i < source.columns.size(); ++i) {
        if (!names_own_record(object, source.columns[i])) continue;
        const bool is_id = source.columns[i].binding->field == FieldNo{0};
        positions.insert(is_id ? positions.begin() : positions.end(), i);
    }
    std::vector<NameColumn> keys;
    for (const std::uint32_t position : positions) {
        keys.push_back(numbers_.key_column(source.object, source.columns[position].binding->field));
    }
    return keys;
}

void FileRecords::set_place(std::uint32_t number, Place place) {
    if (number >= places_.size()) places_.resize(number + std::size_t{1} + number / 2, k_nowhere);
    Place& known = places_[number];
    if (known == k_nowhere) {
        known = place;
    } else if (known != place) {
        repeated_.emplace_back(known, place);
    }
}

/// Two names of one row are of one record, unless that has been told apart: a key that several
/// records share names none of them for certain. What a reference file knows of a record is known
/// of it for good; what a load writes is not. The name to go by from now on: an id, if there is
/// one. `name`: as it was before any links.
std::uint32_t FileRecords::join_names(std::uint32_t own, std::uint32_t name, bool stored) {
    const std::uint32_t other = numbers_.current(name);
    if (other == own) return own;
    const NameKinds known = numbers_.naming_of(other).kinds;
    const bool told_apart = (known & numbers_.naming_of(own).kinds & k_values) != 0;
    if (told_apart || numbers_.is_shared_value(name)) {
        if (!stored || !numbers_.is_other_name(name)) return own;
        numbers_.unlink(name);
        for (const std::uint32_t each : {name, own, other}) numbers_.know(each, k_value_shared);
        return own;
    }
    if (!numbers_.is_other_name(other)) return stored ? join_names(other, own, stored) : own;
    if (is_known(other)) set_place(own, place_of(other));
    if (stored) numbers_.know(own, known);
    numbers_.link(other, own);
    return own;
}

FileRecords::Table& FileRecords::add_table(const CsvSource& source) {
    const ObjectType& object = schema_->object(source.object);
    Table& table = tables_.emplace_back();
    table.source = &source;
    for (std::uint32_t i = 0; i < source.columns.size(); ++i) {
        const auto& binding = source.columns[i].binding;
        if (!binding) continue;
        Column& column = table.columns.emplace_back();
        column.field = binding->field;
        column.position = i;
        const Field& field = object.field(binding->field);
        if (binding->parent_key) {
            column.names =
                numbers_.key_column(binding->parent_key->object, binding->parent_key->field);
        } else if (field.type == FieldType::reference) {
            column.names = numbers_.id_column(field.reference_to);
        }
    }
    return table;
}

Result<void> FileRecords::read_rows(Table& table, RowFaults& faults) {
    const CsvSource& source = *table.source;
    const ObjectType& object = schema_->object(source.object);
    const Place table_bits = Place{tables_.size() - 1} << 32U;
    std::vector<std::uint32_t> key_positions;
    const std::vector<NameColumn> keys = keys_of(source, key_positions);
    std::vector<NameKinds> kinds;
    for (const std::uint32_t position : key_positions)
        kinds.push_back(kind_of(object, source.columns[position].binding->field));

    ChunkReader reader{source.delimiter};
    reader.columns = static_cast<std::uint32_t>(source.columns.size());
    reader.prepare = [&](CsvChunk& chunk) { find_faulty_rows(chunk, source.columns.size()); };
    reader.consume = [&](const CsvChunk& chunk) -> Result<void> {
        std::string buffer;
        note_row_faults(chunk, source.columns.size(), table.row_begins.size(), faults);
        for (const CsvIndex::Row& row : chunk.index.rows) {
            const Place place = table_bits | table.row_begins.size();
            table.row_begins.push_back(chunk.begin + row.start);
            const auto name_in = [&](const NameColumn& names, std::uint32_t position) {
                return numbers_.name_number(
                    names, unquoted_cell(chunk.cell(row, position), buffer)
                );
            };
            std::uint32_t own = RecordNumbers::k_none;
            NameKinds told = 0;
            for (std::size_t i = 0; i < keys.size(); ++i) {
                const std::uint32_t name = name_in(keys[i], key_positions[i]);
                const bool is_blank = name == RecordNumbers::k_none;
                // A record with a blank cell has no such value. It has an id all the same.
                told |= is_blank ? blank(kinds[i]) : kinds[i] & ~k_known_by_id;
                if (is_blank) continue;
                own = own == RecordNumbers::k_none ? numbers_.current(name)
                                                   : join_names(own, name, table.stored());
            }
            if (own != RecordNumbers::k_none && table.stored()) {
                set_place(own, place);
                numbers_.know(own, told);
            }
            if (!table.stored()) {
                // Whatever else it is called: this is the one it writes.
                const LoadColumns& load = *table.load;
                std::uint32_t written = RecordNumbers::k_none;
                if (load.own_position != LoadColumns::k_absent)
                    written = name_in(load.own_names, load.own_position);
                table.own.push_back(written == RecordNumbers::k_none ? own : written);
            }
            for (Column& column : table.columns) {
                if (column.names) column.numbers.push_back(name_in(*column.names, column.position));
            }
        }
        table.end = chunk.begin + chunk.index.end;
        return {};
    };
    return reader.read(source.text(), source.rows_begin);
}

Result<void> FileRecords::add_stored(const CsvSource& source) {
    RowFaults faults;
    const Result<void> read = read_rows(add_table(source), faults);
    if (!read || !faults.any()) return read;
    return fail(
        ErrorCode::bad_file,
        fault_text(faults, source.path, source.text()) +
            ": what this reference file says of records is not certain; mend it"
    );
}

/// Rows of loads have faults, too; there they are findings.
Result<void> FileRecords::add_written(const LoadColumns& columns) {
    Table& table = add_table(*columns.source);
    table.load = &columns;
    RowFaults faults;
    return read_rows(table, faults);
}

bool FileRecords::same_value(const Column& one, Place place, const Column& other, Place other_place)
    const {
    const Table& table = tables_[place >> 32U];
    const Table& other_table = tables_[other_place >> 32U];
    const auto row = static_cast<std::uint32_t>(place);
    const auto other_row = static_cast<std::uint32_t>(other_place);
    if (one.names && other.names) {
        return numbers_.current(one.numbers[row]) == numbers_.current(other.numbers[other_row]);
    }
    const std::string text{cell_text(table, one, row)};
    const std::string_view other_text = cell_text(other_table, other, other_row);
    if (text == other_text) return true;
    // A reference file may lack a key that the record has by now.
    const bool is_key = schema_->object(table.source->object).field(one.field).usable_as_key();
    const bool both_stored = table.stored() && other_table.stored();
    return both_stored && is_key && (text.empty() || other_text.empty());
}

std::string FileRecords::line_of(Place place) const {
    const Table& table = tables_[place >> 32U];
    const std::uint64_t begin = table.row_begins[static_cast<std::uint32_t>(place)];
    const std::size_t line = position_of(table.source->text(), begin).line;
    return table.source->path + ":" + std::to_string(line);
}

Result<void> FileRecords::compare_rows(Place first, Place second) const {
    const Table& table = tables_[first >> 32U];
    const Table& other_table = tables_[second >> 32U];
    if (table.source->object != other_table.source->object) return {};
    for (const Column& other : other_table.columns) {
        const auto one =
            std::find_if(table.columns.begin(), table.columns.end(), [&](const Column& c) {
                return c.field == other.field;
            });
        const bool is_id = other.field == FieldNo{0};
        if (is_id || one == table.columns.end() || same_value(*one, first, other, second)) continue;
        const ObjectType& object = schema_->object(table.source->object);
        return fail(
            ErrorCode::bad_file,
            line_of(first) + " and " + line_of(second) + " say different things of one " +
                object.name + " in " + object.field(other.field).name +
                ": what these reference files say of records is not certain; mend them"
        );
    }
    return {};
}

Result<void> FileRecords::check_repeated_rows() const {
    for (const auto& [first, second] : repeated_) {
        if (auto compared = compare_rows(first, second); !compared) return compared;
    }
    return {};
}

/// Names have their last meaning by now.
void FileRecords::list_writes() {
    write_ends_.assign(numbers_.size(), 0);
    const auto for_each = [&](const auto& visit) {
        for (std::size_t t = 0; t < tables_.size(); ++t) {
            const auto& own = tables_[t].own;
            for (std::size_t row = 0; row < own.size(); ++row) {
                if (own[row] == RecordNumbers::k_none) continue;
                visit(numbers_.current(own[row]), Place{t} << 32U | row);
            }
        }
    };
    removed_.assign(numbers_.size(), false);
    for_each([&](std::uint32_t number, Place place) {
        ++write_ends_[number];
        if (operation_at(place) == WriteOperation::remove) removed_[number] = true;
    });
    std::uint32_t end = 0;
    // Until they are filled in, where they begin.
    for (std::uint32_t& each : write_ends_) end += std::exchange(each, end);
    writes_.resize(end);
    for_each([&](std::uint32_t number, Place place) { writes_[write_ends_[number]++] = place; });
    for (Table& table : tables_) table.own = {};
}

bool FileRecords::is_stored(std::uint32_t number) const {
    return place_of(number) != k_nowhere && !numbers_.is_shared_value(number);
}

bool FileRecords::is_removed(std::uint32_t number) const {
    return number < removed_.size() && removed_[number];
}

const FileRecords::Column* FileRecords::column_of(Place place, FieldNo field) const {
    const auto& columns = tables_[place >> 32U].columns;
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const Column& column) {
        return column.field == field;
    });
    return found == columns.end() ? nullptr : &*found;
}

/// An id may turn out to be of a record of another object than the file's.
bool FileRecords::tells(Place place, RecordHandle record, FieldNo field) const {
    return place != k_nowhere && tables_[place >> 32U].source->object == record.object &&
           column_of(place, field) != nullptr;
}

/// Whether a row of a load gives the field a value: only a new row's empty cell does.
bool FileRecords::gives(Place place, RecordHandle record, FieldNo field) const {
    const Table& table = tables_[place >> 32U];
    const WriteOperation operation = operation_at(place);
    if (operation == WriteOperation::remove || !tells(place, record, field)) return false;
    const auto row = static_cast<std::uint32_t>(place);
    return operation == WriteOperation::insert ||
           !cell_of(table, *column_of(place, field), row).empty();
}

bool FileRecords::find_places(
    RecordHandle record, FieldNo field, bool own, std::vector<Place>& places
) const {
    const Place stored = is_stored(record.row) ? place_of(record.row) : k_nowhere;
    places.assign(1, tells(stored, record, field) ? stored : k_nowhere);
    const auto writes = writes_of(record.row);
    // What is open is open whatever other rows write.
    if (own && (places.front() == k_nowhere || writes.size() < 2)) return true;
    if (writes.size() > k_writes_max) return false;
    bool is_made = false;
    for (const Place place : writes) {
        if (!gives(place, record, field)) continue;
        is_made = is_made || operation_at(place) == WriteOperation::insert;
        const bool known = std::any_of(places.begin(), places.end(), [&](Place other) {
            return other != k_nowhere &&
                   same_value(*column_of(place, field), place, *column_of(other, field), other);
        });
        if (!known) places.push_back(place);
    }
    if (is_made && stored == k_nowhere) places.erase(places.begin());
    return true;
}

std::string_view FileRecords::cell_of(const Table& table, const Column& column, std::uint32_t row)
    const {
    const std::uint64_t begin = table.row_begins[row];
    const std::uint64_t end =
        row + std::size_t{1} < table.row_begins.size() ? table.row_begins[row + 1] : table.end;
    const std::string_view text = table.source->text().substr(begin, end - begin);
    CsvIndex index;
    const CsvIndexer indexer{table.source->delimiter};
    if (!indexer.run(text, 1, false, index) || index.rows.empty()) return {};
    const CsvIndex::Row& found = index.rows.front();
    if (column.position >= found.cells) return {};
    const std::string_view cell = index.cell(text.data(), found, column.position);
    return unquoted_cell(cell, buffer_);
}

/// Empty for #N/A.
std::string_view FileRecords::cell_text(const Table& table, const Column& column, std::uint32_t row)
    const {
    const std::string_view value = cell_of(table, column, row);
    return value == "#N/A" ? std::string_view{} : value;
}

Value FileRecords::value_at(Place place, FieldNo field) const {
    if (place == k_nowhere) return Value::of_null();
    const Table& table = tables_[place >> 32U];
    const auto row = static_cast<std::uint32_t>(place);
    const Column& column = *column_of(place, field);
    if (!column.names) {
        const Field& meaning = schema_->object(table.source->object).field(field);
        return cell_value(meaning, cell_text(table, column, row));
    }
    const std::uint32_t number = column.numbers[row];
    if (number == RecordNumbers::k_none) return Value::of_null();
    return Value::of_record(numbers_.handle(numbers_.current(number)));
}

std::optional<RecordHandle> FileRecords::find(const RecordId& id) const {
    const auto number = numbers_.find(id);
    if (!number) return std::nullopt;
    return numbers_.handle(*number);
}

RecordId FileRecords::id_of(RecordHandle record) const {
    return numbers_.id_of(record.row).value_or(RecordId::make(k_no_prefix, {'0', '0', '0'}, 0));
}

}  // namespace rowlock
