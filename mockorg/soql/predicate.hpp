#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/schema/record_reader.hpp"
#include "mockorg/schema/schema.hpp"
#include "mockorg/soql/ast.hpp"
#include "mockorg/soql/condition_context.hpp"
#include "mockorg/soql/operand.hpp"

#include <memory>
#include <string>
#include <vector>

namespace rowlock::soql {

/// Says what a condition's expressions mean where rows are not records: behind HAVING.
class OperandBinder {
public:
    virtual ~OperandBinder() = default;

    virtual Result<BoundOperand> bind(const Expression& expression) const = 0;
};

/// A condition checked against an object type: names became field numbers, literals became values.
/// As in SOQL: text compares without letter case (but for fields that are case-sensitive), '' is
/// null, null equals only null, so that `!=`, NOT IN and EXCLUDES hold for null; `<`, `>` and LIKE
/// never do. A boolean that was never set is false. Immutable; any thread.
class Predicate {
public:
    /// Fails with invalid_field (unknown name, field that cannot be filtered, literal of the wrong
    /// type), invalid_query_filter_operator (operator or id the field's type does not take),
    /// malformed_query, or what a semi-join fails with.
    static Result<Predicate> bind(
        const Schema& schema,
        const ObjectType& object,
        const Condition& condition,
        const ConditionContext& context = {}
    );

    /// A condition about rows of another kind.
    static Result<Predicate> bind(
        const Schema& schema,
        const OperandBinder& operands,
        const Condition& condition,
        const ConditionContext& context = {}
    );

    bool matches(const RowView& row, const RecordReader& records) const;

    /// A part that holds for every match when the condition is one comparison or an AND of them, so
    /// that a caller may use an index: a field of the row, and what it is one of.
    struct KeyTest {
        FieldNo field;
        /// Literals other than null as text (an id with 18 characters), each once per literal. Text
        /// matches in any letter case.
        std::vector<std::string> texts;
        /// In place of the texts: what a semi-join found. Lives as long as the predicate.
        const RecordSet* records = nullptr;
    };

    /// In the order written; empty if there is none. A list with null in it is none.
    std::vector<KeyTest> key_tests() const;

    /// The field the whole condition is about, if it is nothing but one comparison of a field of
    /// the row itself: then rows with the same value match alike.
    std::optional<FieldNo> only_field() const;

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
