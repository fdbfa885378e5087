#pragma once

#include "mockorg/engine/org.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// The field's value as text; empty if it is null or not there.
std::string field_text(const RecordFields& record, std::string_view name);

/// A SOQL string literal of the text.
std::string soql_text(std::string_view text);

/// How many live records the object has; nothing if it cannot be queried.
std::optional<std::uint64_t> count_records(Org& org, std::string_view object);

/// The ids that a query which selects nothing but Id finds, or why it cannot run.
Result<std::vector<RecordId>> find_ids(Org& org, std::string soql);

}  // namespace rowlock
