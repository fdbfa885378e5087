#include "mockorg/engine/transactions.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/engine/lock_faults.hpp"
#include "mockorg/locking/wait_for_graph.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// [draes_group_membership_locking]
constexpr std::string_view k_groups_are_busy = "Group membership operation already in progress";

std::uint32_t index_of(TransactionNo transaction) {
    return static_cast<std::uint32_t>(transaction);
}

void shuffle(std::vector<LockKey>& keys, Random random) {
    for (std::size_t i = keys.size(); i > 1; --i) std::swap(keys[i - 1], keys[random.below(i)]);
}

/// Upload row of the transaction that made it take the key.
std::uint32_t row_behind(const Transaction& transaction, LockKey key) {
    return transaction.origin.first_row + wanted_entry(transaction, key).row;
}

/// Where the key stands in the order in which the transaction asks for its keys.
std::uint64_t turn_of(const Transaction& transaction, LockKey key) {
    const std::vector<LockKey>& order = transaction.own_order;
    if (order.empty()) return key.value();
    return static_cast<std::uint64_t>(std::find(order.begin(), order.end(), key) - order.begin());
}

/// Since when a transaction has a key that it holds: since the last wait for this one or one before
/// it, or from its beginning.
TimePoint got_at(const Transaction& transaction, LockKey key) {
    ROWLOCK_ASSERT(transaction.asked_at.has_value());
    TimePoint time = *transaction.asked_at;
    for (const KeyGot& got : transaction.waited_for) {
        if (turn_of(transaction, got.key) <= turn_of(transaction, key)) time = got.time;
    }
    return time;
}

/// Keys that both have in their lock sets, which are sorted.
std::uint32_t shared_keys(const Transaction& one, const Transaction& other) {
    std::uint32_t shared = 0;
    auto its = other.wanted.begin();
    for (const WantedLock& mine : one.wanted) {
        while (its != other.wanted.end() && its->key < mine.key) ++its;
        if (its == other.wanted.end()) break;
        if (its->key == mine.key) ++shared;
    }
    return shared;
}

}  // namespace

const WantedLock& wanted_entry(const Transaction& transaction, LockKey key) {
    const auto found = std::lower_bound(
        transaction.wanted.begin(),
        transaction.wanted.end(),
        key,
        [](const WantedLock& wanted, LockKey value) { return wanted.key < value; }
    );
    ROWLOCK_ASSERT(found != transaction.wanted.end() && found->key == key);
    return *found;
}

/// Foreign writers have books of their own, and so has each of them.
LockStatistics& Transactions::books_of(const Transaction& transaction) {
    if (!transaction.foreign) return world_.statistics;
    return world_.foreign.writers.at(transaction.origin.job).statistics.locks;
}

EventQueue& Transactions::events_of(const Transaction& transaction) {
    const bool in_background = transaction.foreign && transaction.foreign->in_background;
    return in_background ? world_.foreign.events : world_.events;
}

TransactionNo Transactions::open(
    const TransactionOrigin& origin, std::optional<ForeignTerms> terms
) {
    std::uint32_t slot = 0;
    if (world_.free_transactions.empty()) {
        slot = static_cast<std::uint32_t>(world_.transactions.size());
        world_.transactions.emplace_back();
    } else {
        slot = world_.free_transactions.back();
        world_.free_transactions.pop_back();
    }
    Transaction& transaction = world_.transactions[slot];
    transaction.open = true;
    transaction.origin = origin;
    transaction.foreign = std::move(terms);
    ++books_of(transaction).transactions;
    world_.record(
        TraceKind::transaction_started, slot, std::uint64_t{origin.job} << 32 | origin.first_row
    );
    return TransactionNo{slot};
}

void Transactions::acquire(TransactionNo number, std::vector<WantedLock> wanted) {
    // Whoever holds a record because of a fault comes before everybody who wants it.
    if (!world_.faults.holders.empty() && !is_patient(number))
        LockFaults{world_}.look_for_records();
    make_lock_set(wanted);
    std::vector<LockKey> keys;
    keys.reserve(wanted.size());
    for (const WantedLock& each : wanted) keys.push_back(each.key);
    Transaction& transaction = at(number);
    transaction.wanted = std::move(wanted);
    transaction.asked_at = world_.now;
    transaction.number = world_.times_asked++;
    transaction.waited_for.clear();
    transaction.own_order.clear();
    if (transaction.foreign && transaction.foreign->order) {
        shuffle(keys, *transaction.foreign->order);
        transaction.own_order = keys;
    }
    tell_wanted(number, keys);
    const LockProgress progress = world_.locks.begin(number, keys);
    go_on(std::span{&progress, 1}, std::nullopt);
}

/// Books what has become of transactions that went on acquiring, in this order. `let_go`: whose
/// release let them; nobody's, if they have just begun.
void Transactions::go_on(
    std::span<const LockProgress> went_on, std::optional<TransactionNo> let_go
) {
    for (const LockProgress& progress : went_on) {
        end_wait(progress.transaction, let_go);
        progressed(progress);
    }
    // Whoever locks in lock order closes no circle.
    if (world_.foreign.unordered == 0) return;
    for (std::size_t i = 0; i < went_on.size(); ++i) end_deadlock(went_on.subspan(i));
}

