#pragma once

#include "mockorg/engine/record_table.hpp"
#include "mockorg/schema/schema.hpp"

#include <string_view>

namespace rowlock {

/// Reads `[{"Name":"Acme"},..]`. A nested object is a parent: `"Rel":{"Key":".."}` is the column
/// `Rel.Key`, or `Type:Rel.Key` if the parent's attributes name one of several types; `"Rel":null`
/// is a null reference. An empty text leaves its field alone. `object`: the job's. Errors:
/// invalid_batch, client_input_error. [datafiles_json_preparing]
Result<RecordTable> read_json_batch(
    std::string_view text, const Schema& schema, const ObjectType& object
);

}  // namespace rowlock
