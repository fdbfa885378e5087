#include "mockorg/explain/explanation.hpp"

#include "mockorg/base/counted.hpp"
#include "mockorg/codec/duration_text.hpp"
#include "mockorg/explain/contention_words.hpp"

#include <fmt/format.h>

namespace rowlock {
namespace {

/// Shorter waits of the holder explain nothing.
constexpr Duration k_worth_telling = std::chrono::milliseconds{100};

const NamedParty& party_of(const LedgerReport& report, const ConflictSide& side) {
    return report.parties.at(side.party);
}

std::string rule_words(const LedgerReport& report, const ConflictSide& side) {
    return "rule " + report.rules.at(side.rule).id;
}

std::string failed_words(const LedgerReport& report, const ExplainedFailure& failure) {
    const bool foreign = party_of(report, failure.waiter).kind != NamedParty::Kind::bulk &&
                         party_of(report, failure.waiter).kind != NamedParty::Kind::rest;
    return counted(failure.rows_failed, foreign ? "record" : "row");
}

/// What the waiter wanted, and how long.
std::string wish(const LedgerReport& report, const ExplainedFailure& failure) {
    std::string text = fmt::format(
        "{} failed with {} at {}: {} wanted {}{} ({})",
        words_for(report, failure.waiter),
        failed_words(report, failure),
        clock_text(failure.time, failure.time),
        row_words(report, failure.waiter),
        words_for(report.keys.at(failure.key)),
        cause_words(report, failure.waiter),
        rule_words(report, failure.waiter)
    );
    text += fmt::format(" since {}", clock_text(failure.waiting_since, failure.time));
    if (failure.deadlock)
        return text + ", and closed a circle of transactions that wait for each other";
    text +=
        fmt::format(" and waited {} in vain", duration_text(failure.time - failure.waiting_since));
    if (failure.queued_before > 0)
        text += fmt::format(
            ", behind {} that came before", counted(failure.queued_before, "transaction")
        );
    return text;
}

std::string possession(const LedgerReport& report, const ExplainedFailure& failure) {
    std::string text = fmt::format(
        "It was held since {} ({}) by {}",
        clock_text(failure.holder_since, failure.time),
        duration_text(failure.time - failure.holder_since),
        words_for(report, failure.holder)
    );
    // A fault holds records because it was told to, not by a rule.
    if (party_of(report, failure.holder).kind != NamedParty::Kind::lock_fault)
        text += fmt::format(
            ", for {}{} ({})",
            row_words(report, failure.holder),
            cause_words(report, failure.holder),
            rule_words(report, failure.holder)
        );
    if (failure.holder_waited >= k_worth_telling)
        text += fmt::format(
            ", which waited for others itself for {} of that", duration_text(failure.holder_waited)
        );
    if (failure.holder_waits_for) {
        text += fmt::format(
            ", and waited for {} at that moment",
            words_for(report.keys.at(*failure.holder_waits_for))
        );
    }
    return text;
}

}  // namespace

std::string explain(const LedgerReport& report, const ExplainedFailure& failure) {
    return wish(report, failure) + ". " + possession(report, failure) + ".";
}

}  // namespace rowlock
