#pragma once

#include "mockorg/api/search_term.hpp"
#include "mockorg/base/error.hpp"
#include "mockorg/base/record_id.hpp"
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

/// A part of a search as written, and its byte offset there.
struct SearchPart {
    std::string_view text;
    std::size_t position = 0;
};

/// One object of a search's RETURNING clause. Its parts point into the search.
struct SearchedObject {
    SearchPart name;
    /// Empty: Id.
    SearchPart fields;
    /// SOQL condition; empty for none.
    SearchPart where;
    /// ORDER BY and LIMIT.
    SearchPart order;
    bool limited = false;
    SearchPart offset;
};

/// A SOSL text: `FIND {acme*} IN NAME FIELDS RETURNING Account(Id, Name WHERE …), Contact LIMIT
/// 10`. Points into that text.
struct SearchQuery {
    SearchTerm term;
    SearchScope scope = SearchScope::all;
    /// Empty: every object that has a name.
    std::vector<SearchedObject> objects;
    std::size_t limit = 2000;
};

/// Reads the simple part of SOSL: FIND, IN, RETURNING and LIMIT. WITH clauses are refused. Messages
/// of mistakes are what the org says, place and all. [SOQL and SOSL reference]
tl::expected<SearchQuery, std::string> parse_search(std::string_view text);

/// So many records are searched whatever the words.
constexpr std::size_t k_searched_rows_min = 10'000;

/// How many of an object's records, from the oldest on, a search looks at that may look for a word
/// in a field so often.
std::uint32_t searched_rows_max(
    const SearchQuery& search, const ObjectType& object, std::size_t looks_max
);

/// A query that finds a search's records of one object.
class SearchSoql {
public:
    /// Its text is empty if the object has no field of the scope. `last`: records of greater ids
    /// are not looked at.
    SearchSoql(
        const SearchQuery& search,
        const ObjectType& object,
        const SearchedObject& wanted,
        const std::optional<RecordId>& last = {}
    );

    const std::string& text() const { return text_; }

    /// What is in the parentheses behind the object must be fields, a condition, an order and
    /// limits, as the search allows them; else the mistake as the org tells it. `sosl`: the search.
    tl::expected<void, std::string> check(std::string_view sosl) const;

    /// An error of the query, told about the place in the search that led to it.
    Error retold(const Error& error, std::string_view sosl) const;

private:
    /// A part of the search and where it stands in the query.
    struct Taken {
        SearchPart part;
        std::size_t begin = 0;
    };

    void take(const SearchPart& part);
    std::size_t place_in_search(std::size_t offset) const;

    std::string text_;
    std::vector<Taken> taken_;
};

}  // namespace rowlock
