#pragma once

#include "mockorg/engine/requests.hpp"
#include "mockorg/store/store.hpp"

#include <span>
#include <string>

namespace rowlock {

/// One stored value as the REST API prints it.
std::string field_json(const Store& store, RecordHandle record, const Field& field);

/// The named fields of a record, in that order.
RecordFields record_fields(
    const Store& store, RecordHandle record, std::span<const FieldNo> fields
);

}  // namespace rowlock
