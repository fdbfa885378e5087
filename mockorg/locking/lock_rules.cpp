#include "mockorg/locking/lock_rules.hpp"

#include "mockorg/base/folded_text.hpp"
#include "mockorg/base/hash.hpp"
#include "mockorg/locking/compiled_rules.hpp"

#include <algorithm>
#include <bit>

namespace rowlock {
namespace {

std::optional<RecordHandle> reference(const Value& value) {
    if (value.kind != Value::Kind::reference) return std::nullopt;
    return value.record;
}

std::optional<RecordHandle> reference(const RowView* row, FieldNo field) {
    return row == nullptr ? std::nullopt : reference(row->value(field));
}

/// The end of a path that has reached `record`; nothing where a step is null or leads nowhere.
std::optional<RecordHandle> follow(
    std::span<const PathStep> steps, std::optional<RecordHandle> record, const RecordReader& records
) {
    for (const PathStep& step : steps) {
        if (!record) return std::nullopt;
        const auto found = std::find_if(step.begin(), step.end(), [&](const auto& start) {
            return start.first == record->object;
        });
        if (found == step.end()) return std::nullopt;
        record = reference(records.value(*record, found->second));
    }
    return record;
}

/// Where one target's first step leads, before and after the write.
struct FirstStep {
    std::optional<RecordHandle> before;
    std::optional<RecordHandle> after;
};

/// False for a field that an update leaves as it was, as far as that shows without looking at
/// values.
bool may_change(const RowWrite& write, FieldNo field) {
    return write.kind != WriteKind::update || write.after == nullptr ||
           write.after->may_have_changed(field);
}

/// What was, of a write that leaves nothing to be looked at.
bool looks_back(WriteKind kind) {
    return kind == WriteKind::remove || kind == WriteKind::clear;
}

/// The references a target locks. An insert has no row before, a delete none after, and an update
/// locks its old parent only if that is being left.
FirstStep first_step(const RowWrite& write, const LockTarget& target) {
    if (target.only_if_changed && !may_change(write, target.field)) return {};
    FirstStep step{{}, reference(write.after, target.field)};
    if (write.kind == WriteKind::insert) return step;
    step.before = reference(write.before, target.field);
    if (looks_back(write.kind) || step.before != step.after) return step;
    if (target.only_if_changed) return {};
    step.before.reset();
    return step;
}

bool same_value(const Value& a, const Value& b) {
    if (a.kind != b.kind) return false;
    switch (a.kind) {
        case Value::Kind::null:
            return true;
        case Value::Kind::boolean:
            return a.boolean == b.boolean;
        case Value::Kind::number:
            return a.number == b.number;
        case Value::Kind::text:
            return a.text == b.text;
        case Value::Kind::date:
            return a.date == b.date;
        case Value::Kind::datetime:
            return a.datetime == b.datetime;
        case Value::Kind::reference:
            return a.record == b.record;
    }
    return false;
}

Value value_in(const RowView* row, FieldNo field) {
    return row == nullptr ? Value::of_null() : row->value(field);
}

/// Whether an update changes one of the fields; other writes always do.
bool any_changes(const RowWrite& write, std::span<const FieldNo> fields) {
    if (write.kind != WriteKind::update || fields.empty()) return true;
    return std::any_of(fields.begin(), fields.end(), [&](FieldNo field) {
        return may_change(write, field) &&
               !same_value(value_in(write.before, field), value_in(write.after, field));
    });
}

/// The key of a value in a unique field's index; nothing for a null, of which there may be many.
std::optional<LockKey> unique_key(
    const Schema& schema, ObjectNo object, FieldNo number, Value value
) {
    std::uint64_t hash = 0;
    if (value.kind == Value::Kind::text) {
        const Field& field = schema.object(object).field(number);
        hash = field.case_sensitive ? hash_text(value.text) : hash_text(fold_case(value.text));
    } else if (value.kind == Value::Kind::number) {
        hash = hash_combine(0, std::bit_cast<std::uint64_t>(value.number));
    } else {
        return std::nullopt;
    }
    hash = hash_combine(hash, static_cast<std::uint64_t>(number));
    return LockKey::unique_value(object, static_cast<std::uint32_t>(hash >> 32));
}

/// Answers whether conditions hold for one row. Rules that share a condition follow one another, so
/// the last answer is worth keeping.
class ConditionCheck {
public:
    ConditionCheck(const CompiledRules& rules, const RowView* row, const RecordReader& records)
        : rules_(rules), row_(row), records_(records) {}

