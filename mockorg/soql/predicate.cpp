#include "mockorg/soql/predicate.hpp"

#include "mockorg/soql/predicate_node.hpp"

#include <algorithm>
#include <utility>

namespace rowlock::soql {

namespace {

bool holds(Comparison comparison, int sign) {
    switch (comparison) {
        case Comparison::lt:
            return sign < 0;
        case Comparison::le:
            return sign <= 0;
        case Comparison::gt:
            return sign > 0;
        case Comparison::ge:
            return sign >= 0;
        default:
            return false;
    }
}

bool is_in(const RecordSet& records, const Value& value) {
    return value.kind == Value::Kind::reference && records.contains(value.record);
}

}  // namespace

bool Predicate::Node::matches(const RowView& row, const RecordReader& records) const {
    if (kind == Condition::Kind::compare) {
        return holds_for(value_of(operand, row, records), records);
    }
    const auto part_matches = [&](const Node& part) { return part.matches(row, records); };
    if (kind == Condition::Kind::all_of) {
        return std::all_of(parts.begin(), parts.end(), part_matches);
    }
    if (kind == Condition::Kind::any_of) {
        return std::any_of(parts.begin(), parts.end(), part_matches);
    }
    return std::none_of(parts.begin(), parts.end(), part_matches);
}

bool Predicate::Node::holds_for(const Value& value, const RecordReader& records) const {
    switch (comparison) {
        case Comparison::eq:
            return literals.contains(value, records);
        case Comparison::in:
            return joined ? is_in(*joined, value) : literals.contains(value, records);
        case Comparison::ne:
            return !literals.contains(value, records);
        case Comparison::not_in:
            return joined ? !is_in(*joined, value) : !literals.contains(value, records);
        case Comparison::like:
            return pattern && value.kind == Value::Kind::text && pattern->matches(value.text);
        case Comparison::includes:
            return value.kind == Value::Kind::text && picks.includes_any(value.text);
        case Comparison::excludes:
            return value.kind != Value::Kind::text || !picks.includes_any(value.text);
        default:
            break;
    }
    const std::optional<int> sign = literals.compare(value, records);
    return sign && holds(comparison, *sign);
}

Predicate::Predicate(std::unique_ptr<const Node> root) : root_(std::move(root)) {}

Predicate::Predicate(Predicate&&) noexcept = default;
Predicate& Predicate::operator=(Predicate&&) noexcept = default;
Predicate::~Predicate() = default;

bool Predicate::matches(const RowView& row, const RecordReader& records) const {
    return root_->matches(row, records);
}

std::optional<Predicate::KeyDemand> Predicate::key_demand() const {
    return root_->key_demand();
}

std::optional<Predicate::KeyDemand> Predicate::Node::key_demand() const {
    if (kind == Condition::Kind::compare) return key_test();
    if (kind == Condition::Kind::none_of) return std::nullopt;
    const bool is_and = kind == Condition::Kind::all_of;
    KeyDemand demand;
    demand.kind = is_and ? KeyDemand::Kind::all_of : KeyDemand::Kind::any_of;
    for (const Node& part : parts) {
        std::optional<KeyDemand> of_part = part.key_demand();
        if (of_part) {
            demand.parts.push_back(*std::move(of_part));
        } else if (!is_and) {
            return std::nullopt;
        }
    }
    if (demand.parts.empty()) return std::nullopt;
    return demand;
}

std::optional<Predicate::KeyDemand> Predicate::Node::key_test() const {
    const bool is_plain = operand.own_field && operand.function == DateFunction::none;
    const bool is_join = joined && comparison == Comparison::in;
    if (!is_plain || (!is_join && keys.empty())) return std::nullopt;
    KeyDemand demand;
    demand.test.field = *operand.own_field;
    if (is_join) {
        demand.test.records = joined.get();
    } else {
        demand.test.texts = keys;
    }
    return demand;
}

void Predicate::Node::add_own_fields(std::vector<FieldNo>& fields) const {
    if (kind == Condition::Kind::compare) {
        const bool is_own = operand.own_field.has_value();
        fields.push_back(
            is_own ? *operand.own_field : operand.path.steps.front().fields.front().field
        );
    }
    for (const Node& part : parts) part.add_own_fields(fields);
}

Condition::Kind Predicate::Part::kind() const {
    return node_->kind;
}

std::vector<Predicate::Part> Predicate::Part::parts() const {
    std::vector<Part> parts;
    for (const Node& part : node_->parts) parts.push_back(Part{part});
    return parts;
}

std::vector<FieldNo> Predicate::Part::own_fields() const {
    std::vector<FieldNo> fields;
    node_->add_own_fields(fields);
    std::sort(fields.begin(), fields.end());
    fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
    return fields;
}

std::optional<FieldNo> Predicate::Part::compared_field() const {
    const bool is_plain = node_->kind == Condition::Kind::compare && node_->operand.own_field &&
                          node_->operand.function == DateFunction::none;
    return is_plain ? node_->operand.own_field : std::nullopt;
}

std::optional<std::vector<RecordId>> Predicate::Part::compared_ids() const {
    if (node_->joined) return std::nullopt;
    return node_->literals.ids();
}

bool Predicate::Part::matches_value(const Value& value, const RecordReader& records) const {
    return node_->holds_for(value, records);
}

bool Predicate::Part::matches(const RowView& row, const RecordReader& records) const {
    return node_->matches(row, records);
}

}  // namespace rowlock::soql
