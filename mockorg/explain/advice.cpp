#include "mockorg/explain/advice.hpp"

#include "mockorg/base/counted.hpp"
#include "mockorg/codec/duration_text.hpp"
#include "mockorg/explain/contention_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rowlock {
namespace {

/// A key is hot if it made at least so many transactions fail, and at least one in so many.
constexpr std::uint64_t k_hot_timeouts = 3;
constexpr std::uint64_t k_hot_share = 10;

using Kind = NamedParty::Kind;

}  // namespace

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

Adviser::Adviser(const LedgerReport& report) : report_(report), timeouts_of_(report.keys.size()) {
    for (const KeyContentionSums& hot : report.hottest)
        timeouts_of_.at(hot.key) = hot.sums.timeouts;
}

/// Of clients, and of foreign writers for the one key where there are more of them.
std::uint64_t Adviser::timeouts() const {
    std::uint64_t most = report_.totals.timeouts;
    for (const std::uint64_t timeouts : timeouts_of_) most = std::max(most, timeouts);
    return most;
}

bool Adviser::is_hot(std::uint32_t key) const {
    const std::uint64_t mine = timeouts_of_.at(key);
    return mine >= k_hot_timeouts && mine * k_hot_share >= timeouts();
}

std::vector<Advice> Adviser::advise(const ExplainedFailure& failure) const {
    std::vector<Advice> out;
    if (failure.deadlock) {
        out.push_back(
            {AdviceKind::same_lock_order,
             "let all sides take their records in the same order, parents first, then by id: then "
             "nobody can wait in a circle"}
        );
    } else if (holder(failure).kind == Kind::bulk) {
        against_bulk(failure, out);
    } else if (holder(failure).kind == Kind::rest) {
        against_rest(failure, out);
    } else {
        against_foreign(failure, out);
    }
    about_rule(failure, out);
    about_retry(failure, out);
    return out;
}

void Adviser::against_foreign(const ExplainedFailure& failure, std::vector<Advice>& out) const {
    const std::string who = words_for(holder(failure));
    if (holder(failure).kind == Kind::lock_fault) {
        out.push_back(
            {AdviceKind::other_time,
             who + " holds the record until it ends or is taken away: come later"}
        );
        return;
    }
    about_holding(failure, out);
    out.push_back(
        {AdviceKind::other_time, "load at a time when " + who + " does not write, or pause it"}
    );
    about_key(failure, out);
}

void Adviser::against_rest(const ExplainedFailure& failure, std::vector<Advice>& out) const {
    about_holding(failure, out);
    out.push_back(
        {AdviceKind::other_time,
         "keep single-record writes to the same parents away while the load runs"}
    );
}

void Adviser::against_bulk(const ExplainedFailure& failure, std::vector<Advice>& out) const {
    about_key(failure, out);
    about_jobs(failure, out);
    about_holding(failure, out);
}

/// What the key itself suggests: one that everybody wants, or one of many.
void Adviser::about_key(const ExplainedFailure& failure, std::vector<Advice>& out) const {
    const NamedKey& key = report_.keys.at(failure.key);
    if (key.kind == NamedKey::Kind::group_membership) {
        out.push_back(
            {AdviceKind::controlled_feed,
             "change owners, roles and groups in one batch at a time: the org has a single table "
             "of group memberships"}
        );
        return;
    }
    if (key.kind == NamedKey::Kind::unique_value) {
        out.push_back(
            {AdviceKind::join_duplicates,
             "send rows with the same unique value in one batch, or only one of them"}
        );
        return;
    }
    if (is_hot(failure.key)) {
        out.push_back(
            {AdviceKind::controlled_feed,
             fmt::format(
                 "{} alone made {} of {} transactions fail: send its rows in a lane of their own, "
                 "one batch at a time (rowlock plan makes one)",
                 words_for(key),
                 grouped(timeouts_of_.at(failure.key)),
                 grouped(timeouts())
             )}
        );
    }
    const std::string& column = report_.rules.at(failure.waiter.rule).column;
    if (waiter(failure).kind != Kind::bulk || holder(failure).kind != Kind::bulk) return;
    const bool same_object = waiter(failure).object == holder(failure).object;
    if (column.empty() || !same_object) return;
    out.push_back(
        {AdviceKind::order_rows,
         fmt::format(
             "order the rows by {} before they are cut into batches, so that {} of the one and {} "
             "of the other stand in the same batch, whose chunks never run at once",
             column,
             row_words(report_, failure.waiter),
             row_words(report_, failure.holder)
         )}
    );
}

void Adviser::about_jobs(const ExplainedFailure& failure, std::vector<Advice>& out) const {
    const NamedParty& wanting = waiter(failure);
    const NamedParty& having = holder(failure);
    if (wanting.kind != Kind::bulk) {
        out.push_back({AdviceKind::other_time, "write when no load of " + having.object + " runs"});
        return;
    }
    if (failure.waiter.party == failure.holder.party) {
        if (wanting.bulk_api == 1 && !wanting.serial)
            out.push_back(
                {AdviceKind::controlled_feed,
                 "make the job in serial mode: its batches then run one at a time"}
            );
        return;
    }
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
void Adviser::about_holding(const ExplainedFailure& failure, std::vector<Advice>& out) const {
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
                 "the holder alone took {}, longer than anybody waits ({}): less automation or "
                 "fewer rows in a transaction",
                 duration_text(worked),
                 duration_text(report_.lock_wait)
             )}
        );
    } else if (failure.queued_before > 0) {
        out.push_back(
            {AdviceKind::spread,
             fmt::format(
                 "{} wanted it at the same time: spread the rows of this key, or let fewer batches "
                 "run at once, so that all that want it are through in {}",
                 counted(std::uint64_t{failure.queued_before} + 2, "transaction"),
                 duration_text(report_.lock_wait)
             )}
        );
    }
}

void Adviser::about_rule(const ExplainedFailure& failure, std::vector<Advice>& out) const {
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

void Adviser::about_retry(const ExplainedFailure& failure, std::vector<Advice>& out) const {
    if (waiter(failure).kind != Kind::bulk && waiter(failure).kind != Kind::rest) return;
    out.push_back(
        {AdviceKind::retry,
         failure.deadlock
             ? std::string{"try the failed rows again"}
             : fmt::format(
                   "try the failed rows again, more than {} later", duration_text(report_.lock_wait)
               )}
    );
}

std::string joined_text(const std::vector<Advice>& advice) {
    std::string text;
    for (const Advice& each : advice) text += text.empty() ? each.text : "; or " + each.text;
    return text;
}

}  // namespace rowlock
