#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/schema/schema.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// Which fields a search looks into.
enum class SearchScope : std::uint8_t { all, name, email, phone };

/// One object of a search's RETURNING clause.
struct SearchedObject {
    std::string name;
    /// As written; Id if nothing is.
    std::string fields = "Id";
    /// SOQL condition; empty for none.
    std::string where;
    /// ORDER BY, LIMIT and OFFSET, as written.
    std::string rest;
};

/// A SOSL text: `FIND {acme*} IN NAME FIELDS RETURNING Account(Id, Name WHERE …), Contact LIMIT
/// 10`.
struct SearchQuery {
    /// Words that must all be there, or those of another group.
    std::vector<std::vector<std::string>> groups;
    SearchScope scope = SearchScope::all;
    /// Empty: every object that has a name.
    std::vector<SearchedObject> objects;
    std::size_t limit = 2000;
};

/// What is wrong with a search text.
struct SearchMistake {
    std::string message;
};

/// Reads the simple part of SOSL: words, phrases in quotes, AND, OR, `*` and `?`. WITH clauses are
/// refused. [SOQL and SOSL reference]
tl::expected<SearchQuery, SearchMistake> parse_search(std::string_view text);

/// The SOQL query that finds the search's records of one object; empty if the object has no field
/// of the scope.
std::string soql_of(
    const SearchQuery& search, const ObjectType& object, const SearchedObject& wanted
);

}  // namespace rowlock
