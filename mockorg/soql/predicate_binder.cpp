#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/record_id.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/numbers.hpp"
#include "mockorg/soql/error_text.hpp"
#include "mockorg/soql/periods.hpp"
#include "mockorg/soql/predicate.hpp"
#include "mockorg/soql/predicate_node.hpp"
#include "mockorg/soql/semi_join_types.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rowlock::soql {

namespace {

using Kind = ValueSet::Kind;

/// What a field of this type compares as; nothing for compounds and times of day.
std::optional<Kind> kind_of(FieldType type) {
    if (holds_text(type)) return Kind::text;
    if (holds_number(type)) return Kind::number;
    switch (type) {
        case FieldType::id:
        case FieldType::reference:
            return Kind::record;
        case FieldType::boolean:
            return Kind::boolean;
        case FieldType::date:
            return Kind::date;
        case FieldType::datetime:
            return Kind::datetime;
        default:
            return std::nullopt;
    }
}

/// The type as an org's messages name it.
std::string_view wire_type(FieldType type) {
    if (type == FieldType::int_) return "int";
    switch (kind_of(type).value_or(Kind::text)) {
        case Kind::number:
            return "double";
        case Kind::record:
            return "ID";
        case Kind::boolean:
            return "boolean";
        case Kind::date:
            return "date";
        case Kind::datetime:
            return "dateTime";
        default:
            return "string";
    }
}

bool is_ordering(Comparison comparison) {
    return comparison == Comparison::lt || comparison == Comparison::le ||
           comparison == Comparison::gt || comparison == Comparison::ge;
}

/// The operand's field; null where it is none: a record's type or an aggregate.
const Field* field_of(const BoundOperand& operand) {
    return operand.path.names_object ? nullptr : operand.path.field;
}

/// Names of records, read from rows of one object.
class RecordOperands final : public OperandBinder {
public:
    RecordOperands(const Schema& schema, const ObjectType& object, std::string_view source)
        : schema_(schema), object_(object), source_(source) {}

    Result<BoundOperand> bind(const Expression& expression) const override {
        return bind_operand(schema_, object_, expression, source_);
    }

private:
    const Schema& schema_;
    const ObjectType& object_;
    std::string_view source_;
};

}  // namespace

/// Turns a condition's tree into nodes, checking names and literals on the way.
class PredicateBinder {
public:
    PredicateBinder(
        const Schema& schema, const OperandBinder& operands, const ConditionContext& context
    )
        : schema_(schema), operands_(operands), context_(context) {}

    Result<Predicate> run(const Condition& condition) const {
        auto root = std::make_unique<Predicate::Node>();
        if (auto bound = bind(condition, *root); !bound) return Failure{bound.error()};
        return Predicate{std::move(root)};
    }

private:
    using Node = Predicate::Node;

    Result<void> bind(const Condition& condition, Node& node) const {
        node.kind = condition.kind;
        if (condition.kind == Condition::Kind::compare) return bind_comparison(condition, node);
        node.parts.reserve(condition.parts.size());
        for (const Condition& part : condition.parts) {
            if (auto bound = bind(part, node.parts.emplace_back()); !bound) return bound;
        }
        return {};
    }

    Result<void> bind_comparison(const Condition& condition, Node& node) const {
        Result<BoundOperand> operand = operands_.bind(condition.operand);
        if (!operand) return Failure{operand.error()};
        node.operand = *std::move(operand);
        node.comparison = condition.comparison;
        const Result<Kind> kind = comparable_kind(condition, node.operand);
        if (!kind) return Failure{kind.error()};
        if (condition.subquery) return bind_semi_join(condition, *kind, node);
        node.literals = ValueSet{*kind};
        for (const Literal& literal : condition.literals) {
            if (auto added = add_literal(condition, literal, node); !added) return added;
        }
        node.literals.seal();
        const bool is_key =
            condition.comparison == Comparison::eq || condition.comparison == Comparison::in;
        if (!is_key || node.keys.size() != condition.literals.size()) node.keys.clear();
        return {};
    }

