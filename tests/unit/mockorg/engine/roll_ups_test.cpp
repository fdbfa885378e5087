#include "mockorg/engine/roll_ups.hpp"

#include "mockorg/engine/delete_plan.hpp"
#include "mockorg/engine/delete_records.hpp"
#include "mockorg/engine/undelete_records.hpp"
#include "mockorg/schema/schema_loader.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"

#include <cmath>

namespace rowlock {
namespace {

/// Lines of orders of shops: three levels, every kind of summary, with and without a filter.
std::shared_ptr<const Schema> shop_schema() {
    static const auto schema = require_value(load_schema(
        R"({"objects": [
            {"name": "Shop__c", "fields": [
                {"name": "Orders__c", "type": "double", "summary": {"operation": "count", "object": "Sale__c", "reference": "Shop__c"}},
                {"name": "Turnover__c", "type": "currency", "summary": {"operation": "sum", "object": "Sale__c", "reference": "Shop__c", "field": "Total__c"}},
                {"name": "BigOrders__c", "type": "double", "summary": {"operation": "count", "object": "Sale__c", "reference": "Shop__c", "filter": "Total__c > 10"}}
            ]},
            {"name": "Sale__c", "fields": [
                {"name": "Shop__c", "type": "reference", "referenceTo": ["Shop__c"], "relationshipOrder": 0, "updateable": true},
                {"name": "Total__c", "type": "currency", "summary": {"operation": "sum", "object": "Line__c", "reference": "Sale__c", "field": "Amount__c"}},
                {"name": "Least__c", "type": "currency", "summary": {"operation": "min", "object": "Line__c", "reference": "Sale__c", "field": "Amount__c", "filter": "Amount__c != 3"}},
                {"name": "Most__c", "type": "currency", "summary": {"operation": "max", "object": "Line__c", "reference": "Sale__c", "field": "Amount__c"}},
                {"name": "Last__c", "type": "date", "summary": {"operation": "max", "object": "Line__c", "reference": "Sale__c", "field": "Day__c"}}
            ]},
            {"name": "Line__c", "fields": [
                {"name": "Sale__c", "type": "reference", "referenceTo": ["Sale__c"], "relationshipOrder": 0, "updateable": true},
                {"name": "Amount__c", "type": "currency", "precision": 16, "scale": 2},
                {"name": "Day__c", "type": "date"}
            ]}
        ]})",
        "shops"
    ));
    return schema;
}

/// What a summary is worth, counted from scratch.
Value recounted(const Store& store, const RollUpPlans::Plan& plan, RecordHandle master) {
    const RollUp& roll_up = plan.roll_up;
    double sum = 0;
    Value best;
    const std::uint32_t rows = store.table(roll_up.detail).rows();
    for (std::uint32_t row = 0; row < rows; ++row) {
        const RecordHandle detail{roll_up.detail, row};
        if (store.state(detail) != RowState::live) continue;
        const Value to = store.value(detail, roll_up.reference);
        if (to.kind != Value::Kind::reference || to.record != master) continue;
        if (plan.filter && !plan.filter->matches(StoredRow{store, detail}, store)) continue;
        if (roll_up.kind == RollUpKind::count) sum += 1;
        if (!roll_up.summarized) continue;
        const Value value = store.value(detail, *roll_up.summarized);
        if (value.is_null()) continue;
        if (roll_up.kind == RollUpKind::sum) sum += value.number;
        const auto order = [](const Value& v) {
            return v.kind == Value::Kind::date ? double{1} * v.date : v.number;
        };
        const bool less = best.is_null() || order(value) < order(best);
        const bool more = best.is_null() || order(value) > order(best);
        if (roll_up.kind == RollUpKind::min ? less : more) best = value;
    }
    const bool extreme = roll_up.kind == RollUpKind::min || roll_up.kind == RollUpKind::max;
    return extreme ? best : Value::of_number(std::round(sum * 100) / 100);
}

/// A store whose rows change as an org's would.
struct Shops {
    std::shared_ptr<const Schema> schema = shop_schema();
    Store store{schema, {'T', 'S', 'T'}};
    std::shared_ptr<const RollUpPlans> plans = require_value(RollUpPlans::make(*schema));
    RollUpKeeper keeper{store, *plans};

