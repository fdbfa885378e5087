#include "mockorg/explain/contention_json.hpp"

#include "mockorg/explain/contention_words.hpp"
#include "mockorg/explain/explanation.hpp"

namespace rowlock {

void append_sum_members(JsonWriter& json, const ContentionSums& sums) {
    json.member("waits", sums.waits)
        .member("timeouts", sums.timeouts)
        .member("deadlocks", sums.deadlocks)
        .member("rowsFailed", sums.rows_failed)
        .member("waitedSeconds", to_seconds(sums.waited))
        .member("recordsFailed", sums.records_failed);
}

void append_sums(JsonWriter& json, const ContentionSums& sums) {
    json.begin_object();
    append_sum_members(json, sums);
    json.end_object();
}

void append_advice(JsonWriter& json, const std::vector<Advice>& advice) {
    json.begin_array();
    for (const Advice& each : advice) {
        json.begin_object()
            .member("kind", name_of(each.kind))
            .member("text", each.text)
            .end_object();
    }
    json.end_array();
}

void append_explained(
    JsonWriter& json,
    const LedgerReport& report,
    const Adviser& adviser,
    const ExplainedFailure& failure
) {
    json.begin_object()
        .member("explanation", explain(report, failure))
        .member("key", words_for(report.keys.at(failure.key)))
        .member("waiter", words_for(report, failure.waiter))
        .member("holder", words_for(report, failure.holder))
        .member("rule", report.rules.at(failure.waiter.rule).id)
        .member("holderRule", report.rules.at(failure.holder.rule).id)
        .member("waitedSeconds", to_seconds(failure.time - failure.waiting_since))
        .member("rowsFailed", failure.rows_failed)
        .member("deadlock", failure.deadlock);
    append_advice(json.key("avoidedBy"), adviser.advise(failure));
    json.end_object();
}

void append_contention(JsonWriter& json, const LedgerReport& report) {
    json.begin_object().key("totals");
    append_sums(json, report.totals);
    append_sums(json.key("foreign"), report.foreign);
    json.member("failuresLeftOut", report.failures_left_out).key("keys").begin_array();
    for (const KeyContentionSums& hot : report.hottest) {
        json.begin_object().member("key", words_for(report.keys.at(hot.key)));
        append_sum_members(json, hot.sums);
        json.end_object();
    }
    json.end_array().key("parties").begin_array();
    for (const PairContentionSums& pair : report.party_pairs) {
        json.begin_object()
            .member("waiter", words_for(report.parties.at(pair.waiter)))
            .member("holder", words_for(report.parties.at(pair.holder)));
        append_sum_members(json, pair.sums);
        json.end_object();
    }
    json.end_array().key("rules").begin_array();
    for (const PairContentionSums& pair : report.rule_pairs) {
        json.begin_object()
            .member("waiter", report.rules.at(pair.waiter).id)
            .member("holder", report.rules.at(pair.holder).id);
        append_sum_members(json, pair.sums);
        json.end_object();
    }
    json.end_array().end_object();
}

}  // namespace rowlock
