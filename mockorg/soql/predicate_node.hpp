#pragma once

#include "mockorg/soql/like_pattern.hpp"
#include "mockorg/soql/pick_list.hpp"
#include "mockorg/soql/predicate.hpp"
#include "mockorg/soql/value_set.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rowlock::soql {

/// A condition's tree, ready to be evaluated.
struct Predicate::Node {
    Condition::Kind kind = Condition::Kind::compare;
    std::vector<Node> parts;

    // compare only:
    BoundOperand operand;
    Comparison comparison = Comparison::eq;
    ValueSet literals{ValueSet::Kind::text};
    /// like only; nothing for LIKE null.
    std::optional<LikePattern> pattern;
    /// includes and excludes only.
    PickList picks;
    /// A semi-join or anti-join only.
    std::shared_ptr<const RecordSet> joined;
    /// The literals of an equality or list without null and periods, for key_demand().
    std::vector<std::string> keys;

    bool matches(const RowView& row, const RecordReader& records) const;
    std::optional<KeyDemand> key_demand() const;
    std::optional<KeyDemand> key_test() const;
    void add_own_fields(std::vector<FieldNo>& fields) const;
    bool holds_for(const Value& value, const RecordReader& records) const;
};

}  // namespace rowlock::soql