    const ObjectType& object(const char* name) const { return *schema->find(name); }

    FieldNo field(const char* of, const char* name) const {
        return object(of).find_field(name)->number;
    }

    RecordHandle insert(const char* name, const char* reference, std::optional<RecordHandle> to) {
        const RecordHandle record = store.append(object(name).number);
        keeper.begin_new(record);
        if (to) store.set(record, field(name, reference), Value::of_record(*to));
        keeper.settle();
        return record;
    }

    void set(RecordHandle record, const char* of, const char* name, const Value& value) {
        keeper.begin(record);
        store.set(record, field(of, name), value);
        keeper.settle();
    }

    double number(RecordHandle record, const char* of, const char* name) const {
        return store.value(record, field(of, name)).number;
    }

    /// Every summary of every row that is left is what a recount gives.
    void check() const {
        for (std::uint32_t i = 0; i < schema->roll_ups().size(); ++i) {
            const RollUpPlans::Plan& plan = plans->plan(i);
            const std::uint32_t rows = store.table(plan.roll_up.master).rows();
            for (std::uint32_t row = 0; row < rows; ++row) {
                const RecordHandle master{plan.roll_up.master, row};
                if (store.state(master) == RowState::purged) continue;
                const Value kept = store.value(master, plan.roll_up.field);
                const Value expected = recounted(store, plan, master);
                RC_ASSERT(kept.kind == expected.kind);
                if (kept.kind == Value::Kind::number) RC_ASSERT(kept.number == expected.number);
                if (kept.kind == Value::Kind::date) RC_ASSERT(kept.date == expected.date);
            }
        }
    }
};

TEST_CASE("a summary follows its details, and a grandparent's follows that") {
    Shops shops;
    const RecordHandle shop = shops.insert("Shop__c", "", std::nullopt);
    CHECK(shops.number(shop, "Shop__c", "Orders__c") == 0.0);
    const RecordHandle sale = shops.insert("Sale__c", "Shop__c", shop);
    CHECK(shops.number(shop, "Shop__c", "Orders__c") == 1.0);
    const RecordHandle line = shops.insert("Line__c", "Sale__c", sale);
    CHECK(shops.store.value(sale, shops.field("Sale__c", "Most__c")).is_null());
    shops.set(line, "Line__c", "Amount__c", Value::of_number(12.5));
    CHECK(shops.number(sale, "Sale__c", "Most__c") == 12.5);
    CHECK(shops.number(shop, "Shop__c", "Turnover__c") == 12.5);
    CHECK(shops.number(shop, "Shop__c", "BigOrders__c") == 1.0);
    const RecordHandle other = shops.insert("Sale__c", "Shop__c", shop);
    shops.set(line, "Line__c", "Sale__c", Value::of_record(other));
    CHECK(shops.store.value(sale, shops.field("Sale__c", "Most__c")).is_null());
    CHECK(shops.number(other, "Sale__c", "Total__c") == 12.5);
    CHECK(shops.number(shop, "Shop__c", "Turnover__c") == 12.5);
    REQUIRE(delete_record(shops.store, other, false, &shops.keeper).has_value());
    CHECK(shops.store.state(line) == RowState::deleted);
    CHECK(shops.number(shop, "Shop__c", "Turnover__c") == 0.0);
    CHECK(shops.number(shop, "Shop__c", "Orders__c") == 1.0);
}