    Result<Kind> comparable_kind(const Condition& condition, const BoundOperand& operand) const {
        const Field* field = field_of(operand);
        std::optional<Kind> kind = kind_of(operand.type);
        // A time of day is kept as text, which says enough where nothing but null is asked for.
        if (operand.type == FieldType::time && asks_for_null(condition)) kind = Kind::text;
        if (field != nullptr && (!field->filterable || operand.type == FieldType::address)) {
            return wrong(
                condition,
                ErrorCode::invalid_field,
                fmt::format("field '{}' can not be filtered in a query call", field->name)
            );
        }
        if (!kind) {
            return wrong(
                condition,
                ErrorCode::malformed_query,
                fmt::format(
                    "comparing the time of day '{}' is not supported by this mock org",
                    operand.canonical
                )
            );
        }
        if (!takes(condition.comparison, *kind, operand.type)) {
            return wrong(
                condition,
                ErrorCode::invalid_query_filter_operator,
                fmt::format("invalid operator on {} field", api_name_of(operand.type))
            );
        }
        const bool exact = field != nullptr && field->case_sensitive && *kind == Kind::text;
        return exact ? Kind::exact_text : *kind;
    }

    static bool asks_for_null(const Condition& condition) {
        return condition.comparison != Comparison::like && !condition.literals.empty() &&
               std::all_of(
                   condition.literals.begin(),
                   condition.literals.end(),
                   [](const Literal& literal) { return literal.kind == Literal::Kind::null; }
               );
    }

    static bool takes(Comparison comparison, Kind kind, FieldType type) {
        if (comparison == Comparison::like) return kind == Kind::text;
        if (comparison == Comparison::includes || comparison == Comparison::excludes) {
            return type == FieldType::multipicklist;
        }
        return !is_ordering(comparison) || kind != Kind::boolean;
    }

    Result<void> bind_semi_join(const Condition& condition, Kind kind, Node& node) const {
        if (context_.semi_joins == nullptr) {
            return wrong(
                condition,
                ErrorCode::malformed_query,
                "a subquery in this condition is not supported by this mock org"
            );
        }
        if (kind != Kind::record) {
            return wrong(
                condition,
                ErrorCode::invalid_query_filter_operator,
                fmt::format(
                    "The left operand field in the where expression for outer query should be an "
                    "id field, cannot use: '{}'",
                    node.operand.canonical
                )
            );
        }
        Result<std::shared_ptr<const RecordSet>> joined =
            context_.semi_joins->find(*condition.subquery);
        if (!joined) return Failure{joined.error()};
        node.joined = *std::move(joined);
        return check_joined_type(schema_, condition, node.operand, context_.source);
    }

    Result<void> add_literal(const Condition& condition, const Literal& literal, Node& node) const {
        const bool is_null = literal.kind == Literal::Kind::null ||
                             (literal.kind == Literal::Kind::text && literal.text.empty());
        switch (node.literals.kind()) {
            case Kind::text:
            case Kind::exact_text:
                if (is_null) break;
                return add_text(condition, literal, node);
            case Kind::record:
                if (is_null) break;
                return add_record(condition, literal, node);
            default:
                if (literal.kind == Literal::Kind::null) break;
                if (literal.kind == Literal::Kind::period)
                    return add_period(condition, literal, node);
                return add_plain(condition, literal, node);
        }
        node.literals.add_null();
        return {};
    }

    Result<void> add_text(const Condition& condition, const Literal& literal, Node& node) const {
        if (literal.kind != Literal::Kind::text) return wrong_type(condition, node);
        switch (condition.comparison) {
            case Comparison::like:
                node.pattern.emplace(literal.text);
                break;
            case Comparison::includes:
            case Comparison::excludes:
                node.picks.add(literal.text);
                break;
            default:
                node.literals.add_text(literal.text);
                node.keys.push_back(literal.text);
        }
        return {};
    }

    Result<void> add_record(const Condition& condition, const Literal& literal, Node& node) const {
        if (literal.kind != Literal::Kind::text) return wrong_type(condition, node);
        const std::optional<RecordId> id = RecordId::parse(literal.text);
        if (!id) {
            return wrong(
                condition,
                ErrorCode::invalid_query_filter_operator,
                fmt::format("invalid ID field: {}", literal.text)
            );
        }
        node.keys.push_back(id->text());
        // A reference without targets holds the id as it was written, long or short.
        const Field* field = field_of(node.operand);
        if (field != nullptr && field->reference_to.empty()) {
            node.literals.add_text(id->text());
            node.literals.add_text(id->short_text());
        }
        node.literals.add_record(*id, schema_.find_by_prefix(id->prefix()));
        return {};
    }

