#pragma once

#include "mockorg/engine/record_table.hpp"

#include <string_view>

namespace rowlock {

/// Reads `[{"Name":"Acme"},..]`. A nested object is a parent: `"Rel":{"Key":".."}` is the column
/// `Rel.Key`, or `Type:Rel.Key` if the parent's attributes name a type. An empty text leaves its
/// field alone. Errors: invalid_batch, client_input_error. [datafiles_json_preparing]
Result<RecordTable> read_json_batch(std::string_view text);

}  // namespace rowlock
