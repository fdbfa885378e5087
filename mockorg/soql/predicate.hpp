#pragma once

#include <memory>

#include "mockorg/base/result.hpp"
#include "mockorg/schema/record_reader.hpp"
#include "mockorg/schema/schema.hpp"
#include "mockorg/soql/ast.hpp"

namespace rowlock::soql {

/// A condition checked against an object type: names became field numbers, literals became values.
/// Text compares without letter case, as in SOQL; null equals only null, and every other comparison
/// with null is false. Immutable; any thread.
class Predicate {
public:
    /// Fails with invalid_field (unknown name), malformed_query (literal of the wrong type).
    static Result<Predicate> bind(const Schema& schema, const ObjectType& object, const Condition& condition);

    bool matches(const RowView& row, const RecordReader& records) const;

    /// The parts that hold for every match when the condition is one comparison or an AND of them, so
    /// that a caller may use an index: field, equality literal as text. Empty otherwise.
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
    explicit Predicate(std::unique_ptr<const Node> root);

    std::unique_ptr<const Node> root_;
};

/// A path checked against an object type: all steps but the last are references.
struct BoundPath {
    std::vector<FieldNo> steps;
    /// Type of the last step's field, and its object where all targets agree.
    FieldType type = FieldType::string;
    /// The path in the describe's own spelling, e.g. Account.Name.
    std::string canonical;
};

Result<BoundPath> bind_path(const Schema& schema, const ObjectType& object, const FieldPath& path);

/// Null when a step on the way is null or unknown.
Value value_at(const BoundPath& path, const RowView& row, const RecordReader& records);

}  // namespace rowlock::soql
