#pragma once

#include "harness/load/load.hpp"

#include <string>

namespace rowlock {

/// A SOQL condition that finds the records of a load step by what its generated rows have in
/// common: the fixed beginning of external ids (the key of an upsert; otherwise the fields that the
/// load's schema says are external ids) and short texts that never change, e.g.
/// `External_ID__c LIKE 'EXT-%' AND StageName = 'Test4'`. Columns that the org does not compare
/// with a text in quotes (dates, numbers, booleans), or not at all, are no part of it: by the
/// load's schema, or by how the text looks where that does not know the field. Empty if there is
/// nothing to go by.
std::string tag_condition(const Load& load, const LoadStep& step);

/// Whether a tag_condition finds the load's own records and hardly any others: by the beginning of
/// an external id of three letters or more. A column that is the same in every row, others' records
/// may have as well. What deletes by a tag, or proves by it, asks this.
bool tells_own_records(const std::string& tag);

}  // namespace rowlock
