#pragma once

#include "mockorg/engine/write_plan.hpp"

namespace rowlock {

// Picklists that the platform fills: the code of a status, the kind of an activity.

/// Adds what there is to do for the object's rows to their plan.
void plan_codes(WritePlan& plan, const ObjectType& object);

/// StatusCode of a contract or order, null for a status that is none of a new org's; TaskSubtype
/// and EventSubtype where the writer names none.
void derive_codes(Store& store, const WritePlan& plan, RecordHandle record);

}  // namespace rowlock