/// For whoever checks from outside who held what.
void Transactions::tell_wanted(TransactionNo number, const std::vector<LockKey>& keys) {
    if (!world_.trace.has_listener()) return;
    for (const LockKey key : keys)
        world_.trace.tell({world_.now, TraceKind::lock_wanted, index_of(number), key.value()});
}

/// The transaction went on, if it waited.
void Transactions::progressed(const LockProgress& progress) {
    if (progress.waiting_for) {
        started_waiting(progress.transaction, *progress.waiting_for);
    } else {
        got_all(progress.transaction);
    }
}

/// Adds the time waited for the last key, if there was a wait, to everybody's books. `let_go`:
/// whose release gave the transaction the key; nobody's, if it gives up.
void Transactions::end_wait(TransactionNo number, std::optional<TransactionNo> let_go) {
    Transaction& transaction = at(number);
    if (!transaction.waiting_for) return;
    const Duration waited = world_.now - transaction.waiting_since;
    books_of(transaction).waited += waited;
    world_.contention[transaction.waiting_for->value()].waited += waited;
    if (world_.ledger.is_on()) write_down_wait(transaction, let_go);
    if (let_go) transaction.waited_for.push_back({*transaction.waiting_for, world_.now});
    transaction.waiting_for.reset();
}

void Transactions::write_down_wait(const Transaction& waiter, std::optional<TransactionNo> let_go) {
    const LockKey key = *waiter.waiting_for;
    const auto holder_number = let_go ? let_go : world_.locks.holder(key);
    ROWLOCK_ASSERT(holder_number.has_value());
    const Transaction& holder = at(*holder_number);
    LockWait wait;
    wait.since = waiter.waiting_since;
    wait.until = world_.now;
    wait.key = key;
    wait.waiter = waiter.origin;
    wait.holder = holder.origin;
    wait.waiter_number = waiter.number;
    wait.holder_number = holder.number;
    wait.waiter_row = row_behind(waiter, key);
    wait.holder_row = row_behind(holder, key);
    wait.waiter_rule = wanted_entry(waiter, key).rule;
    wait.holder_rule = wanted_entry(holder, key).rule;
    wait.rows_failed = waiter.rows_failed.value_or(0);
    if (!let_go) {
        wait.end = !waiter.rows_failed ? LockWait::End::withdrawn
                   : waiter.deadlocked ? LockWait::End::deadlock
                                       : LockWait::End::timeout;
    }
    world_.ledger.wait_ended(wait);
}

void Transactions::write_down_end(const Transaction& transaction) {
    const TimePoint granted = transaction.holding ? transaction.held_since : world_.now;
    world_.ledger.transaction_ended(
        {transaction.origin,
         transaction.number,
         *transaction.asked_at,
         granted,
         world_.now,
         transaction.holding}
    );
}

void Transactions::started_waiting(TransactionNo number, LockKey key) {
    Transaction& transaction = at(number);
    transaction.waiting_since = world_.now;
    transaction.waiting_for = key;
    transaction.deadlocked = false;
    transaction.rows_failed.reset();
    // It may have the key by now: then nobody stood before it.
    const std::vector<TransactionNo> queue = world_.locks.waiters(key);
    const auto place = std::find(queue.begin(), queue.end(), number);
    transaction.queued_before =
        place == queue.end() ? 0 : static_cast<std::uint32_t>(place - queue.begin());
    ++transaction.wait_number;
    ++books_of(transaction).lock_waits;
    KeyContention& contention = world_.contention[key.value()];
    contention.key = key;
    ++contention.waits;
    world_.record(TraceKind::lock_wait, index_of(number), key.value());
    if (!is_patient(number)) {
        const Duration wait =
            transaction.foreign ? transaction.foreign->wait : world_.profile().lock_wait;
        events_of(transaction)
            .add(
                world_.now + wait,
                Event::Kind::lock_timeout,
                index_of(number),
                transaction.wait_number
            );
    }
}

/// If the first of them has closed a circle of waiters, one of those fails, at once: the one that
/// closed it, unless it is the holder of a lock fault. A circle with one of the others in it was
/// closed by that one, which waits since later.
void Transactions::end_deadlock(std::span<const LockProgress> went_on) {
    const std::vector<TransactionNo> circle =
        find_deadlock(world_.locks, went_on.front().transaction);
    const auto is_in_circle = [&](const LockProgress& progress) {
        return std::find(circle.begin(), circle.end(), progress.transaction) != circle.end();
    };
    const auto others = went_on.subspan(1);
    if (std::any_of(others.begin(), others.end(), is_in_circle)) return;
    // One victim is enough.
    const bool is_ending = std::any_of(circle.begin(), circle.end(), [&](TransactionNo each) {
        return at(each).deadlocked;
    });
    if (is_ending) return;
    const auto victim = std::find_if(circle.begin(), circle.end(), [&](TransactionNo each) {
        return !is_patient(each);
    });
    if (victim == circle.end()) return;
    Transaction& transaction = at(*victim);
    transaction.deadlocked = true;
    events_of(transaction)
        .add(world_.now, Event::Kind::lock_timeout, index_of(*victim), transaction.wait_number);
}

