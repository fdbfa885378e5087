#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/soql/ast.hpp"

#include <string_view>

namespace rowlock::soql {

/// The rules about which clauses go together that need no schema: FIELDS() and its LIMIT, aliases,
/// what may stand beside aggregates and FOR UPDATE, where semi-joins may stand. `source`: what was
/// parsed.
Result<void> check_query(const Query& query, std::string_view source);

}  // namespace rowlock::soql
