#pragma once

#include "mockorg/soql/like_pattern.hpp"
#include "mockorg/soql/predicate.hpp"
#include "mockorg/soql/value_set.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rowlock::soql {

/// A condition's tree, ready to be evaluated.
struct Predicate::Node {
    Condition::Kind kind = Condition::Kind::compare;
    std::vector<Node> parts;

    // compare only:
    BoundPath path;
    /// The path's one step where it has no more: saves the walk in the everyday case.
    std::optional<FieldNo> own_field;
    Comparison comparison = Comparison::eq;
    ValueSet literals{ValueSet::Kind::text};
    /// like only; nothing for LIKE null.
    std::optional<LikePattern> pattern;
    /// The one literal of an equality other than null, for equalities().
    std::optional<std::string> equality;

    bool matches(const RowView& row, const RecordReader& records) const;
};

}  // namespace rowlock::soql
