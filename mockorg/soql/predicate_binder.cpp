#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/record_id.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/numbers.hpp"
#include "mockorg/soql/error_text.hpp"
#include "mockorg/soql/predicate.hpp"
#include "mockorg/soql/predicate_node.hpp"

#include <fmt/format.h>

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

}  // namespace

/// Turns a condition's tree into nodes, checking names and literals on the way.
class PredicateBinder {
public:
    PredicateBinder(const Schema& schema, const ObjectType& object, std::string_view source)
        : schema_(schema), object_(object), source_(source) {}

    static Result<Predicate> run(
        const Schema& schema,
        const ObjectType& object,
        const Condition& condition,
        std::string_view source
    ) {
        auto root = std::make_unique<Predicate::Node>();
        if (auto bound = PredicateBinder{schema, object, source}.bind(condition, *root); !bound) {
            return Failure{bound.error()};
        }
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
        Result<BoundPath> path = bind_path(schema_, object_, condition.field, source_);
        if (!path) return Failure{path.error()};
        node.path = *std::move(path);
        if (node.path.steps.size() == 1 && !node.path.names_object) {
            node.own_field = node.path.steps.front().fields.front().field;
        }
        node.comparison = condition.comparison;
        const Result<Kind> kind = comparable_kind(condition, node.path);
        if (!kind) return Failure{kind.error()};
        node.literals = ValueSet{*kind};
        for (const Literal& literal : condition.literals) {
            if (auto added = add_literal(condition, literal, node); !added) return added;
        }
        node.literals.seal();
        const bool is_equality =
            condition.comparison == Comparison::eq || condition.comparison == Comparison::in;
        if (!is_equality || condition.literals.size() != 1) node.equality.reset();
        return {};
    }

    Result<Kind> comparable_kind(const Condition& condition, const BoundPath& path) const {
        if (path.names_object) return Kind::text;
        const std::optional<Kind> kind = kind_of(path.type);
        if (!path.field->filterable || path.type == FieldType::address) {
            return wrong(
                condition,
                ErrorCode::invalid_field,
                fmt::format("field '{}' can not be filtered in a query call", path.field->name)
            );
        }
        if (!kind) {
            return wrong(
                condition,
                ErrorCode::malformed_query,
                fmt::format(
                    "comparing the time of day '{}' is not supported by this mock org",
                    path.field->name
                )
            );
        }
        const bool takes_like = *kind == Kind::text;
        const bool takes_order = *kind != Kind::boolean;
        if ((condition.comparison == Comparison::like && !takes_like) ||
            (is_ordering(condition.comparison) && !takes_order)) {
            return wrong(
                condition,
                ErrorCode::invalid_query_filter_operator,
                fmt::format("invalid operator on {} field", api_name_of(path.type))
            );
        }
        return *kind == Kind::text && path.field->case_sensitive ? Kind::exact_text : *kind;
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
                return add_plain(condition, literal, node);
        }
        node.literals.add_null();
        return {};
    }

    Result<void> add_text(const Condition& condition, const Literal& literal, Node& node) const {
        if (literal.kind != Literal::Kind::text) return wrong_type(condition, node);
        if (condition.comparison == Comparison::like) {
            node.pattern.emplace(literal.text);
        } else {
            node.literals.add_text(literal.text);
            node.equality = literal.text;
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
        node.equality = id->text();
        node.literals.add_record(*id, schema_.find_by_prefix(id->prefix()));
        return {};
    }

    /// Boolean, number, date or datetime: literals that stand without quotes.
    Result<void> add_plain(const Condition& condition, const Literal& literal, Node& node) const {
        node.equality = literal.text;
        const Kind kind = node.literals.kind();
        if (kind == Kind::boolean && literal.kind == Literal::Kind::boolean) {
            node.equality = to_lower(literal.text);
            node.literals.add_boolean(*node.equality == "true");
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
                condition.field.steps.back(),
                wire_type(node.path.type),
                quoted ? "" : "not "
            )
        );
    }

    Failure wrong(const Condition& condition, ErrorCode code, std::string_view message) const {
        return fail_at(source_, condition.field.position, code, message);
    }

    const Schema& schema_;
    const ObjectType& object_;
    std::string_view source_;
};

Result<Predicate> Predicate::bind(
    const Schema& schema,
    const ObjectType& object,
    const Condition& condition,
    std::string_view source
) {
    return PredicateBinder::run(schema, object, condition, source);
}

}  // namespace rowlock::soql