void Transactions::got_all(TransactionNo number) {
    Transaction& transaction = at(number);
    transaction.holding = true;
    transaction.held_since = world_.now;
    world_.record(TraceKind::lock_granted, index_of(number), transaction.wanted.size());
    if (is_patient(number)) return;
    if (transaction.foreign) {
        events_of(transaction)
            .add(
                world_.now + transaction.foreign->hold,
                Event::Kind::foreign_commit,
                transaction.foreign->run
            );
        return;
    }
    const bool rest = transaction.origin.kind == TransactionOrigin::Kind::rest;
    const Random random = hold_random(transaction.origin, transaction.rest_write);
    const Profile& profile = world_.profile();
    const Duration hold =
        rest ? profile.rest_hold.draw(random) : profile.draw_hold(random, transaction.origin.rows);
    world_.events.add(world_.now + hold, Event::Kind::commit, index_of(number));
}

/// Drawn by what the transaction is, not by when it runs: the same chunk holds equally long however
/// the work around it is ordered.
Random Transactions::hold_random(const TransactionOrigin& origin, std::uint64_t rest_write) const {
    const Random random = Random{world_.config().seed}.split("hold time");
    if (origin.kind == TransactionOrigin::Kind::rest) return random.split("rest").split(rest_write);
    return random.split(origin.job).split(origin.first_row);
}

std::optional<Transactions::Timeout> Transactions::timed_out(
    TransactionNo number, std::uint32_t wait_number
) {
    const Transaction& transaction = at(number);
    if (!transaction.waiting_for || transaction.wait_number != wait_number) return std::nullopt;
    const LockKey key = *transaction.waiting_for;
    return Timeout{key, wanted_entry(transaction, key)};
}

void Transactions::record_failure(
    TransactionNo number, const Timeout& timeout, std::uint32_t rows
) {
    Transaction& waiter = at(number);
    waiter.rows_failed = rows;
    const auto holder_number = world_.locks.holder(timeout.key);
    ROWLOCK_ASSERT(holder_number.has_value());
    const Transaction& holder = at(*holder_number);
    LockStatistics& books = books_of(waiter);
    ++books.lock_timeouts;
    if (waiter.deadlocked) ++books.deadlocks;
    books.rows_failed += rows;
    KeyContention& contention = world_.contention[timeout.key.value()];
    ++contention.timeouts;
    if (waiter.deadlocked) ++contention.deadlocks;
    // Nobody submitted what foreign writers do.
    (waiter.foreign ? contention.records_failed : contention.rows_failed) += rows;
    world_.record(TraceKind::lock_timeout, index_of(number), timeout.key.value());
    const WantedLock& held = wanted_entry(holder, timeout.key);
    world_.ledger.record({
        world_.now,
        waiter.waiting_since,
        timeout.key,
        timeout.wanted.rule,
        waiter.origin,
        row_behind(waiter, timeout.key),
        holder.origin,
        row_behind(holder, timeout.key),
        rows,
        waiter.deadlocked,
        held.rule,
        got_at(holder, timeout.key),
        waiter.queued_before,
        world_.ledger.is_on() ? shared_keys(waiter, holder) : 0,
        holder.waiting_for,
        timeout.wanted.cause,
        held.cause,
    });
}

Error Transactions::lock_error(TransactionNo number) {
    const Transaction& transaction = at(number);
    if (transaction.waiting_for == LockKey::group_membership()) {
        return {ErrorCode::unable_to_lock_row, std::string{k_groups_are_busy}, {}};
    }
    std::string ids;
    const std::size_t listed =
        std::min(transaction.wanted.size(), world_.config().lock_error_ids_max);
    // Rows come first in lock order.
    for (std::size_t i = 0; i < listed && transaction.wanted[i].key.is_record(); ++i) {
        if (i > 0) ids.push_back(',');
        world_.store.id_of(transaction.wanted[i].key.record()).append_to(ids);
    }
    return {
        ErrorCode::unable_to_lock_row,
        fmt::format(
            "unable to obtain exclusive access to this record or {} records: {}",
            transaction.wanted.size(),
            ids
        ),
        {},
    };
}

void Transactions::release(TransactionNo number) {
    Transaction& transaction = at(number);
    if (transaction.holding) books_of(transaction).hold_time += world_.now - transaction.held_since;
    end_wait(number, std::nullopt);
    if (!transaction.asked_at) return;
    write_down_end(transaction);
    transaction.holding = false;
    transaction.asked_at.reset();
    if (world_.trace.has_listener())
        world_.trace.tell({world_.now, TraceKind::locks_released, index_of(number), 0});
    std::vector<LockProgress> woken;
    world_.locks.release(number, woken);
    go_on(woken, number);
}

void Transactions::close(TransactionNo number) {
    release(number);
    Transaction& transaction = at(number);
    transaction.open = false;
    transaction.foreign.reset();
    transaction.wanted.clear();
    world_.free_transactions.push_back(index_of(number));
}

}  // namespace rowlock
