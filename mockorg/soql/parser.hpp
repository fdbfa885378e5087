#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/soql/ast.hpp"

#include <string_view>

namespace rowlock::soql {

/// malformed_query if there is nothing in it or more than 100,000 characters. [SOQL limits]
Result<void> check_query_text(std::string_view text);

/// A whole query, keywords in any letter case, clauses in their order:
///
///     SELECT fields | COUNT() FROM object [alias] [USING SCOPE] [WHERE] [WITH]
///     [GROUP BY [HAVING]] [ORDER BY] [LIMIT] [OFFSET] [ALL ROWS] [FOR] [UPDATE]
///
/// Aliases of objects are gone from the result. Scope, WITH SECURITY_ENFORCED / USER_MODE /
/// SYSTEM_MODE, FOR VIEW, FOR REFERENCE, UPDATE TRACKING and UPDATE VIEWSTAT are read and change
/// nothing. Errors are malformed_query (or invalid_field, number_outside_valid_range) with the
/// offending text, row and column the way the org prints them.
Result<Query> parse_query(std::string_view text);

/// The part behind WHERE alone, as lock rules write it; without subqueries.
Result<Condition> parse_condition(std::string_view text);

}  // namespace rowlock::soql
