#include "mockorg/engine/ledger_report.hpp"

#include "mockorg/engine/ledger_names.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <span>
#include <string_view>
#include <tuple>
#include <vector>

namespace rowlock {
namespace {

ContentionSums sums_of(const WaitSums& sums) {
    return {
        sums.waits,
        sums.timeouts,
        sums.deadlocks,
        sums.rows_failed,
        sums.waited,
        sums.records_failed};
}

std::optional<std::uint64_t> load_row_of(
    const LoadRowOf& load_row, const TransactionOrigin& origin, std::uint32_t row
) {
    const bool is_client = origin.kind != TransactionOrigin::Kind::foreign;
    return load_row && is_client ? load_row(origin, row) : std::nullopt;
}

/// What holders waited for others themselves while somebody waited for them, as far as the timeline
/// tells.
class HolderWaits {
public:
    explicit HolderWaits(std::span<const LockWait> waits) {
        for (const LockWait& wait : waits) {
            by_waiter_[wait.waiter_number].push_back(&wait);
            const bool failed =
                wait.end == LockWait::End::timeout || wait.end == LockWait::End::deadlock;
            if (failed) failed_.push_back(&wait);
        }
    }

    /// `number`: the failure's place in the ledger, which is that of its wait among those in vain.
    Duration during(const LockFailure& failure, std::size_t number) const {
        if (number >= failed_.size()) return {};
        const auto waits = by_waiter_.find(failed_[number]->holder_number);
        if (waits == by_waiter_.end()) return {};
        Duration waited{};
        for (const LockWait* wait : waits->second) {
            const TimePoint from = std::max(wait->since, failure.holder_since);
            const TimePoint to = std::min(wait->until, failure.time);
            if (to > from) waited += to - from;
        }
        return waited;
    }

private:
    std::map<std::uint64_t, std::vector<const LockWait*>> by_waiter_;
    std::vector<const LockWait*> failed_;
};

ExplainedFailure named(const LockFailure& failure, LedgerNamer& namer, const LoadRowOf& load_row) {
    ExplainedFailure named;
    named.time = failure.time;
    named.waiting_since = failure.waiting_since;
    named.key = namer.key(failure.key);
    named.waiter = namer.side(
        failure.waiter, failure.waiter_row, failure.rule, failure.key, failure.waiter_cause
    );
    named.holder = namer.side(
        failure.holder, failure.holder_row, failure.holder_rule, failure.key, failure.holder_cause
    );
    named.waiter.load_row = load_row_of(load_row, failure.waiter, failure.waiter_row);
    named.holder.load_row = load_row_of(load_row, failure.holder, failure.holder_row);
    named.holder_since = failure.holder_since;
    if (failure.holder_waits_for) named.holder_waits_for = namer.key(*failure.holder_waits_for);
    named.queued_before = failure.queued_before;
    named.rows_failed = failure.rows_failed;
    named.deadlock = failure.deadlock;
    named.shared_keys = failure.shared_keys;
    return named;
}

/// The pairs that cost most time, then most rows.
template <class Pairs, class Name>
std::vector<PairContentionSums> dearest(const Pairs& pairs, std::size_t most, const Name& name) {
    std::vector<typename Pairs::const_iterator> order;
    for (auto pair = pairs.begin(); pair != pairs.end(); ++pair) order.push_back(pair);
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        return std::tie(a->second.waited, a->second.rows_failed) >
               std::tie(b->second.waited, b->second.rows_failed);
    });
    if (order.size() > most) order.resize(most);
    std::vector<PairContentionSums> sums;
    for (const auto& pair : order) {
        const std::uint32_t waiter = name(pair->first.waiter);
        const std::uint32_t holder = name(pair->first.holder);
        sums.push_back({waiter, holder, sums_of(pair->second)});
    }
    return sums;
}

std::string_view name_of(LockWait::End end) {
    switch (end) {
        case LockWait::End::granted:
            return "granted";
        case LockWait::End::timeout:
            return "timeout";
        case LockWait::End::deadlock:
            return "deadlock";
        case LockWait::End::withdrawn:
            break;
    }
    return "withdrawn";
}

ContentionSums sums_of(std::span<const KeyContention> keys) {
    ContentionSums all;
    for (const KeyContention& key : keys) {
        all.waits += key.waits;
        all.timeouts += key.timeouts;
        all.deadlocks += key.deadlocks;
        all.rows_failed += key.rows_failed;
        all.waited += key.waited;
        all.records_failed += key.records_failed;
    }
    return all;
}

