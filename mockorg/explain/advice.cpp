#include "mockorg/explain/advice.hpp"

#include "mockorg/base/counted.hpp"
#include "mockorg/codec/duration_text.hpp"
#include "mockorg/explain/contention_words.hpp"

#include <fmt/format.h>

#include <array>

namespace rowlock {

std::string_view name_of(AdviceKind kind) {
    static constexpr std::array<std::string_view, 10> k_names{
        "order-rows",
        "controlled-feed",
        "spread",
        "other-time",
        "fewer-keys",
        "shorter-transactions",
        "same-lock-order",
        "join-duplicates",
        "check-rule",
        "retry",
    };
    return k_names.at(static_cast<std::size_t>(kind));
}

Adviser::Adviser(const LedgerReport& report) : report_(report), failed_of_(report.keys.size()) {
    for (const KeyContentionSums& hot : report.hottest)
        failed_of_.at(hot.key) = {hot.sums.timeouts, hot.alone};
    for (const ExplainedFailure& failure : report.failures) {
        const NamedParty* automation = automation_in(failure);
        if (automation != nullptr && is_set_off_by_load(failure, *automation))
            failed_of_.at(failure.key).automation = automation;
    }
}

std::vector<Advice> Adviser::advise(const ExplainedFailure& failure) const {
    std::vector<Advice> out;
    if (failure.deadlock) {
        out.push_back(
            {AdviceKind::same_lock_order,
             "let all sides take their records in the same order, parents first, then by id: then "
             "nobody can wait in a circle"}
        );
    } else if (const NamedParty* automation = automation_in(failure)) {
        against_automation(failure, *automation, out);
    } else if (holder(failure).kind == Kind::bulk) {
        against_bulk(failure, out);
    } else if (holder(failure).kind == Kind::rest) {
        against_rest(failure, out);
    } else {
        against_foreign(failure, out);
        about_rule(failure, out);
        return out;
    }
    about_rule(failure, out);
    about_retry(failure, out);
    return out;
}

/// Nothing that the load does to its own batches keeps somebody else from the record.
void Adviser::against_foreign(const ExplainedFailure& failure, List& out) const {
    const std::string who = words_for(holder(failure));
    if (holder(failure).kind == Kind::lock_fault) {
        out.push_back(
            {AdviceKind::other_time,
             who + " holds the record until it ends or is taken away: come later"}
        );
        about_retry(failure, out);
        return;
    }
    const NamedParty& writer = holder(failure);
    if (writer.writer == "automation") {
        out.push_back(
            {AdviceKind::other_time,
             fmt::format(
                 "write when nothing that writes of {} set off is under way", writer.object
             )}
        );
    } else {
        out.push_back(
            {AdviceKind::other_time,
             fmt::format(
                 "{}load at a time when {} does not write, or pause it",
                 writer.writer.empty() ? "if it writes whatever the load does: " : "",
                 who
             )}
        );
    }
    about_retry(failure, out);
    about_writer(failure, out);
}

void Adviser::against_rest(const ExplainedFailure& failure, List& out) const {
    out.push_back(
        {AdviceKind::other_time,
         "keep single-record writes to the same parents away while the load runs"}
    );
    about_holding(failure, out);
}

void Adviser::against_bulk(const ExplainedFailure& failure, List& out) const {
    if (!about_special_key(failure, out)) {
        about_order(failure, out);
        about_lane(failure, out);
        about_turns(failure, out);
        const bool is_known = !out.empty();
        about_order_by_hand(failure, out);
        if (!is_known) about_one_at_a_time(failure, out);
    }
    about_jobs(failure, out);
    about_holding(failure, out);
}

void Adviser::about_jobs(const ExplainedFailure& failure, List& out) const {
    const NamedParty& wanting = waiter(failure);
    const NamedParty& having = holder(failure);
    if (wanting.kind != Kind::bulk) {
        out.push_back({AdviceKind::other_time, "write when no load of " + having.object + " runs"});
        return;
    }
    if (failure.waiter.party == failure.holder.party) return;
    if (wanting.serial != having.serial) {
        out.push_back(
            {AdviceKind::other_time,
             "run serial and parallel jobs one after the other: serial ones wait only for each "
             "other"}
        );
        return;
    }
    if (wanting.object != having.object) {
        out.push_back(
            {AdviceKind::other_time,
             fmt::format(
                 "load {} and {} one after the other, or leave a longer gap between them",
                 having.object,
                 wanting.object
             )}
        );
        return;
    }
    out.push_back(
        {AdviceKind::other_time,
         fmt::format("send job {} when job {} has ended", wanting.name, having.name)}
    );
}

/// A holder that takes too long, alone or in a queue.
void Adviser::about_holding(const ExplainedFailure& failure, List& out) const {
    const Duration held = failure.time - failure.holder_since;
    const Duration worked = held - failure.holder_waited;
    if (failure.holder_waited > worked) {
        out.push_back(
            {AdviceKind::fewer_keys,
             fmt::format(
                 "the holder waited for others itself for {} of the {} that it had it: "
                 "transactions "
                 "that touch fewer parents hold up fewer others",
                 duration_text(failure.holder_waited),
                 duration_text(held)
             )}
        );
    } else if (worked >= report_.lock_wait) {
        out.push_back(
            {AdviceKind::shorter_transactions,
             fmt::format(
                 "the holder alone took {}, longer than anybody waits ({}): less automation would "
                 "likely shorten that{}",
                 duration_text(worked),
                 duration_text(report_.lock_wait),
                 failure.holder.rows > 1
                     ? ", and fewer rows in a transaction would where holds grow "
                       "with their rows (holdFixedShare of a profile)"
                     : ""
             )}
        );
    } else if (failure.queued_before > 0) {
        out.push_back(
            {AdviceKind::spread,
             fmt::format(
                 "{} wanted it at the same time: let fewer batches run at once, so that all that "
                 "want it are through in {}",
                 counted(std::uint64_t{failure.queued_before} + 2, "transaction"),
                 duration_text(report_.lock_wait)
             )}
        );
    }
}

/// What somebody else than the load could change.
void Adviser::about_writer(const ExplainedFailure& failure, List& out) const {
    const std::string who = words_for(holder(failure));
    const Duration held = failure.time - failure.holder_since;
    const Duration worked = held - failure.holder_waited;
    if (worked < report_.lock_wait && failure.holder_waited > worked) {
        out.push_back(
            {AdviceKind::fewer_keys,
             fmt::format(
                 "let {} take fewer records at a time: it waited for others itself for {} of the "
                 "{} that it had this one",
                 who,
                 duration_text(failure.holder_waited),
                 duration_text(held)
             )}
        );
        return;
    }
    out.push_back(
        {AdviceKind::shorter_transactions,
         fmt::format(
             "let {} hold its records for less time: it had this one for {} by then, and nobody "
             "waits longer than {}",
             who,
             duration_text(held),
             duration_text(report_.lock_wait)
         )}
    );
}

void Adviser::about_rule(const ExplainedFailure& failure, List& out) const {
    for (const std::uint32_t number : {failure.waiter.rule, failure.holder.rule}) {
        const NamedRule& rule = report_.rules.at(number);
        if (!rule.disputed) continue;
        out.push_back(
            {AdviceKind::check_rule,
             fmt::format(
                 "sources disagree on rule {}: find out whether your org locks so", rule.id
             )}
        );
        return;
    }
}

void Adviser::about_retry(const ExplainedFailure& failure, List& out) const {
    if (waiter(failure).kind != Kind::bulk && waiter(failure).kind != Kind::rest) return;
    if (failure.deadlock) {
        out.push_back({AdviceKind::retry, "try the failed rows again"});
        return;
    }
    const std::string wait = duration_text(report_.lock_wait);
    const bool foreign = holder(failure).kind != Kind::bulk && holder(failure).kind != Kind::rest;
    out.push_back(
        {AdviceKind::retry,
         foreign ? fmt::format(
                       "try the failed rows again, more than {} later and until {} has let go: it "
                       "had held the record for {} by then",
                       wait,
                       words_for(holder(failure)),
                       duration_text(failure.time - failure.holder_since)
                   )
                 : fmt::format("try the failed rows again, more than {} later", wait)}
    );
}

std::string joined_text(const std::vector<Advice>& advice) {
    std::string text;
    for (const Advice& each : advice) text += text.empty() ? each.text : "; or " + each.text;
    return text;
}

}  // namespace rowlock
