#pragma once

#include "mockorg/engine/write_plan.hpp"

namespace rowlock {

// Dates and times that follow from others: an opportunity's fiscal period, a contract's end, an
// event's times.

/// Adds what there is to do for the object's rows to their plan.
void plan_times(WritePlan& plan, const ObjectType& object);

void derive_fiscal_periods(Store& store, const WritePlan& plan, RecordHandle record);

void derive_contract_ends(Store& store, const WritePlan& plan, RecordHandle record);

}  // namespace rowlock
