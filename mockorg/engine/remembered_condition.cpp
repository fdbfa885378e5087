#include "mockorg/engine/remembered_condition.hpp"

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// Not of texts and times.
bool has_equal_cells(const Field& field) {
    const CellKind kind = cell_kind(field);
    return kind != CellKind::text && kind != CellKind::datetime;
}

}  // namespace

std::optional<std::vector<FieldNo>> deciding_columns(
    const Store& store, const ObjectType& object, const soql::Predicate::Part& part
) {
    std::vector<FieldNo> fields = part.own_fields();
    for (FieldNo& field : fields) {
        const auto stored = store.stored_in(object.number, field);
        if (!stored) return std::nullopt;
        field = *stored;
    }
    return fields;
}

RememberedCondition::RememberedCondition(
    const Store& store, const ObjectType& object, const soql::Predicate& predicate
)
    : store_(store),
      table_(store.table(object.number)),
      row_(store, object),
      whole_(make_part(object, predicate.whole())) {}

/// None where few rows are likely to have equal cells.
void RememberedCondition::make_memo(Part& part, const ObjectType& object) const {
    const Field& field = object.field(part.column);
    const auto compared = part.condition.compared_field();
    if (cell_kind(field) == CellKind::reference) {
        part.memo = RecordMemo{};
    } else if (has_equal_cells(field)) {
        part.memo = CellMemo{};
    } else if (compared) {
        part.memo = store_.column(object.number, *compared);
    }
}

std::optional<IdMemo> RememberedCondition::make_id_memo(
    const soql::Predicate::Part& condition, const ObjectType& object
) const {
    const auto compared = condition.compared_field();
    if (!compared || object.field(*compared).type != FieldType::id) return std::nullopt;
    const auto ids = condition.compared_ids();
    if (!ids || store_.has_foreign_ids(object.number)) return std::nullopt;
    return IdMemo{store_, object.number, *ids};
}

RememberedCondition::Part RememberedCondition::make_part(
    const ObjectType& object, soql::Predicate::Part condition
) const {
    Part made{condition, {}, {}, {}};
    if (auto memo = make_id_memo(condition, object)) {
        made.memo = std::move(*memo);
        return made;
    }
    const auto columns = deciding_columns(store_, object, condition);
    if (columns && columns->size() == 1) {
        made.column = columns->front();
        make_memo(made, object);
        return made;
    }
    for (const soql::Predicate::Part& part : condition.parts())
        made.parts.push_back(make_part(object, part));
    // Parts that remember nothing are quicker asked as one.
    const auto stands_alone = [](const Part& part) { return part.stands_alone(); };
    if (std::none_of(made.parts.begin(), made.parts.end(), stands_alone)) made.parts.clear();
    return made;
}

bool RememberedCondition::matches(std::uint32_t row) {
    return matches(whole_, row);
}

bool RememberedCondition::matches(Part& part, std::uint32_t row) {
    if (const auto* column = std::get_if<Store::Column>(&part.memo)) {
        const Value value = column->value(row);
        if (value.kind == Value::Kind::text) fetch_ahead(value.text);
        return part.condition.matches_value(value, store_);
    }
    const auto found_out = [&] { return look_at(part, row); };
    if (auto* ids = std::get_if<IdMemo>(&part.memo)) return ids->fits(row, found_out);
    if (auto* cells = std::get_if<CellMemo>(&part.memo))
        return cells->fits(table_.cell(row, part.column), found_out);
    if (auto* records = std::get_if<RecordMemo>(&part.memo))
        return records->fits(table_.cell(row, part.column), found_out);
    if (part.parts.empty()) return found_out();
    const auto part_matches = [&](Part& each) { return matches(each, row); };
    switch (part.condition.kind()) {
        case soql::Condition::Kind::all_of:
            return std::all_of(part.parts.begin(), part.parts.end(), part_matches);
        case soql::Condition::Kind::any_of:
            return std::any_of(part.parts.begin(), part.parts.end(), part_matches);
        default:
            return std::none_of(part.parts.begin(), part.parts.end(), part_matches);
    }
}

/// Texts of one field lie side by side: what is so far behind this one will be asked for soon. Its
/// address need not be one.
void RememberedCondition::fetch_ahead(std::string_view text) {
    constexpr std::size_t k_bytes_ahead = 2048;
    constexpr std::size_t k_cache_line = 64;
    const char* const ahead = text.data() + k_bytes_ahead;
    for (std::size_t at = 0; at < text.size(); at += k_cache_line) __builtin_prefetch(ahead + at);
}

bool RememberedCondition::look_at(const Part& part, std::uint32_t row) {
    row_.go_to(row);
    return part.condition.matches(row_, store_);
}

}  // namespace rowlock