TEST_CASE("a master that comes back sums up the details that come with it, and no others") {
    Shops shops;
    const RecordHandle shop = shops.insert("Shop__c", "", std::nullopt);
    const RecordHandle sale = shops.insert("Sale__c", "Shop__c", shop);
    const RecordHandle early = shops.insert("Line__c", "Sale__c", sale);
    const RecordHandle late = shops.insert("Line__c", "Sale__c", sale);
    shops.set(early, "Line__c", "Amount__c", Value::of_number(20.0));
    shops.set(late, "Line__c", "Amount__c", Value::of_number(12.5));
    REQUIRE(delete_record(shops.store, early, false, &shops.keeper));
    REQUIRE(delete_record(shops.store, sale, false, &shops.keeper));
    CHECK(shops.number(shop, "Shop__c", "Turnover__c") == 0.0);
    REQUIRE(undelete_record(shops.store, sale, &shops.keeper));
    CHECK(shops.store.state(early) == RowState::deleted);
    CHECK(shops.number(sale, "Sale__c", "Total__c") == 12.5);
    CHECK(shops.number(sale, "Sale__c", "Most__c") == 12.5);
    CHECK(shops.number(shop, "Shop__c", "Turnover__c") == 12.5);
    CHECK(shops.number(shop, "Shop__c", "Orders__c") == 1.0);
}

TEST_CASE("summaries agree with a recount after any changes") {
    rc::prop("insert, update, reparent, delete, undelete", [] {
        Shops shops;
        std::vector<RecordHandle> masters{
            shops.insert("Shop__c", "", std::nullopt), shops.insert("Shop__c", "", std::nullopt)};
        std::vector<RecordHandle> sales;
        std::vector<RecordHandle> lines;
        const auto any = [](const std::vector<RecordHandle>& from) {
            return from[*rc::gen::inRange<std::size_t>(0, from.size())];
        };
        for (int i = 0; i < 3; ++i)
            sales.push_back(shops.insert("Sale__c", "Shop__c", any(masters)));
        const auto steps = *rc::gen::inRange(1, 40);
        for (int step = 0; step < steps; ++step) {
            const int kind = *rc::gen::inRange(0, 7);
            if (kind < 2 || lines.empty()) {
                lines.push_back(shops.insert("Line__c", "Sale__c", any(sales)));
                continue;
            }
            const RecordHandle line = any(lines);
            if (kind == 2) {
                const auto cents = *rc::gen::maybe(rc::gen::inRange(-500, 2000));
                const Value amount = cents ? Value::of_number(*cents / 100.0) : Value::of_null();
                shops.set(line, "Line__c", "Amount__c", amount);
                shops.set(line, "Line__c", "Day__c", Value::of_date(*rc::gen::inRange(0, 9)));
            } else if (kind == 3) {
                shops.set(line, "Line__c", "Sale__c", Value::of_record(any(sales)));
            } else if (kind == 4) {
                shops.set(any(sales), "Sale__c", "Shop__c", Value::of_record(any(masters)));
            } else if (kind == 5) {
                const RecordHandle doomed = *rc::gen::inRange(0, 3) == 0 ? any(sales) : line;
                if (shops.store.state(doomed) == RowState::live)
                    RC_ASSERT(delete_record(shops.store, doomed, false, &shops.keeper).has_value());
            } else {
                // Refused where it is not in the bin, and then nothing changes.
                const RecordHandle back = *rc::gen::inRange(0, 2) == 0 ? any(sales) : line;
                const bool in_bin = is_in_recycle_bin(shops.store, back);
                RC_ASSERT(undelete_record(shops.store, back, &shops.keeper).has_value() == in_bin);
            }
            shops.check();
        }
    });
}

TEST_CASE("a filter that is no condition on the details is refused with its place") {
    const auto schema = require_value(load_schema(
        R"({"objects": [{"name": "Account", "fields": [
            {"name": "Won__c", "type": "double", "summary": {"operation": "count", "object": "Opportunity", "reference": "AccountId", "filter": "Stage = 'Won'"}}]}]})",
        "f"
    ));
    const auto plans = RollUpPlans::make(*schema);
    REQUIRE_FALSE(plans.has_value());
    CHECK_THAT(
        plans.error().message,
        Catch::StartsWith("object 'Account', field 'Won__c', 'summary', filter: ")
    );
}

TEST_CASE("an object that nothing is summed up of costs nothing") {
    const auto plans = require_value(RollUpPlans::make(*Schema::standard()));
    const ObjectNo account = Schema::standard()->find("Account")->number;
    CHECK(plans->of_detail(account).empty());
    CHECK(plans->of_master(account).empty());
}

}  // namespace
}  // namespace rowlock
