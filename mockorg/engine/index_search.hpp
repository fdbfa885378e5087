#pragma once

#include "mockorg/engine/query_scope.hpp"
#include "mockorg/soql/predicate.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace rowlock {

/// Rows among which every match is, by indexes on the fields the condition makes demands of: Id,
/// references, and external ids (live rows only: their index offers no others), what several of
/// them offer cut (AND) or put together (OR). Ascending; nothing if no index helps. Builds an index
/// at its first use.
std::optional<std::vector<std::uint32_t>> rows_from_index(
    const QueryScope& scope, const ObjectType& object, const soql::Predicate& predicate
);

}  // namespace rowlock
