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
    const Value value = own_field ? row.value(*own_field) : value_at(path, row, records);
    switch (comparison) {
        case Comparison::eq:
        case Comparison::in:
            return literals.contains(value, records);
        case Comparison::ne:
        case Comparison::not_in:
            return !literals.contains(value, records);
        case Comparison::like:
            return pattern && value.kind == Value::Kind::text && pattern->matches(value.text);
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

std::vector<Predicate::Equality> Predicate::equalities() const {
    std::vector<Equality> found;
    std::vector<const Node*> to_visit{root_.get()};
    while (!to_visit.empty()) {
        const Node& node = *to_visit.back();
        to_visit.pop_back();
        if (node.kind == Condition::Kind::all_of) {
            // From the back, so that they are visited in the order written.
            for (auto part = node.parts.rbegin(); part != node.parts.rend(); ++part) {
                to_visit.push_back(&*part);
            }
        } else if (node.kind == Condition::Kind::compare && node.equality && node.own_field) {
            found.push_back({*node.own_field, *node.equality});
        }
    }
    return found;
}

}  // namespace rowlock::soql
