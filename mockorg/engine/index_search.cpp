#include "mockorg/engine/index_search.hpp"

#include "mockorg/codec/numbers.hpp"
#include "mockorg/engine/index_choice.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace rowlock {
namespace {

using Rows = std::vector<std::uint32_t>;
using KeyTest = soql::Predicate::KeyTest;
using KeyDemand = soql::Predicate::KeyDemand;

/// Beyond so many parents one pass over the table is quicker than their lists of children.
constexpr std::size_t k_parents_max = 50'000;
/// So few rows are looked at rather than narrowed down further.
constexpr std::size_t k_few_rows = 1'000;

void sort_unique(Rows& rows) {
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
}

/// The records a test names; ids nobody has are left out.
std::vector<RecordHandle> records_of(const Store& store, const KeyTest& test) {
    if (test.records != nullptr) return test.records->records();
    std::vector<RecordHandle> records;
    for (const std::string& text : test.texts) {
        const auto id = RecordId::parse(text);
        if (const auto record = id ? store.find(*id) : std::nullopt) records.push_back(*record);
    }
    return records;
}

Rows rows_by_id(const Store& store, ObjectNo object, const KeyTest& test) {
    if (test.records != nullptr) return test.records->rows(object);
    Rows rows;
    for (const RecordHandle record : records_of(store, test)) {
        if (record.object == object) rows.push_back(record.row);
    }
    return rows;
}

std::optional<Rows> rows_by_parent(const Store& store, ObjectNo object, const KeyTest& test) {
    if (test.records != nullptr && test.records->size() > k_parents_max) return std::nullopt;
    Rows rows;
    for (const RecordHandle parent : records_of(store, test)) {
        const Rows children = store.children(object, test.field, parent);
        rows.insert(rows.end(), children.begin(), children.end());
    }
    return rows;
}

Rows rows_by_key(const Store& store, ObjectNo object, const KeyTest& test, bool is_number) {
    Rows rows;
    for (const std::string& text : test.texts) {
        Value value = Value::of_text(text);
        if (is_number) {
            const auto number = parse_number(text);
            if (!number) continue;
            value = Value::of_number(*number);
        }
        const Rows found = store.find_by_value(object, test.field, value, ~std::size_t{0});
        rows.insert(rows.end(), found.begin(), found.end());
    }
    return rows;
}

/// What the indexes that find few rows offer: those of ids and external ids.
std::optional<Rows> rows_of_key(
    const QueryScope& scope, const ObjectType& object, const KeyTest& test
) {
    const Field& field = object.field(test.field);
    const IndexKind index = index_of(scope.schema(), field);
    if (index == IndexKind::id) return rows_by_id(scope.store, object.number, test);
    if (index != IndexKind::key || scope.include_deleted || test.records != nullptr)
        return std::nullopt;
    const bool is_number = cell_kind(field) == CellKind::number;
    return rows_by_key(scope.store, object.number, test, is_number);
}

std::optional<Rows> rows_of_reference(
    const QueryScope& scope, const ObjectType& object, const KeyTest& test
) {
    const IndexKind index = index_of(scope.schema(), object.field(test.field));
    if (index != IndexKind::reference) return std::nullopt;
    return rows_by_parent(scope.store, object.number, test);
}

using MaybeRows = std::optional<Rows>;

MaybeRows rows_meeting_test(
    const QueryScope& scope, const ObjectType& object, const KeyTest& test
) {
    MaybeRows rows = rows_of_key(scope, object, test);
    if (!rows) rows = rows_of_reference(scope, object, test);
    if (rows) sort_unique(*rows);
    return rows;
}

MaybeRows rows_meeting(const QueryScope& scope, const ObjectType& object, const KeyDemand& demand);

/// What all parts have that an index helps with. The indexes that find few rows are asked first;
/// once there are few, looking at them is quicker than asking the others.
MaybeRows rows_meeting_all(
    const QueryScope& scope, const ObjectType& object, const std::vector<KeyDemand>& parts
) {
    MaybeRows rows;
    const auto take = [&](MaybeRows more) {
        if (!more || !rows) {
            if (more) rows = std::move(more);
            return;
        }
        Rows both;
        std::set_intersection(
            rows->begin(), rows->end(), more->begin(), more->end(), std::back_inserter(both)
        );
        rows = std::move(both);
    };
    const auto is_few = [&] { return rows && rows->size() <= k_few_rows; };
    const auto is_reference = [&](const KeyDemand& part) {
        return part.kind == KeyDemand::Kind::test &&
               object.field(part.test.field).type == FieldType::reference;
    };
    for (const bool references : {false, true}) {
        for (const KeyDemand& part : parts) {
            if (is_few()) return rows;
            if (is_reference(part) == references) take(rows_meeting(scope, object, part));
        }
    }
    return rows;
}

/// What any part has; nothing if an index does not help with one of them.
MaybeRows rows_meeting_any(
    const QueryScope& scope, const ObjectType& object, const std::vector<KeyDemand>& parts
) {
    Rows rows;
    for (const KeyDemand& part : parts) {
        const MaybeRows more = rows_meeting(scope, object, part);
        if (!more) return std::nullopt;
        rows.insert(rows.end(), more->begin(), more->end());
    }
    sort_unique(rows);
    return rows;
}

MaybeRows rows_meeting(const QueryScope& scope, const ObjectType& object, const KeyDemand& demand) {
    switch (demand.kind) {
        case KeyDemand::Kind::all_of:
            return rows_meeting_all(scope, object, demand.parts);
        case KeyDemand::Kind::any_of:
            return rows_meeting_any(scope, object, demand.parts);
        case KeyDemand::Kind::test:
            break;
    }
    return rows_meeting_test(scope, object, demand.test);
}

}  // namespace

std::optional<Rows> rows_from_index(
    const QueryScope& scope, const ObjectType& object, const soql::Predicate& predicate
) {
    const auto demand = predicate.key_demand();
    return demand ? rows_meeting(scope, object, *demand) : std::nullopt;
}

}  // namespace rowlock
