#include "mockorg/explain/ledger_file.hpp"

#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/explain/contention_json.hpp"
#include "mockorg/explain/ledger_words.hpp"

namespace rowlock {
namespace {

std::int64_t microseconds_of(TimePoint time) {
    return time.time_since_epoch().count();
}

void append_text_if_any(JsonWriter& json, std::string_view name, const std::string& text) {
    if (!text.empty()) json.member(name, text);
}

void append_automation(JsonWriter& json, const NamedParty& party) {
    json.member("object", party.object).key("after").begin_array();
    for (const std::string& operation : party.after) json.value(operation);
    json.end_array()
        .member("delaySeconds", to_seconds(party.delay))
        .member("records", party.records);
}

void append_parties(JsonWriter& json, const LedgerReport& report) {
    json.key("parties").begin_array();
    for (const NamedParty& party : report.parties) {
        json.begin_object().member("kind", k_party_kinds.at(static_cast<std::size_t>(party.kind)));
        append_text_if_any(json, "name", party.name);
        if (party.kind == NamedParty::Kind::bulk) {
            json.member("object", party.object)
                .member("operation", party.operation)
                .member("bulkApi", party.bulk_api)
                .member("serial", party.serial);
        }
        append_text_if_any(json, "writer", party.writer);
        if (!party.after.empty()) append_automation(json, party);
        json.end_object();
    }
    json.end_array();
}

void append_keys(JsonWriter& json, const LedgerReport& report) {
    json.key("keys").begin_array();
    for (const NamedKey& key : report.keys) {
        json.begin_object().member("kind", k_key_kinds.at(static_cast<std::size_t>(key.kind)));
        append_text_if_any(json, "object", key.object);
        append_text_if_any(json, "id", key.id);
        append_text_if_any(json, "label", key.label);
        json.end_object();
    }
    json.end_array();
}

void append_rules(JsonWriter& json, const LedgerReport& report) {
    json.key("rules").begin_array();
    for (const NamedRule& rule : report.rules) {
        json.begin_object().member("id", rule.id);
        append_text_if_any(json, "sentence", rule.sentence);
        append_text_if_any(json, "evidence", rule.evidence);
        append_text_if_any(json, "column", rule.column);
        json.member("disputed", rule.disputed);
        append_text_if_any(json, "object", rule.object);
        append_text_if_any(json, "path", rule.path);
        json.member("self", rule.self).end_object();
    }
    json.end_array();
}

void append_side(JsonWriter& json, const ConflictSide& side) {
    json.begin_object().member("party", side.party).member("batch", side.batch);
    append_text_if_any(json, "batchId", side.batch_id);
    json.member("firstRow", side.first_row)
        .member("rows", side.rows)
        .member("row", side.row)
        .member("rule", side.rule);
    if (side.load_row) json.member("loadRow", *side.load_row);
    if (side.cause != LockCause::own)
        json.member("cause", k_lock_causes.at(static_cast<std::size_t>(side.cause)));
    json.end_object();
}

void append_key_rows(JsonWriter& json, const KeyRows& rows) {
    json.begin_object();
    append_text_if_any(json, "column", rows.column);
    json.member("sameValue", rows.same_value)
        .member("rows", rows.rows)
        .member("batchRows", rows.batch_rows)
        .member("keptTogether", rows.kept_together)
        .member("ordered", k_ordered_words.at(static_cast<std::size_t>(rows.ordered)))
        .end_object();
}

void append_failure(JsonWriter& json, const ExplainedFailure& failure) {
    json.begin_object()
        .member("time", json_datetime(failure.time))
        .member("timeMicroseconds", microseconds_of(failure.time))
        .member("waitingSinceMicroseconds", microseconds_of(failure.waiting_since))
        .member("holderSinceMicroseconds", microseconds_of(failure.holder_since))
        .member("key", failure.key);
    append_side(json.key("waiter"), failure.waiter);
    append_side(json.key("holder"), failure.holder);
    json.member("holderWaitedSeconds", to_seconds(failure.holder_waited));
    if (failure.holder_waits_for) json.member("holderWaitsFor", *failure.holder_waits_for);
    json.member("queuedBefore", failure.queued_before)
        .member("rowsFailed", failure.rows_failed)
        .member("deadlock", failure.deadlock)
        .member("sharedKeys", failure.shared_keys);
    if (failure.key_rows) append_key_rows(json.key("keyRows"), *failure.key_rows);
    json.end_object();
}

void append_pairs(JsonWriter& json, const std::vector<PairContentionSums>& pairs) {
    json.begin_array();
    for (const PairContentionSums& pair : pairs) {
        json.begin_object().member("waiter", pair.waiter).member("holder", pair.holder);
        append_sum_members(json, pair.sums);
        json.end_object();
    }
    json.end_array();
}

void append_hottest(JsonWriter& json, const LedgerReport& report) {
    json.key("hottestKeys").begin_array();
    for (const KeyContentionSums& hot : report.hottest) {
        json.begin_object().member("key", hot.key);
        append_sum_members(json, hot.sums);
        json.member("alone", hot.alone).end_object();
    }
    json.end_array();
}

}  // namespace

std::string ledger_json(const LedgerReport& report) {
    std::string out;
    JsonWriter json{out};
    json.begin_object().member("schemaVersion", k_ledger_version).member("format", k_ledger_format);
    json.key("org")
        .begin_object()
        .member("lockWaitSeconds", to_seconds(report.lock_wait))
        .member("workers", report.workers)
        .member("holdSeconds", to_seconds(report.hold_mean))
        .member("lockFailureScope", report.whole_chunk_fails ? "chunk" : "row")
        .end_object();
    append_parties(json, report);
    append_keys(json, report);
    append_rules(json, report);
    json.member("transactions", report.transactions);
    append_sums(json.key("totals"), report.totals);
    append_sums(json.key("foreign"), report.foreign);
    append_hottest(json, report);
    append_pairs(json.key("partyPairs"), report.party_pairs);
    append_sums(json.key("otherParties"), report.other_parties);
    append_pairs(json.key("rulePairs"), report.rule_pairs);
    append_sums(json.key("otherRules"), report.other_rules);
    json.member("failuresLeftOut", report.failures_left_out).key("failures").begin_array();
    for (const ExplainedFailure& failure : report.failures) append_failure(json, failure);
    json.end_array().end_object();
    return out;
}

}  // namespace rowlock
