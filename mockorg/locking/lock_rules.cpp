#include "mockorg/locking/lock_rules.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/locking/compiled_rules.hpp"

#include <algorithm>

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

/// The references a target locks. An insert has no row before, a delete none after, and an update
/// locks its old parent only if that is being left.
FirstStep first_step(const RowWrite& write, const LockTarget& target) {
    FirstStep step{{}, reference(write.after, target.field)};
    if (write.kind == WriteKind::insert) return step;
    step.before = reference(write.before, target.field);
    if (write.kind == WriteKind::remove || step.before != step.after) return step;
    if (target.only_if_changed) return {};
    step.before.reset();
    return step;
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
        *compiled_, write.kind == WriteKind::remove ? write.before : write.after, records};
    for (const LockTarget& target : std::span{list.targets}.first(count)) {
        if (target.origin == LockTarget::Origin::self) {
            out.push_back({key_of(write.self), row_in_chunk, target.rule});
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

std::optional<std::vector<PlainTarget>> LockRules::plain_targets(ObjectNo object, WriteKind kind)
    const {
    const auto& by_kind = compiled_->targets[static_cast<std::size_t>(object)];
    const TargetList& list = by_kind[static_cast<std::size_t>(kind)];
    std::vector<PlainTarget> plain;
    for (const LockTarget& target : list.targets) {
        if (target.detail != LockTarget::k_plain) return std::nullopt;
        std::optional<FieldNo> field;
        if (target.origin == LockTarget::Origin::reference) field = target.field;
        plain.push_back({field, plain.size() >= list.always_count, target.rule});
    }
    return plain;
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
