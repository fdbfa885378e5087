#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/schema/field.hpp"

namespace rowlock {

/// Whether a field takes what stands in a JSON body: texts want strings, numbers a number or a
/// string of one, and so on; null always does. Fails with json_parser_error. [text: recorded; which
/// types are taken for one another is inferred]
Result<void> check_json_value(const Field& field, const Json& value);

}  // namespace rowlock
