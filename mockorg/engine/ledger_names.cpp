#include "mockorg/engine/ledger_names.hpp"

#include "mockorg/locking/rule_sentence.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace rowlock {
namespace {

/// The reference of the object that leads to the key by a rule for all fields of a kind; the first,
/// if several do.
std::string reference_column(const LockRule& rule, const ObjectType& object, ObjectNo target) {
    for (const Field& field : object.fields()) {
        const auto& targets = field.reference_to;
        const bool leads = std::find(targets.begin(), targets.end(), target) != targets.end();
        const bool master = rule.relation == LockRule::Relation::master_detail;
        if (leads && (field.master_detail || !master)) return field.name;
    }
    return {};
}

bool has_steps(const LockRule& rule) {
    return rule.path.find('.') != std::string::npos;
}

std::vector<std::string> operations_after(const ForeignWriter& writer) {
    std::vector<std::string> operations;
    if (writer.after_insert) operations.emplace_back("insert");
    if (writer.after_update) operations.emplace_back("update");
    if (writer.after_delete) operations.emplace_back("delete");
    return operations;
}

}  // namespace

std::uint32_t LedgerNamer::party(const LockParty& party) {
    const auto [found, is_new] =
        parties_.try_emplace(party, static_cast<std::uint32_t>(names_.parties.size()));
    if (is_new) names_.parties.push_back(named(party));
    return found->second;
}

std::uint32_t LedgerNamer::key(LockKey key) {
    const auto [found, is_new] =
        keys_.try_emplace(key.value(), static_cast<std::uint32_t>(names_.keys.size()));
    if (is_new) names_.keys.push_back(named(key));
    return found->second;
}

std::uint32_t LedgerNamer::rule(std::uint16_t rule) {
    return rule_with(rule, {});
}

std::uint32_t LedgerNamer::rule(std::uint16_t rule, const TransactionOrigin& origin, LockKey key) {
    const bool is_bulk = origin.kind == TransactionOrigin::Kind::bulk_chunk;
    if (!is_bulk) return rule_with(rule, {});
    const LockRule& known = org_.lock_rules().rules().at(rule);
    return rule_with(rule, column_of(known, org_.job_info(origin.job), key));
}

std::uint32_t LedgerNamer::rule_with(std::uint16_t rule, const std::string& column) {
    const auto [found, is_new] =
        rules_.try_emplace({rule, column}, static_cast<std::uint32_t>(names_.rules.size()));
    if (!is_new) return found->second;
    const LockRule& known = org_.lock_rules().rules().at(rule);
    names_.rules.push_back(
        {known.id,
         rule_sentence(known),
         std::string{text_of(known.evidence)},
         column,
         known.strength == LockStrength::may || !known.setting.empty(),
         known.object,
         known.relation == LockRule::Relation::self,
         has_steps(known) ? known.path : std::string{}}
    );
    return found->second;
}

std::string LedgerNamer::column_of(const LockRule& rule, const JobInfo& job, LockKey key) const {
    using Relation = LockRule::Relation;
    const Schema& schema = *org_.config().schema;
    const ObjectType* object = schema.find(job.object);
    if (object == nullptr || !key.is_record() || rule.relation == Relation::unique_value) return {};
    // A rule about what goes along with the row that is deleted.
    if (!rule.object.empty() && schema.find(rule.object) != object) return {};
    if (rule.relation == Relation::self && key.record().object != object->number) return {};
    if (rule.relation == Relation::self)
        return job.external_id_field.empty() ? "Id" : job.external_id_field;
    if (rule.relation == Relation::owner) return "OwnerId";
    if (!rule.path.empty()) {
        // Several steps are no relationship: rows of different first steps may lead there.
        const Field* field = object->find_relationship(rule.path);
        return field == nullptr ? std::string{} : field->name;
    }
    return reference_column(rule, *object, key.record().object);
}

NamedParty LedgerNamer::named(const LockParty& party) const {
    NamedParty named;
    if (party.kind == TransactionOrigin::Kind::rest) return named;
    if (party.kind == TransactionOrigin::Kind::bulk_chunk) {
        const JobInfo& job = org_.job_info(party.job);
        named.kind = NamedParty::Kind::bulk;
        named.name = job.id.text();
        named.object = job.object;
        named.operation = operation_name(job);
        named.bulk_api = job.api == BulkApi::v1 ? 1 : 2;
        named.serial = job.lane == Lane::serial;
        return named;
    }
    return foreign(party);
}

NamedParty LedgerNamer::foreign(const LockParty& party) const {
    NamedParty named;
    TransactionOrigin origin;
    origin.kind = party.kind;
    origin.job = party.job;
    named.name = org_.foreign_writer(origin);
    const bool is_fault = org_.faults().contains(named.name);
    named.kind = is_fault ? NamedParty::Kind::lock_fault : NamedParty::Kind::foreign_writer;
    for (const ForeignWriterReport& report : org_.foreign_writers()) {
        const ForeignWriter& writer = report.writer;
        if (is_fault || writer.name != named.name) continue;
        named.writer = name_of(writer.kind);
        if (!writer.is_automation()) continue;
        named.object = writer.object;
        named.after = operations_after(writer);
        named.delay = writer.delay;
        named.records = writer.records;
    }
    return named;
}

NamedKey LedgerNamer::named(LockKey key) const {
    if (key.kind() == LockKeyKind::group_membership)
        return {NamedKey::Kind::group_membership, {}, {}, {}};
    const RecordHandle record = key.record();
    const std::string& object = org_.config().schema->object(record.object).name;
    if (!key.is_record()) return {NamedKey::Kind::unique_value, object, {}, {}};
    return {NamedKey::Kind::record, object, org_.id_of(record).text(), org_.label_of(record)};
}

ConflictSide LedgerNamer::side(const TransactionOrigin& origin) {
    ConflictSide side;
    side.party = party(LockParty::of(origin));
    side.batch = origin.batch;
    side.first_row = origin.first_row;
    side.rows = origin.rows;
    if (origin.kind == TransactionOrigin::Kind::bulk_chunk) {
        const auto batch = org_.batch_of(origin);
        if (batch && batch->id) side.batch_id = batch->id->text();
    }
    return side;
}

ConflictSide LedgerNamer::side(
    const TransactionOrigin& origin,
    std::uint32_t row,
    std::uint16_t rule,
    LockKey key,
    LockCause cause
) {
    ConflictSide side = this->side(origin);
    side.row = row;
    side.cause = cause;
    // No column of the row says what others do because of it.
    side.rule = cause == LockCause::own ? this->rule(rule, origin, key) : this->rule(rule);
    return side;
}

}  // namespace rowlock
