#pragma once

#include "tests/unit/mockorg/engine/oracle/lock_story.hpp"

#include <functional>
#include <string>

// What clients send to an org in a story.

namespace rowlock::oracle {

/// The id of a record that the story began with.
using IdOf = std::function<std::string(RecordName)>;

/// Makes the story's records, in one transaction.
WriteRecords start_request(const Story& story);

/// Rows of a load. The column Label__c, or Id where that is all, tells which row is which.
std::string csv_of(const BulkLoad& load, const Rows& rows, const IdOf& id_of);

WriteRecords request_of(const RestWrite& write, const IdOf& id_of);

}  // namespace rowlock::oracle
