#include "mockorg/engine/line_item_fields.hpp"

#include "mockorg/engine/cents.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

namespace rowlock {
namespace {

std::optional<FieldNo> text_field(const ObjectType& object, std::string_view name) {
    const Field* field = object.find_field(name);
    return field != nullptr && holds_text(field->type) ? std::optional{field->number}
                                                       : std::nullopt;
}

std::optional<FieldNo> number_field(const ObjectType& object, std::string_view name) {
    const Field* field = object.find_field(name);
    return field != nullptr && holds_number(field->type) ? std::optional{field->number}
                                                         : std::nullopt;
}

/// The field, if it refers to records of this object.
std::optional<FieldNo> reference_field(
    const ObjectType& object, std::string_view name, const ObjectType& target
) {
    const Field* field = object.find_field(name);
    const bool fits = field != nullptr && field->reference_to == std::vector{target.number};
    return fits ? std::optional{field->number} : std::nullopt;
}

/// Those of the product's fields that others repeat.
std::optional<WritePlan::ProductFields> product_fields(const ObjectType& object) {
    const auto name = text_field(object, "Name");
    const auto code = text_field(object, "ProductCode");
    if (!name || !code) return std::nullopt;
    return WritePlan::ProductFields{*name, *code};
}

void plan_entries(
    WritePlan& plan, const ObjectType& object, const ObjectType& entry, const ObjectType& product
) {
    const auto reference = reference_field(entry, "Product2Id", product);
    const auto own = product_fields(entry);
    const auto source = product_fields(product);
    if (!reference || !own || !source) return;
    plan.product_copies.push_back(
        {entry.number, *reference, *own, *source, object.number == product.number}
    );
}

void plan_items(
    WritePlan& plan, const Schema& schema, const ObjectType& item, const ObjectType& product
) {
    const ObjectType* opportunity = schema.find("Opportunity");
    const ObjectType* entry = schema.find("PricebookEntry");
    if (opportunity == nullptr || entry == nullptr) return;
    const auto to_opportunity = reference_field(item, "OpportunityId", *opportunity);
    const auto to_entry = reference_field(item, "PricebookEntryId", *entry);
    const auto to_product = reference_field(item, "Product2Id", product);
    const auto entry_product = reference_field(*entry, "Product2Id", product);
    const auto own = product_fields(item);
    const auto of_product = product_fields(product);
    const auto deal_name = text_field(*opportunity, "Name");
    const auto entry_price = number_field(*entry, "UnitPrice");
    const auto list_price = number_field(item, "ListPrice");
    const auto quantity = number_field(item, "Quantity");
    const auto unit_price = number_field(item, "UnitPrice");
    const auto total_price = number_field(item, "TotalPrice");
    const bool has_references = to_opportunity && to_entry && to_product && entry_product;
    const bool has_texts = own && of_product && deal_name;
    const bool has_prices = entry_price && list_price && quantity && unit_price && total_price;
    if (!has_references || !has_texts || !has_prices) return;
    plan.line_items.push_back(
        {*to_opportunity,
         *to_entry,
         *to_product,
         *entry_product,
         *own,
         *of_product,
         *deal_name,
         *entry_price,
         *list_price,
         *quantity,
         *unit_price,
         *total_price}
    );
}

void plan_totalled(WritePlan& plan, const ObjectType& object) {
    const Field* has_items = object.find_field("HasOpportunityLineItem");
    const auto amount = number_field(object, "Amount");
    const auto quantity = number_field(object, "TotalOpportunityQuantity");
    const bool has_flag = has_items != nullptr && has_items->type == FieldType::boolean;
    if (has_flag && amount && quantity)
        plan.totalled.push_back({has_items->number, *amount, *quantity});
}

/// The store's own text must not be handed back to it, hence a copy.
std::string text_at(const Store& store, RecordHandle record, FieldNo field) {
    const Value value = store.value(record, field);
    return value.is_null() ? std::string{} : std::string{value.text};
}

void set_text(Store& store, RecordHandle record, FieldNo field, const std::string& text) {
    store.set(record, field, text.empty() ? Value::of_null() : Value::of_text(text));
}

void copy_product(
    Store& store, const WritePlan::ProductCopy& copy, RecordHandle product, RecordHandle entry
) {
    set_text(store, entry, copy.own.name, text_at(store, product, copy.source.name));
    set_text(store, entry, copy.own.code, text_at(store, product, copy.source.code));
}

/// The total, or else the unit price that makes up the total that is written instead of one.
void derive_prices(
    Store& store, const WritePlan::LineItem& item, RecordHandle record, bool by_total
) {
    const Value quantity = store.value(record, item.quantity);
    if (quantity.is_null()) return;
    const Value total = store.value(record, item.total_price);
    if (by_total && !total.is_null()) {
        if (quantity.number == 0.0) return;
        const double unit = rounded_to_cents(total.number / quantity.number);
        return store.set(record, item.unit_price, Value::of_number(unit));
    }
    const Value unit = store.value(record, item.unit_price);
    if (unit.is_null()) return;
    const double sum = rounded_to_cents(unit.number * quantity.number);
    store.set(record, item.total_price, Value::of_number(sum));
}

void follow_entry(Store& store, const WritePlan::LineItem& item, RecordHandle record) {
    const Value entry = store.value(record, item.entry);
    if (entry.kind != Value::Kind::reference) return;
    store.set(record, item.list_price, store.value(entry.record, item.entry_price));
    store.set(record, item.product, store.value(entry.record, item.entry_product));
}

void follow_product(Store& store, const WritePlan::LineItem& item, RecordHandle record) {
    const Value product = store.value(record, item.product);
    const Value deal = store.value(record, item.opportunity);
    if (product.kind != Value::Kind::reference || deal.kind != Value::Kind::reference) return;
    const std::string name = text_at(store, product.record, item.of_product.name);
    set_text(
        store,
        record,
        item.own.name,
        fmt::format("{} {}", text_at(store, deal.record, item.opportunity_name), name)
    );
    set_text(store, record, item.own.code, text_at(store, product.record, item.of_product.code));
}

}  // namespace

void plan_line_items(WritePlan& plan, const Schema& schema, const ObjectType& object) {
    const ObjectType* product = schema.find("Product2");
    const ObjectType* entry = schema.find("PricebookEntry");
    if (product == nullptr || entry == nullptr) return;
    if (object.number == entry->number || object.number == product->number)
        plan_entries(plan, object, *entry, *product);
    if (object.name == "Opportunity") plan_totalled(plan, object);
    if (object.name == "OpportunityLineItem") plan_items(plan, schema, object, *product);
}

void derive_products(Store& store, const WritePlan& plan, RecordHandle record) {
    for (const WritePlan::ProductCopy& copy : plan.product_copies) {
        if (copy.is_source) {
            for (const std::uint32_t row : store.children(copy.entry, copy.reference, record))
                copy_product(store, copy, record, {copy.entry, row});
            continue;
        }
        const Value product = store.value(record, copy.reference);
        if (product.kind == Value::Kind::reference)
            copy_product(store, copy, product.record, record);
    }
}

void follow_line_item(
    Store& store,
    const WritePlan& plan,
    RecordHandle record,
    std::span<const std::pair<FieldNo, Value>> written
) {
    const auto is_written = [&](FieldNo field) {
        return std::any_of(written.begin(), written.end(), [&](const auto& value) {
            return value.first == field;
        });
    };
    const auto is_given = [&](FieldNo field) {
        return is_written(field) && !store.value(record, field).is_null();
    };
    for (const WritePlan::LineItem& item : plan.line_items) {
        const bool by_total = is_given(item.total_price) && !is_given(item.unit_price);
        // A total that is no multiple of its unit price stands until one of the three is written.
        if (is_written(item.quantity) || is_written(item.unit_price) || by_total)
            derive_prices(store, item, record, by_total);
        follow_entry(store, item, record);
        follow_product(store, item, record);
    }
}

void ignore_totalled(
    const Store& store,
    const WritePlan& plan,
    RecordHandle record,
    std::vector<std::pair<FieldNo, Value>>& written
) {
    for (const WritePlan::Totalled& totals : plan.totalled) {
        if (!store.value(record, totals.has_items).boolean) continue;
        std::erase_if(written, [&](const auto& value) {
            return value.first == totals.amount || value.first == totals.quantity;
        });
    }
}

}  // namespace rowlock
