#pragma once

#include "mockorg/schema/schema.hpp"

#include <string>
#include <string_view>

namespace rowlock {

/// The column, as a CSV header would name it, of a member that is null: a relationship's name
/// stands for the reference itself.
std::string column_of_null(const ObjectType& object, std::string_view member);

/// The column of a parent's key: `Rel.Key`, or `Type:Rel.Key` where the parent may be of several
/// types. A type that goes without saying may be said, as REST's records do; a wrong one stays, and
/// makes the column unknown.
std::string parent_column(
    const Schema& schema,
    const ObjectType& object,
    std::string_view relationship,
    std::string_view type,
    std::string_view key
);

}  // namespace rowlock
