#pragma once

#include "mockorg/engine/write_plan.hpp"

namespace rowlock {

// What price book entries and opportunity products say of their product, and what they cost.

/// Adds what there is to do for the object's rows to their plan.
void plan_line_items(WritePlan& plan, const Schema& schema, const ObjectType& object);

/// Name and ProductCode of an entry, and the same of a product's entries when the product changes.
/// [Object reference, PricebookEntry]
void derive_products(Store& store, const WritePlan& plan, RecordHandle record);

}  // namespace rowlock
