#pragma once

#include "mockorg/engine/write_plan.hpp"

namespace rowlock {

// What a campaign member says of its lead or contact.

/// Adds what there is to do for the object's rows to their plan.
void plan_members(WritePlan& plan, const Schema& schema, const ObjectType& object);

/// The person as it is when the member is saved. [Object reference, CampaignMember]
void derive_members(Store& store, const WritePlan& plan, RecordHandle record);

}  // namespace rowlock