    /// Boolean, number, date or datetime: literals that stand without quotes.
    Result<void> add_plain(const Condition& condition, const Literal& literal, Node& node) const {
        const Kind kind = node.literals.kind();
        node.keys.push_back(to_lower(literal.text));
        if (kind == Kind::boolean && literal.kind == Literal::Kind::boolean) {
            node.literals.add_boolean(node.keys.back() == "true");
            return {};
        }
        if (kind == Kind::number && literal.kind == Literal::Kind::number) {
            const std::optional<double> number = parse_number(literal.text);
            if (!number) {
                return wrong(
                    condition,
                    ErrorCode::malformed_query,
                    fmt::format("invalid number: '{}'", literal.text)
                );
            }
            node.literals.add_number(*number);
            return {};
        }
        if (kind == Kind::date && literal.kind == Literal::Kind::date) {
            if (const auto days = parse_date(literal.text)) {
                node.literals.add_instant(*days);
                return {};
            }
        }
        if (kind == Kind::datetime && literal.kind == Literal::Kind::datetime) {
            if (const auto milliseconds = parse_datetime(literal.text)) {
                node.literals.add_instant(*milliseconds);
                return {};
            }
        }
        return wrong_type(condition, node);
    }

    /// A date literal means all days of its period: what is before it is less, what is behind it is
    /// greater.
    Result<void> add_period(const Condition& condition, const Literal& literal, Node& node) const {
        constexpr std::int64_t k_ms_per_day = 86'400'000;
        const Kind kind = node.literals.kind();
        if (kind != Kind::date && kind != Kind::datetime) return wrong_type(condition, node);
        if (!context_.today) {
            return wrong(
                condition,
                ErrorCode::malformed_query,
                fmt::format("'{}' has no meaning here: there is no today", literal.text)
            );
        }
        const auto period = period_of(literal.text, literal.count, *context_.today);
        if (!period) return wrong_type(condition, node);
        const std::int64_t unit = kind == Kind::datetime ? k_ms_per_day : 1;
        const std::int64_t first = period->first * unit;
        const std::int64_t end = period->end * unit;
        switch (condition.comparison) {
            case Comparison::lt:
            case Comparison::ge:
                node.literals.add_instant(first);
                break;
            case Comparison::le:
                node.comparison = Comparison::lt;
                node.literals.add_instant(end);
                break;
            case Comparison::gt:
                node.comparison = Comparison::ge;
                node.literals.add_instant(end);
                break;
            default:
                node.literals.add_range(first, end);
        }
        return {};
    }

    Failure wrong_type(const Condition& condition, const Node& node) const {
        const bool quoted = node.literals.kind() == Kind::text ||
                            node.literals.kind() == Kind::exact_text ||
                            node.literals.kind() == Kind::record;
        return wrong(
            condition,
            ErrorCode::invalid_field,
            fmt::format(
                "value of filter criterion for field '{}' must be of type {} and should {}be "
                "enclosed in quotes",
                condition.operand.field.steps.empty() ? node.operand.canonical
                                                      : condition.operand.field.steps.back(),
                wire_type(node.operand.type),
                quoted ? "" : "not "
            )
        );
    }

    Failure wrong(const Condition& condition, ErrorCode code, std::string_view message) const {
        return fail_at(context_.source, condition.operand.position, code, message);
    }

    const Schema& schema_;
    const OperandBinder& operands_;
    const ConditionContext& context_;
};

Result<Predicate> Predicate::bind(
    const Schema& schema,
    const ObjectType& object,
    const Condition& condition,
    const ConditionContext& context
) {
    const RecordOperands operands{schema, object, context.source};
    return PredicateBinder{schema, operands, context}.run(condition);
}

Result<Predicate> Predicate::bind(
    const Schema& schema,
    const OperandBinder& operands,
    const Condition& condition,
    const ConditionContext& context
) {
    return PredicateBinder{schema, operands, context}.run(condition);
}

}  // namespace rowlock::soql
