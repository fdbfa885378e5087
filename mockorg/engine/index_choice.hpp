#pragma once

#include "mockorg/schema/schema.hpp"
#include "mockorg/soql/ast.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// What finds the rows that have a value of a field. References to users have no index: nearly all
/// records of an org belong to its own user, so it would narrow nothing down.
enum class IndexKind : std::uint8_t { none, id, key, reference };

IndexKind index_of(const Schema& schema, const Field& field);

/// The fields of the query's object by whose indexes its rows are found, by name; none where every
/// row is looked at, or the query is wrong. `source`: what was parsed.
std::vector<std::string> fields_leading_to_rows(
    const Schema& own, const soql::Query& query, std::string_view source
);

}  // namespace rowlock