    bool holds(std::uint32_t condition) {
        if (condition == RuleDetail::k_unconditional) return true;
        // Without the row there are no references to lock either.
        if (row_ == nullptr) return false;
        if (condition != last_condition_) {
            last_condition_ = condition;
            last_answer_ = rules_.conditions[condition].matches(*row_, records_);
        }
        return last_answer_;
    }

private:
    const CompiledRules& rules_;
    const RowView* row_;
    const RecordReader& records_;
    std::uint32_t last_condition_ = RuleDetail::k_unconditional;
    bool last_answer_ = false;
};

}  // namespace

struct LockRules::Compiled : CompiledRules {};

LockRules::LockRules(std::unique_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

LockRules::LockRules(LockRules&&) noexcept = default;
LockRules& LockRules::operator=(LockRules&&) noexcept = default;
LockRules::~LockRules() = default;

Result<LockRules> LockRules::compile(
    std::shared_ptr<const Schema> schema, std::span<const LockRule> rules
) {
    Result<CompiledRules> compiled = compile_rules(std::move(schema), rules);
    if (!compiled) return tl::make_unexpected(std::move(compiled.error()));
    return LockRules{std::make_unique<const Compiled>(Compiled{*std::move(compiled)})};
}

void LockRules::collect(
    const RowWrite& write,
    std::uint16_t row_in_chunk,
    const RecordReader& records,
    bool include_may,
    std::vector<WantedLock>& out
) const {
    const auto& by_kind = compiled_->targets[static_cast<std::size_t>(write.object)];
    const TargetList& list = by_kind[static_cast<std::size_t>(write.kind)];
    const std::size_t count = include_may ? list.targets.size() : list.always_count;
    ConditionCheck condition{
        *compiled_, looks_back(write.kind) ? write.before : write.after, records};
    for (const LockTarget& target : std::span{list.targets}.first(count)) {
        if (target.origin == LockTarget::Origin::self) {
            out.push_back({key_of(write.self), row_in_chunk, target.rule});
            continue;
        }
        if (target.origin == LockTarget::Origin::group_membership) {
            const RuleDetail& detail = compiled_->details[target.detail];
            if (any_changes(write, detail.changed) && condition.holds(detail.condition))
                out.push_back({LockKey::group_membership(), row_in_chunk, target.rule});
            continue;
        }
        if (target.origin == LockTarget::Origin::unique_value) {
            add_unique_keys(write, target, row_in_chunk, out);
            continue;
        }
        FirstStep step = first_step(write, target);
        if (target.detail != LockTarget::k_plain) {
            const RuleDetail& detail = compiled_->details[target.detail];
            if (!condition.holds(detail.condition)) continue;
            step.before = follow(detail.further_steps, step.before, records);
            step.after = follow(detail.further_steps, step.after, records);
        }
        if (step.after) out.push_back({key_of(*step.after), row_in_chunk, target.rule});
        if (step.before) out.push_back({key_of(*step.before), row_in_chunk, target.rule});
    }
}

/// The entries of the index that a write makes or takes out.
void LockRules::add_unique_keys(
    const RowWrite& write,
    const LockTarget& target,
    std::uint16_t row_in_chunk,
    std::vector<WantedLock>& out
) const {
    const FieldNo field = target.field;
    if (!any_changes(write, std::span{&field, 1})) return;
    for (const RowView* row : {write.after, write.before}) {
        const auto key = unique_key(*compiled_->schema, write.object, field, value_in(row, field));
        if (key) out.push_back({*key, row_in_chunk, target.rule});
    }
}

std::optional<std::vector<PlainTarget>> LockRules::plain_targets(ObjectNo object, WriteKind kind)
    const {
    const auto& by_kind = compiled_->targets[static_cast<std::size_t>(object)];
    const TargetList& list = by_kind[static_cast<std::size_t>(kind)];
    std::vector<PlainTarget> plain;
    for (const LockTarget& target : list.targets) {
        if (target.detail != LockTarget::k_plain) return std::nullopt;
        if (target.origin == LockTarget::Origin::unique_value) return std::nullopt;
        std::optional<FieldNo> field;
        if (target.origin == LockTarget::Origin::reference) field = target.field;
        plain.push_back({field, plain.size() >= list.always_count, target.rule});
    }
    return plain;
}

std::vector<LockRules::ObjectTarget> LockRules::targets_of(ObjectNo object, WriteKind kind) const {
    const auto& by_kind = compiled_->targets[static_cast<std::size_t>(object)];
    std::vector<ObjectTarget> result;
    for (const LockTarget& target : by_kind[static_cast<std::size_t>(kind)].targets) {
        std::optional<FieldNo> field;
        const bool by_field = target.origin == LockTarget::Origin::reference ||
                              target.origin == LockTarget::Origin::unique_value;
        if (by_field) field = target.field;
        result.push_back({object, kind, field, target.rule});
    }
    return result;
}

LockKey LockRules::key_of(RecordHandle record) const {
    return LockKey::of(compiled_->depths[static_cast<std::size_t>(record.object)], record);
}

const std::vector<LockRule>& LockRules::rules() const {
    return compiled_->rules;
}

bool LockRules::locks_anything(ObjectNo object, WriteKind kind) const {
    const auto& by_kind = compiled_->targets[static_cast<std::size_t>(object)];
    return !by_kind[static_cast<std::size_t>(kind)].targets.empty();
}

}  // namespace rowlock
