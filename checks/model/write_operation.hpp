#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace rowlock {

/// What is done with the rows of a load under inspection.
enum class WriteOperation : std::uint8_t { insert, update, upsert, remove };

/// `insert`, `update`, `upsert`, `delete`.
std::string_view name_of(WriteOperation operation);

/// By these words.
std::optional<WriteOperation> parse_write_operation(std::string_view word);

}  // namespace rowlock
