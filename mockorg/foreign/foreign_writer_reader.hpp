#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/foreign/foreign_writer.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

class JsonWriter;

/// Reads a foreign writer from its JSON object; the name comes from `name` or, if that is empty,
/// from the object. Errors: client_input_error, with the member that is wrong in `fields` (none if
/// the object as a whole is) and named in the message.
Result<ForeignWriter> read_foreign_writer(const Json& object, std::string_view name = {});

/// The members of foreign writers of any kind.
std::span<const std::string_view> foreign_writer_members();

/// Reads a file of them: `{"foreignWriters": [...]}`, comments allowed. bad_file, with the file's
/// name and the writer's; two of one name are a mistake.
Result<std::vector<ForeignWriter>> read_foreign_writers_file(const std::string& path);

/// Appends the members of the writer as read_foreign_writer() reads them, the name first, between
/// begin_object() and end_object() of the caller.
void append_foreign_writer(JsonWriter& json, const ForeignWriter& writer);

}  // namespace rowlock
