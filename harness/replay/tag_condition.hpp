#pragma once

#include "harness/load/load.hpp"

#include <string>

namespace rowlock {

/// A SOQL condition that finds the records of a load step by what its generated rows have in
/// common: the external id's fixed beginning and short columns that never change, e.g.
/// `External_ID__c LIKE 'EXT-%' AND StageName = 'Test4'`. Empty if there is nothing to go by.
std::string tag_condition(const Load& load, const LoadStep& step);

}  // namespace rowlock
