#pragma once

#include "mockorg/soql/ast.hpp"
#include "mockorg/store/store.hpp"

#include <array>
#include <optional>

namespace rowlock {

/// What a query of UserRecordAccess is asked of: a record for each user and record that its
/// condition names. Users may do everything with records there are. Nothing for other queries.
std::optional<Store> record_access(
    const soql::Query& query, const Store& records, std::array<char, 3> instance
);

}  // namespace rowlock
