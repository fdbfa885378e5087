#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/schema/record_reader.hpp"
#include "mockorg/schema/schema.hpp"
#include "mockorg/soql/ast.hpp"
#include "mockorg/soql/condition_context.hpp"
#include "mockorg/soql/operand.hpp"

#include <cstdint>
#include <memory>
#include <optional>
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

    /// One demand on a row that a caller may use an index for: a field of the row, and what it is
    /// one of.
    struct KeyTest {
        FieldNo field;
        /// Literals other than null as text (an id with 18 characters), each once per literal. Text
        /// matches in any letter case.
        std::vector<std::string> texts;
        /// In place of the texts: what a semi-join found. Lives as long as the predicate.
        const RecordSet* records = nullptr;
    };

    /// What holds for every match, as far as it can be put into key tests: the test itself, or all
    /// (of an AND, in the order written) or at least one (of an OR) of the parts.
    struct KeyDemand {
        enum class Kind : std::uint8_t { test, all_of, any_of };

        Kind kind = Kind::test;
        KeyTest test{};
        std::vector<KeyDemand> parts;
    };

    /// Nothing if there is no such demand: a list with null in it makes none, nor does an OR one of
    /// whose parts makes none.
    std::optional<KeyDemand> key_demand() const;

private:
    struct Node;

public:
    /// A part of the condition, for those who remember what they found out about it. Lives as long
    /// as the predicate.
    class Part {
    public:
        Condition::Kind kind() const;

        /// None of a comparison.
        std::vector<Part> parts() const;

        /// The fields of the row itself that decide, each once, ascending: rows with the same
        /// values of them match alike. Of a path it is the reference it begins with.
        std::vector<FieldNo> own_fields() const;

        bool matches(const RowView& row, const RecordReader& records) const;

        /// Of a comparison of nothing but a field of the row itself: that field.
        std::optional<FieldNo> compared_field() const;

        /// With what ids it compares compared_field(); nothing if a query finds them.
        std::optional<std::vector<RecordId>> compared_ids() const;

        /// Whether rows match that have this value of compared_field().
        bool matches_value(const Value& value, const RecordReader& records) const;

    private:
        friend class Predicate;

        explicit Part(const Node& node) : node_(&node) {}

        const Node* node_;
    };

    Part whole() const { return Part{*root_}; }

    Predicate(Predicate&&) noexcept;
    Predicate& operator=(Predicate&&) noexcept;
    ~Predicate();

private:
    friend class PredicateBinder;
    explicit Predicate(std::unique_ptr<const Node> root);

    std::unique_ptr<const Node> root_;
};

}  // namespace rowlock::soql
