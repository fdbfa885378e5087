#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/faults/fault.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

class JsonWriter;

/// Reads a fault from its JSON object; the name comes from `name` or, if that is empty, from the
/// object. Errors: client_input_error, with the member that is wrong in `fields` (none if the
/// object as a whole is) and named in the message.
Result<Fault> read_fault(const Json& object, std::string_view name = {});

/// The members of faults of any kind.
std::span<const std::string_view> fault_members();

/// Reads a file of faults: `{"faults": [...]}`, comments allowed. bad_file, with the file's name
/// and the fault's; two faults of one name are a mistake.
Result<std::vector<Fault>> read_faults_file(const std::string& path);

/// Appends the members of the fault as read_fault() reads them, the name first, between
/// begin_object() and end_object() of the caller.
void append_fault(JsonWriter& json, const Fault& fault);

}  // namespace rowlock
