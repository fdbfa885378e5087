#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/schema/record_reader.hpp"
#include "mockorg/schema/schema.hpp"
#include "mockorg/soql/ast.hpp"
#include "mockorg/soql/path.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::soql {

/// A condition checked against an object type: names became field numbers, literals became values.
/// As in SOQL: text compares without letter case (but for fields that are case-sensitive), '' is
/// null, null equals only null, so that `!=` and NOT IN hold for null; `<`, `>` and LIKE never do.
/// A boolean that was never set is false. Immutable; any thread.
class Predicate {
public:
    /// Fails with invalid_field (unknown name, field that cannot be filtered, literal of the wrong
    /// type), invalid_query_filter_operator (operator or id the field's type does not take) or
    /// malformed_query. `source`: the parsed text, for the place in errors.
    static Result<Predicate> bind(
        const Schema& schema,
        const ObjectType& object,
        const Condition& condition,
        std::string_view source = {}
    );

    bool matches(const RowView& row, const RecordReader& records) const;

    /// The parts that hold for every match when the condition is one comparison or an AND of them,
    /// so that a caller may use an index: field, equality literal as text (an id with 18
    /// characters). Text matches in any letter case. Empty otherwise.
    struct Equality {
        FieldNo field;
        std::string text;
    };

    std::vector<Equality> equalities() const;

    Predicate(Predicate&&) noexcept;
    Predicate& operator=(Predicate&&) noexcept;
    ~Predicate();

private:
    struct Node;
    friend class PredicateBinder;
    explicit Predicate(std::unique_ptr<const Node> root);

    std::unique_ptr<const Node> root_;
};

}  // namespace rowlock::soql
