#include "checks/input/unmet_conditions.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/soql/parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace rowlock {
namespace {

/// Fields of the row itself that a condition looks at, as it writes them.
void add_fields(const soql::Condition& condition, std::set<std::string>& fields) {
    for (const soql::Condition& part : condition.parts) add_fields(part, fields);
    const auto& steps = condition.operand.field.steps;
    if (steps.size() == 1) fields.insert(steps.front());
}

/// Looks at nothing that lock rules would not look at, too: whoever asks for a stored value may
/// learn that no file has it.
bool changes(const RowWrite& write, FieldNo field) {
    if (write.kind != WriteKind::update) return true;
    if (!write.after->may_have_changed(field)) return false;
    const Value before = write.before->value(field);
    const Value after = write.after->value(field);
    const bool references =
        before.kind == Value::Kind::reference && after.kind == Value::Kind::reference;
    return !references || !(before.record == after.record);
}

}  // namespace

UnmetConditions::UnmetConditions(
    const Schema& schema,
    const LockRules& rules,
    const LoadColumns& columns,
    const UnresolvedCounts& open,
    RowNo first_row
)
    : columns_(columns), open_(open), next_row_(first_row) {
    const bool upsert = columns.operation == WriteOperation::upsert;
    if (upsert || columns.operation == WriteOperation::insert)
        add_rules(WriteKind::insert, schema, rules);
    if (upsert || columns.operation == WriteOperation::update)
        add_rules(WriteKind::update, schema, rules);
    if (columns.operation == WriteOperation::remove) add_rules(WriteKind::remove, schema, rules);
}

void UnmetConditions::add_rules(WriteKind kind, const Schema& schema, const LockRules& rules) {
    const ObjectType& object = *columns_.object;
    for (const LockRules::ObjectTarget& target : rules.targets_of(object.number, kind)) {
        const LockRule& rule = rules.rules()[target.rule];
        if (rule.condition.empty()) continue;
        Group& group = group_of(kind, rule, schema);
        group.rules.push_back(rule.id);
        if (target.field) group.references.push_back({*target.field, rule.only_if_changed});
        if (rule.lock != LockRule::Thing::group_membership) continue;
        group.locks_groups = true;
        for (const std::string& name : rule.if_changed) {
            group.changed.push_back(object.find_field(name)->number);
        }
    }
}

UnmetConditions::Group& UnmetConditions::group_of(
    WriteKind kind, const LockRule& rule, const Schema& schema
) {
    const auto known = std::find_if(groups_.begin(), groups_.end(), [&](const Group& group) {
        return group.kind == kind && group.text == rule.condition;
    });
    if (known != groups_.end()) return *known;
    const auto condition = soql::parse_condition(rule.condition);
    ROWLOCK_ASSERT(condition);
    auto bound = soql::Predicate::bind(schema, *columns_.object, *condition);
    ROWLOCK_ASSERT(bound);
    groups_.push_back({kind, rule.condition, *std::move(bound), {}, {}, {}, false, 0, 0});
    return groups_.back();
}

bool UnmetConditions::wants_locks(const Group& group, const RowWrite& write) {
    const RowView& row = write.kind == WriteKind::remove ? *write.before : *write.after;
    const auto leads_on = [&](const Reference& reference) {
        if (reference.only_if_changed && !changes(write, reference.field)) return false;
        return row.value(reference.field).kind != Value::Kind::null;
    };
    const auto& references = group.references;
    if (std::any_of(references.begin(), references.end(), leads_on)) return true;
    const auto& changed = group.changed;
    return group.locks_groups &&
           (changed.empty() || std::any_of(changed.begin(), changed.end(), [&](FieldNo field) {
                return changes(write, field);
            }));
}

void UnmetConditions::check(const RowWrite& write, const RecordReader& records) {
    const RowView* const row = write.kind == WriteKind::remove ? write.before : write.after;
    for (Group& group : groups_) {
        if (group.kind != write.kind || !wants_locks(group, write)) continue;
        const std::uint64_t noted = open_.times_noted();
        if (group.condition.matches(*row, records) || open_.times_noted() != noted) continue;
        if (group.rows++ == 0) group.first_row = row_;
    }
}

std::string UnmetConditions::describe_missing_columns(const Group& group) const {
    // What a delete looks at is stored, whatever its columns are.
    if (group.kind == WriteKind::remove) return {};
    std::set<std::string> fields;
    add_fields(*soql::parse_condition(group.text), fields);
    std::vector<std::string> missing;
    for (const std::string& name : fields) {
        const Field* const field = columns_.object->find_field(name);
        if (field == nullptr) continue;
        const auto number = static_cast<std::size_t>(field->number);
        if (columns_.position_of[number] == LoadColumns::k_absent) missing.push_back(field->name);
    }
    if (missing.empty()) return {};
    return fmt::format(" (no column gives {})", fmt::join(missing, " or "));
}

std::string UnmetConditions::describe_rules(const Group& group) const {
    const bool one = group.rules.size() == 1;
    return fmt::format(
        "the rule{} {}, whose condition {} does not hold{}",
        one ? "" : "s",
        fmt::join(group.rules, ", "),
        group.text,
        describe_missing_columns(group)
    );
}

void UnmetConditions::list(std::vector<Unresolved>& out) const {
    for (const Group& group : groups_) {
        if (group.rows == 0) continue;
        add_unresolved(
            {UnresolvedReason::unmet_condition,
             columns_.load,
             columns_.object->name,
             describe_rules(group),
             group.rows,
             group.first_row},
            out
        );
    }
}

}  // namespace rowlock
