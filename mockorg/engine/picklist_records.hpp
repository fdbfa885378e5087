#pragma once

#include "mockorg/schema/schema.hpp"
#include "mockorg/store/store.hpp"

namespace rowlock {

/// The values of those pick lists that tools query like records: an OpportunityStage, LeadStatus,
/// CaseStatus or TaskStatus for each value of `schema`, in the order of the list.
void add_picklist_records(Store& setup, const Schema& schema);

}  // namespace rowlock