/// What of everybody's waits was not the clients'.
ContentionSums without(const ContentionSums& all, const ContentionSums& clients) {
    return {
        all.waits - clients.waits,
        all.timeouts - clients.timeouts,
        all.deadlocks - clients.deadlocks,
        all.rows_failed - clients.rows_failed,
        all.waited - clients.waited,
        all.records_failed};
}

/// By the value of each key: failures in which waiter and holder shared no other.
std::map<std::uint64_t, std::uint64_t> failures_of_one_key(std::span<const LockFailure> failures) {
    std::map<std::uint64_t, std::uint64_t> alone;
    for (const LockFailure& failure : failures)
        if (failure.shared_keys == 1) ++alone[failure.key.value()];
    return alone;
}

void add_sums(
    const Org& org, const LedgerReportOptions& options, LedgerNamer& namer, LedgerReport& report
) {
    const LockStatistics sums = org.lock_statistics();
    report.transactions = sums.transactions;
    report.totals = {
        sums.lock_waits, sums.lock_timeouts, sums.deadlocks, sums.rows_failed, sums.waited};
    const auto alone = failures_of_one_key(org.ledger().failures());
    const std::vector<KeyContention> keys =
        org.hottest_keys(std::numeric_limits<std::size_t>::max());
    report.foreign = without(sums_of(keys), report.totals);
    for (std::size_t i = 0; i < std::min(options.hottest, keys.size()); ++i) {
        const auto of_key = alone.find(keys[i].key.value());
        report.hottest.push_back(
            {namer.key(keys[i].key),
             sums_of(std::span{&keys[i], 1}),
             of_key == alone.end() ? 0 : of_key->second}
        );
    }
    const LockBooks& books = org.ledger().books();
    report.party_pairs = dearest(books.parties(), options.pairs, [&](const LockParty& party) {
        return namer.party(party);
    });
    report.rule_pairs =
        dearest(books.rules(), options.pairs, [&](std::uint16_t rule) { return namer.rule(rule); });
    report.other_parties = sums_of(books.other_parties());
    report.other_rules = sums_of(books.other_rules());
}

}  // namespace

LedgerReport ledger_report(const Org& org, const LedgerReportOptions& options) {
    LedgerReport report;
    const Profile& profile = org.config().profile;
    report.lock_wait = profile.lock_wait;
    report.workers = profile.workers;
    report.hold_mean = seconds(profile.hold.mean_seconds);
    report.whole_chunk_fails = profile.lock_failure_scope == LockFailureScope::chunk;
    LedgerNamer namer{org, report};
    const std::span<const LockFailure> failures = org.ledger().failures();
    const std::size_t first = std::min(options.first_failure, failures.size());
    const std::size_t count = std::min(options.failures_max, failures.size() - first);
    report.failures.reserve(count);
    const HolderWaits holder_waits{org.ledger().waits()};
    for (std::size_t i = first; i < first + count; ++i) {
        report.failures.push_back(named(failures[i], namer, options.load_row));
        report.failures.back().holder_waited = holder_waits.during(failures[i], i);
    }
    report.failures_left_out = org.ledger().dropped() + (failures.size() - count);
    add_sums(org, options, namer, report);
    return report;
}

LockTimeline lock_timeline(const Org& org, const LoadRowOf& load_row) {
    LockTimeline timeline;
    LedgerNamer namer{org, timeline};
    const auto add = [&](const TransactionSpan& span) {
        timeline.transactions.push_back(
            {span.number,
             namer.side(span.origin),
             span.asked,
             span.granted,
             span.ended,
             span.got_all}
        );
    };
    for (const TransactionSpan& span : org.ledger().transactions()) add(span);
    if (org.ledger().is_on()) {
        for (const TransactionSpan& span : org.open_transactions()) add(span);
    }
    for (const LockWait& wait : org.ledger().waits()) {
        TimelineWait named;
        named.since = wait.since;
        named.until = wait.until;
        named.key = namer.key(wait.key);
        named.waiter = namer.side(wait.waiter, wait.waiter_row, wait.waiter_rule, wait.key);
        named.holder = namer.side(wait.holder, wait.holder_row, wait.holder_rule, wait.key);
        named.waiter.load_row = load_row_of(load_row, wait.waiter, wait.waiter_row);
        named.holder.load_row = load_row_of(load_row, wait.holder, wait.holder_row);
        named.waiter_number = wait.waiter_number;
        named.holder_number = wait.holder_number;
        named.end = name_of(wait.end);
        named.rows_failed = wait.rows_failed;
        timeline.waits.push_back(std::move(named));
    }
    timeline.left_out = org.ledger().timeline_dropped();
    return timeline;
}

}  // namespace rowlock
