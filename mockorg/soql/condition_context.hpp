#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/soql/ast.hpp"
#include "mockorg/soql/record_set.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace rowlock::soql {

/// Answers the subqueries of conditions. They read records, which this library does not have.
class SemiJoins {
public:
    virtual ~SemiJoins() = default;

    /// The records that the one field selected refers to; nulls are left out.
    virtual Result<std::shared_ptr<const RecordSet>> find(const Query& subquery) const = 0;
};

/// What a condition's meaning depends on besides its text and the object.
struct ConditionContext {
    /// The parsed text, for the place in errors; empty if it is not known any more.
    std::string_view source = {};
    /// Days since 1970-01-01; without it date literals such as TODAY are refused.
    std::optional<std::int64_t> today = std::nullopt;
    /// Without it `IN (SELECT ...)` is refused.
    const SemiJoins* semi_joins = nullptr;
};

}  // namespace rowlock::soql
