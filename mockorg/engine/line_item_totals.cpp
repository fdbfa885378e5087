#include "mockorg/engine/line_item_totals.hpp"

#include "mockorg/engine/cents.hpp"
#include "mockorg/engine/stage_fields.hpp"

#include <cmath>
#include <string_view>

namespace rowlock {
namespace {

/// The number of a field of this name and kind.
class Fields {
public:
    FieldNo operator()(const ObjectType& object, std::string_view name, bool (*fits)(FieldType)) {
        const Field* field = object.find_field(name);
        if (field != nullptr && fits(field->type)) return field->number;
        complete_ = false;
        return {};
    }

    bool complete() const { return complete_; }

private:
    bool complete_ = true;
};

bool is_boolean(FieldType type) {
    return type == FieldType::boolean;
}

bool is_reference(FieldType type) {
    return type == FieldType::reference;
}

/// As it counts in a sum: decimals beyond the second, which an item may have here, would be lost at
/// one step and taken away at the next.
double number_at(const Store& store, RecordHandle record, FieldNo field) {
    const Value value = store.value(record, field);
    return value.is_null() ? 0.0 : rounded_to_cents(value.number);
}

void set_totals(
    Store& store, const LineItemTotals& totals, RecordHandle opportunity, double price, double count
) {
    store.set(opportunity, totals.amount, Value::of_number(rounded_to_cents(price)));
    store.set(opportunity, totals.quantity, Value::of_number(rounded_to_cents(count)));
    if (totals.stages) derive_forecast(store, *totals.stages, opportunity);
}

void add_to_totals(
    Store& store, const LineItemTotals& totals, RecordHandle opportunity, double price, double count
) {
    set_totals(
        store,
        totals,
        opportunity,
        number_at(store, opportunity, totals.amount) + price,
        number_at(store, opportunity, totals.quantity) + count
    );
}

/// Quantities that do not add up to nothing need no look at the items.
bool has_others(
    const Store& store,
    const LineItemTotals& totals,
    RecordHandle opportunity,
    const LineItemShare& gone
) {
    if (!store.value(opportunity, totals.has_items).boolean) return false;
    const double left = number_at(store, opportunity, totals.quantity) - gone.quantity;
    if (rounded_to_cents(left) != 0.0) return true;
    for (const std::uint32_t row : store.children(totals.item, totals.opportunity, opportunity))
        if (store.state({totals.item, row}) == RowState::live) return true;
    return false;
}

void add_item(
    Store& store, const LineItemTotals& totals, const LineItemShare& share, RecordHandle item
) {
    const RecordHandle opportunity = *share.opportunity;
    const bool is_first = !store.value(opportunity, totals.has_items).boolean;
    if (is_first) {
        store.set(opportunity, totals.has_items, Value::of_boolean(true));
        set_totals(store, totals, opportunity, share.price, share.quantity);
    } else {
        add_to_totals(store, totals, opportunity, share.price, share.quantity);
    }
    const Value entry = store.value(item, totals.entry);
    if (entry.kind == Value::Kind::reference &&
        store.value(opportunity, totals.price_book).is_null()) {
        const Value book = store.value(entry.record, totals.entry_price_book);
        store.set(opportunity, totals.price_book, book);
    }
}

void take_item(Store& store, const LineItemTotals& totals, const LineItemShare& share) {
    const RecordHandle opportunity = *share.opportunity;
    if (has_others(store, totals, opportunity, share)) {
        add_to_totals(store, totals, opportunity, -share.price, -share.quantity);
    } else {
        store.set(opportunity, totals.has_items, Value::of_boolean(false));
    }
}

}  // namespace

std::optional<LineItemTotals> LineItemTotals::find(const Schema& schema) {
    const ObjectType* item = schema.find("OpportunityLineItem");
    const ObjectType* deal = schema.find("Opportunity");
    const ObjectType* entry = schema.find("PricebookEntry");
    if (item == nullptr || deal == nullptr || entry == nullptr) return std::nullopt;
    Fields number_of;
    LineItemTotals totals;
    totals.item = item->number;
    totals.opportunity = number_of(*item, "OpportunityId", is_reference);
    totals.entry = number_of(*item, "PricebookEntryId", is_reference);
    totals.item_quantity = number_of(*item, "Quantity", holds_number);
    totals.item_price = number_of(*item, "TotalPrice", holds_number);
    totals.amount = number_of(*deal, "Amount", holds_number);
    totals.quantity = number_of(*deal, "TotalOpportunityQuantity", holds_number);
    totals.has_items = number_of(*deal, "HasOpportunityLineItem", is_boolean);
    totals.price_book = number_of(*deal, "Pricebook2Id", is_reference);
    totals.entry_price_book = number_of(*entry, "Pricebook2Id", is_reference);
    if (!number_of.complete()) return std::nullopt;
    WritePlan plan;
    plan_stages(plan, *deal);
    if (!plan.stages.empty()) totals.stages = plan.stages.front();
    return totals;
}

LineItemShare share_of_line_item(
    const Store& store, const LineItemTotals& totals, RecordHandle item
) {
    const Value opportunity = store.value(item, totals.opportunity);
    if (opportunity.kind != Value::Kind::reference) return {};
    const bool is_live = store.state(item) == RowState::live;
    if (!is_live && store.state(opportunity.record) == RowState::live) return {};
    return {
        opportunity.record,
        number_at(store, item, totals.item_price),
        number_at(store, item, totals.item_quantity)};
}

void move_line_item(
    Store& store,
    const LineItemTotals& totals,
    RecordHandle item,
    const LineItemShare& before,
    const LineItemShare& after
) {
    const auto is_live = [&](const LineItemShare& share) {
        return share.opportunity && store.state(*share.opportunity) == RowState::live;
    };
    if (before.opportunity == after.opportunity) {
        if (!is_live(after) || before == after) return;
        const double price = after.price - before.price;
        const double count = after.quantity - before.quantity;
        return add_to_totals(store, totals, *after.opportunity, price, count);
    }
    if (is_live(before)) take_item(store, totals, before);
    if (is_live(after)) add_item(store, totals, after, item);
}

}  // namespace rowlock
