#include "mockorg/engine/row_search.hpp"

#include "mockorg/engine/row_selection.hpp"
#include "mockorg/schema/schema_loader.hpp"
#include "mockorg/soql/parser.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

#include <algorithm>
#include <set>

namespace rowlock {
namespace {

using Rows = std::vector<std::uint32_t>;

constexpr std::uint32_t k_chunk = ObjectTable::k_chunk;

struct RowSearchFixture : EngineFixture {
    Rows found(const ObjectType& object, const std::string& where, bool include_deleted = false)
        const {
        const std::string soql = "SELECT Id FROM " + object.name + " WHERE " + where;
        const auto query = require_value(soql::parse_query(soql));
        const QueryScope scope{store, soql, 0, include_deleted};
        const Rows rows = require_value(select_rows(scope, object, query));
        CHECK(require_value(count_rows(scope, object, query)) == rows.size());
        return rows;
    }

    /// Some value that a field of this kind may have.
    Value some_value(const Field& field) const {
        switch (cell_kind(field)) {
            case CellKind::boolean:
                return Value::of_boolean(true);
            case CellKind::number:
                return Value::of_number(5);
            case CellKind::date:
                return Value::of_date(20'000);
            case CellKind::datetime:
                return Value::of_datetime(1'767'225'600'000);
            case CellKind::reference:
                return Value::of_record({field.reference_to.front(), 0});
            case CellKind::text:
            case CellKind::interned:
                break;
        }
        return Value::of_text("x");
    }

    /// What a look at the row's own value says of a comparison with null.
    bool holds(RecordHandle row, const Field& field, std::string_view comparison) const {
        const bool is_null = store.value(row, field.number).is_null();
        if (comparison == "= null" || comparison == "IN (null)") return is_null;
        if (comparison == "!= null" || comparison == "NOT IN (null)") return !is_null;
        return false;
    }
};

TEST_CASE("null is compared alike, whatever the type of the field") {
    RowSearchFixture fixture;
    fixture.schema = require_value(load_schema(
        R"({"objects": [{"name": "Account", "fields": [{"name": "Hour__c", "type": "time"}]}]})",
        "row_search_test"
    ));
    fixture.store = Store{fixture.schema, {'T', 'S', 'T'}};
    Store& store = fixture.store;
    const std::vector<std::string> comparisons{
        "= null", "!= null", "IN (null)", "NOT IN (null)", "< null", ">= null"};
    std::set<FieldType> seen;
    for (const ObjectType& object : fixture.schema->objects()) {
        const RecordHandle bare = store.append(object.number);
        const RecordHandle full = store.append(object.number);
        for (const Field& field : object.fields()) {
            if (!field.filterable || field.type == FieldType::address) continue;
            if (store.stored_in(object.number, field.number) == field.number)
                store.set(full, field.number, fixture.some_value(field));
            for (const std::string& comparison : comparisons) {
                const bool is_ordering = comparison[0] == '<' || comparison[0] == '>';
                if (is_ordering && field.type == FieldType::boolean) continue;
                CAPTURE(object.name, field.name, comparison);
                const Rows rows = fixture.found(object, field.name + " " + comparison);
                for (const RecordHandle row : {bare, full}) {
                    const bool is_found = std::count(rows.begin(), rows.end(), row.row) > 0;
                    CHECK(is_found == fixture.holds(row, field, comparison));
                }
            }
            seen.insert(field.type);
        }
    }
    CHECK(seen.size() >= 15);
    CHECK(seen.contains(FieldType::time));
}

TEST_CASE_METHOD(
    RowSearchFixture, "chunks of rows with nothing in them are passed over, not forgotten"
) {
    const ObjectType& account = object("Account");
    const FieldNo site = field("Account", "Site").number;
    const FieldNo owner = field("Account", "OwnerId").number;
    for (std::uint32_t row = 0; row < 3 * k_chunk - 7; ++row) store.append(account.number);
    const std::uint32_t written = k_chunk + 5;
    store.set({account.number, written}, site, Value::of_text("here"));
    store.set_state({account.number, 3}, RowState::deleted);
    store.set_state({account.number, 4}, RowState::purged);
    const std::uint32_t all = 3 * k_chunk - 7;
    CHECK(found(account, "Site = 'here'") == Rows{written});
    CHECK(found(account, "Site = null").size() == all - 3);
    CHECK(found(account, "Site = null", true).size() == all - 2);
    CHECK(found(account, "Site != 'here' AND Fax = null").size() == all - 3);
    CHECK(found(account, "Fax = 'x' OR Site = 'here'") == Rows{written});
    const std::string me = "'" + id(store.user()) + "'";
    CHECK(found(account, "OwnerId = " + me).size() == all - 2);
    const RecordHandle other = store.append(store.user().object);
    store.set({account.number, 2 * k_chunk}, owner, Value::of_record(other));
    CHECK(found(account, "OwnerId = " + me).size() == all - 3);
    CHECK(found(account, "OwnerId = '" + id(other) + "'") == Rows{2 * k_chunk});
    // Ids and IsDeleted lie in no column.
    CHECK(found(account, "Id >= '" + id({account.number, all - 1}) + "'") == Rows{all - 1});
    CHECK(found(account, "IsDeleted = true", true) == Rows{3});
}

TEST_CASE("ids are compared as their characters are") {
    rc::prop("whether all were minted here or not", [] {
        RowSearchFixture fixture;
        Store& store = fixture.store;
        const ObjectType& account = fixture.object("Account");
        const std::uint32_t rows = *rc::gen::inRange(1U, 90U);
        for (std::uint32_t row = 0; row < rows; ++row) store.append(account.number);
        if (*rc::gen::arbitrary<bool>())
            store.adopt(account.number, RecordId::make(account.key_prefix, {'B', '0', 'b'}, 3));
        const auto some_id = [&] {
            const KeyPrefix prefix =
                *rc::gen::element(account.key_prefix, KeyPrefix{'0', '0', '3'});
            using Instance = std::array<char, 3>;
            const Instance own = store.id_of({account.number, 0}).instance();
            const auto instance =
                *rc::gen::element(Instance{'A', '0', '0'}, own, Instance{'z', '0', '0'});
            return RecordId::make(prefix, instance, *rc::gen::inRange<std::uint64_t>(0, 95));
        };
        const auto comparison = *rc::gen::element<std::string>("=", "!=", "<", "<=", ">", ">=");
        const RecordId first = some_id();
        const RecordId second = some_id();
        const auto fits = [&](const RecordId& id) {
            if (comparison == "=") return id == first;
            if (comparison == "!=") return id != first;
            if (comparison == "<") return id < first;
            if (comparison == "<=") return id <= first;
            return comparison == ">" ? id > first : id >= first;
        };
        Rows compared;
        Rows outside;
        for (std::uint32_t row = 0; row < store.table(account.number).rows(); ++row) {
            const RecordId id = store.id_of({account.number, row});
            if (fits(id) || id == second) compared.push_back(row);
            if (id != first && id != second) outside.push_back(row);
        }
        RC_ASSERT(
            fixture.found(
                account,
                "Id " + comparison + " '" + first.text() + "' OR Id = '" + second.text() + "'"
            ) == compared
        );
        RC_ASSERT(
            fixture.found(account, "Id NOT IN ('" + first.text() + "', '" + second.text() + "')") ==
            outside
        );
    });
}

TEST_CASE("what is found does not depend on where in the table it is") {
    rc::prop("what is found does not depend on where in the table it is", [] {
        RowSearchFixture fixture;
        const ObjectType& account = fixture.object("Account");
        const FieldNo site = fixture.field("Account", "Site").number;
        const FieldNo number = fixture.field("Account", "NumberOfEmployees").number;
        for (std::uint32_t row = 0; row < 2 * k_chunk + 10; ++row)
            fixture.store.append(account.number);
        const auto places =
            *rc::gen::container<std::vector<std::uint32_t>>(rc::gen::inRange(0U, 2 * k_chunk + 10));
        for (const std::uint32_t row : places) {
            const int what = *rc::gen::inRange(0, 4);
            const RecordHandle record{account.number, row};
            if (what == 0) fixture.store.set(record, site, Value::of_text("s"));
            if (what == 1) fixture.store.set(record, number, Value::of_number(row % 3));
            if (what == 2) fixture.store.set(record, number, Value::of_null());
            if (what == 3 && fixture.store.state(record) != RowState::purged)
                fixture.store.set_state(
                    record, *rc::gen::element(RowState::live, RowState::deleted, RowState::purged)
                );
        }
        const bool deleted = *rc::gen::arbitrary<bool>();
        Rows expected;
        for (std::uint32_t row = 0; row < fixture.store.table(account.number).rows(); ++row) {
            const RecordHandle record{account.number, row};
            const RowState state = fixture.store.state(record);
            if (state == RowState::purged || (state == RowState::deleted && !deleted)) continue;
            const Value employees = fixture.store.value(record, number);
            const bool fits = employees.is_null() || employees.number != 1;
            if (fits && fixture.store.value(record, site).is_null()) expected.push_back(row);
        }
        const Rows rows = fixture.found(account, "Site = null AND NumberOfEmployees != 1", deleted);
        RC_ASSERT(rows == expected);
    });
}

}  // namespace
}  // namespace rowlock
