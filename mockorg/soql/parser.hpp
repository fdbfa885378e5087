#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/soql/ast.hpp"

#include <string_view>

namespace rowlock::soql {

/// SELECT fields | COUNT() FROM object [WHERE] [ORDER BY] [LIMIT] [OFFSET] [ALL ROWS], keywords in
/// any letter case. Errors are malformed_query with the offending text, row and column the way the
/// org prints them; a clause that SOQL has and this parser does not is refused by name, never
/// ignored.
Result<Query> parse_query(std::string_view text);

/// The part behind WHERE alone, as lock rules write it.
Result<Condition> parse_condition(std::string_view text);

}  // namespace rowlock::soql
