#pragma once

#include "mockorg/engine/field_tree.hpp"
#include "mockorg/engine/requests.hpp"

#include <vector>

namespace rowlock {

/// The columns of an answer made of these fields, for clients that build tables: parents and
/// subqueries hold theirs, TYPEOF those of
/// all its branches, each where it first comes.
std::vector<QueryColumn> query_columns(const std::vector<FieldNode>& fields);

}  // namespace rowlock
