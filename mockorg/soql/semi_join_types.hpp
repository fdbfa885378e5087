#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/schema/schema.hpp"
#include "mockorg/soql/ast.hpp"
#include "mockorg/soql/operand.hpp"

#include <string_view>

namespace rowlock::soql {

/// A semi-join's or anti-join's subquery must select ids of an object that its operand holds ids
/// of. Both must be ids or references. Fails with malformed_query.
Result<void> check_joined_type(
    const Schema& schema,
    const Condition& condition,
    const BoundOperand& operand,
    std::string_view source
);

}  // namespace rowlock::soql
