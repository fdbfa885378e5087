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
    const auto part_matches = [&](const Node& part) { return part.matches(row, records); };
    switch (kind) {
        case Condition::Kind::all_of:
            return std::all_of(parts.begin(), parts.end(), part_matches);
        case Condition::Kind::any_of:
            return std::any_of(parts.begin(), parts.end(), part_matches);
        case Condition::Kind::none_of:
            return std::none_of(parts.begin(), parts.end(), part_matches);
        case Condition::Kind::compare:
            break;
    }
    return holds_for(value_of(operand, row, records), records);
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

std::vector<Predicate::KeyTest> Predicate::key_tests() const {
    std::vector<KeyTest> found;
    std::vector<const Node*> to_visit{root_.get()};
    while (!to_visit.empty()) {
        const Node& node = *to_visit.back();
        to_visit.pop_back();
        if (node.kind == Condition::Kind::all_of) {
            // From the back, so that they are visited in the order written.
            for (auto part = node.parts.rbegin(); part != node.parts.rend(); ++part) {
                to_visit.push_back(&*part);
            }
            continue;
        }
        const bool is_plain = node.kind == Condition::Kind::compare && node.operand.own_field &&
                              node.operand.function == DateFunction::none;
        if (!is_plain) continue;
        if (node.joined && node.comparison == Comparison::in) {
            found.push_back({*node.operand.own_field, {}, node.joined.get()});
        } else if (!node.keys.empty()) {
            found.push_back({*node.operand.own_field, node.keys, nullptr});
        }
    }
    return found;
}

std::optional<FieldNo> Predicate::only_field() const {
    if (root_->kind != Condition::Kind::compare) return std::nullopt;
    return root_->operand.own_field;
}

}  // namespace rowlock::soql
