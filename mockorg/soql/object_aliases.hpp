#pragma once

#include "mockorg/soql/ast.hpp"

#include <string>
#include <vector>

namespace rowlock::soql {

/// What FROM names besides the object: a short name for it or for one of its parents.
struct ObjectAlias {
    std::string name;
    /// Empty: the object itself.
    std::vector<std::string> path;
};

/// Writes out every path of the query that begins with an alias. Subqueries have aliases of their
/// own and are left alone.
void replace_aliases(Query& query, const std::vector<ObjectAlias>& aliases);

}  // namespace rowlock::soql
