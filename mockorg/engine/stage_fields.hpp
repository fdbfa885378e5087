#pragma once

#include "mockorg/engine/write_plan.hpp"

namespace rowlock {

// What follows from an opportunity's stage and amount.

/// Adds what there is to do for the object's rows to their plan.
void plan_stages(WritePlan& plan, const ObjectType& object);

/// ForecastCategory and ExpectedRevenue.
void derive_forecast(Store& store, const WritePlan::Stages& stages, RecordHandle record);

}  // namespace rowlock
