#pragma once

#include "harness/count/record_key.hpp"
#include "harness/query/org_questions.hpp"
#include "mockorg/base/result.hpp"

#include <functional>
#include <span>
#include <string>

namespace rowlock {

/// A record as a comparison sees it.
struct KeyedRecord {
    const std::string& id;
    /// Of the key's columns, in their order.
    std::span<const std::string> values;
};

/// Hears of one record; valid during the call.
using KeyedRecordFn = std::function<void(const KeyedRecord&)>;

/// Reads the id and the key of all records by a bulk query, which asks for each field once, be Id
/// one of the key's columns or a column named twice. Tells `org.on_records` how many there were so
/// far. Errors: those of the org, protocol_broken.
Result<void> read_keyed_records(
    const RecordSelection& selection,
    const RecordKey& key,
    const OrgQuestions& org,
    const KeyedRecordFn& on_record
);

/// The record as a line of a file with key_header().
std::string csv_line(const KeyedRecord& record);

}  // namespace rowlock
