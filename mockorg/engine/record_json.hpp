#pragma once

#include "mockorg/engine/field_tree.hpp"
#include "mockorg/engine/requests.hpp"
#include "mockorg/store/store.hpp"

#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// Whole numbers of double, currency and percent fields carry a `.0`, those of int fields do not.
void append_json_number(std::string& out, FieldType type, double number);

/// One stored value as the REST API prints it.
std::string field_json(const Store& store, RecordHandle record, const Field& field);

/// The selected fields of a record and of its parents.
RecordFields record_fields(
    const Store& store, RecordHandle record, const std::vector<FieldNode>& fields
);

/// The named fields of a record, in that order.
RecordFields record_fields(
    const Store& store, RecordHandle record, std::span<const FieldNo> fields
);

}  // namespace rowlock
