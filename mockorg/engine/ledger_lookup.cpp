#include "mockorg/codec/numbers.hpp"
#include "mockorg/engine/id_prefixes.hpp"
#include "mockorg/engine/org_state.hpp"

#include <algorithm>

namespace rowlock {
namespace {

/// The value as people write it; empty for values that name nobody.
std::string named_text(const Value& value) {
    if (value.kind == Value::Kind::text) return std::string{value.text};
    std::string text;
    if (value.kind == Value::Kind::number) append_number(text, value.number);
    return text;
}

}  // namespace

std::vector<TransactionSpan> Org::open_transactions() const {
    const World& world = state_->world;
    std::vector<TransactionSpan> spans;
    for (const Transaction& each : world.transactions) {
        if (!each.open || !each.asked_at) continue;
        const TimePoint granted = each.holding ? each.held_since : world.now;
        spans.push_back({each.origin, each.number, *each.asked_at, granted, world.now, each.holding}
        );
    }
    return spans;
}

std::string Org::label_of(RecordHandle record) const {
    const Store& store = state_->world.store;
    const ObjectType& object = config().schema->object(record.object);
    for (const Field& field : object.fields()) {
        if (!field.name_field) continue;
        std::string name = named_text(store.value(record, field.number));
        if (!name.empty()) return name;
    }
    for (const Field& field : object.fields()) {
        if (!field.external_id) continue;
        const std::string key = named_text(store.value(record, field.number));
        if (!key.empty()) return field.name + " = " + key;
    }
    return {};
}

const JobInfo& Org::job_info(std::uint32_t job) const {
    return state_->world.jobs.at(job).info;
}

std::optional<BatchIdentity> Org::batch_of(const TransactionOrigin& origin) const {
    const Job& job = state_->world.jobs.at(origin.job);
    if (origin.batch >= job.batches.size()) return std::nullopt;
    const Batch& batch = job.batches[origin.batch];
    BatchIdentity identity{std::nullopt, batch.first_row, batch.rows};
    if (job.is_v1()) identity.id = state_->world.system_id(k_batch_prefix, batch.number);
    return identity;
}

}  // namespace rowlock
