#include "mockorg/engine/transactions.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/engine/foreign_writers.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

/// [draes_group_membership_locking]
constexpr std::string_view k_groups_are_busy = "Group membership operation already in progress";

std::uint32_t index_of(TransactionNo transaction) {
    return static_cast<std::uint32_t>(transaction);
}

/// Upload row of the transaction that made it take the key.
std::uint32_t row_behind(const Transaction& transaction, LockKey key) {
    return transaction.origin.first_row + wanted_entry(transaction, key).row;
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

TransactionNo Transactions::open(const TransactionOrigin& origin) {
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
    ++world_.statistics.transactions;
    world_.record(
        TraceKind::transaction_started, slot, std::uint64_t{origin.job} << 32 | origin.first_row
    );
    return TransactionNo{slot};
}

void Transactions::acquire(TransactionNo number, std::vector<WantedLock> wanted) {
    // Whoever holds a record because of a fault comes before everybody who wants it.
    if (!world_.faults.writers.empty() && !is_foreign(number))
        ForeignWriters{world_}.look_for_records();
    make_lock_set(wanted);
    std::vector<LockKey> keys;
    keys.reserve(wanted.size());
    for (const WantedLock& each : wanted) keys.push_back(each.key);
    at(number).wanted = std::move(wanted);
    progressed(world_.locks.begin(number, keys));
}

void Transactions::progressed(const LockProgress& progress) {
    end_wait(progress.transaction);
    if (progress.waiting_for) {
        started_waiting(progress.transaction, *progress.waiting_for);
    } else {
        got_all(progress.transaction);
    }
}

/// Adds the time waited for the last key, if there was a wait, to everybody's books.
void Transactions::end_wait(TransactionNo number) {
    Transaction& transaction = at(number);
    if (!transaction.waiting_for) return;
    const Duration waited = world_.now - transaction.waiting_since;
    world_.statistics.waited += waited;
    world_.contention[transaction.waiting_for->value()].waited += waited;
    transaction.waiting_for.reset();
}

void Transactions::started_waiting(TransactionNo number, LockKey key) {
    Transaction& transaction = at(number);
    transaction.waiting_since = world_.now;
    transaction.waiting_for = key;
    ++transaction.wait_number;
    ++world_.statistics.lock_waits;
    KeyContention& contention = world_.contention[key.value()];
    contention.key = key;
    ++contention.waits;
    world_.record(TraceKind::lock_wait, index_of(number), key.value());
    if (is_foreign(number)) return;
    world_.events.add(
        world_.now + world_.profile().lock_wait,
        Event::Kind::lock_timeout,
        index_of(number),
        transaction.wait_number
    );
}

void Transactions::got_all(TransactionNo number) {
    Transaction& transaction = at(number);
    transaction.holding = true;
    transaction.held_since = world_.now;
    world_.record(TraceKind::lock_granted, index_of(number), transaction.wanted.size());
    if (is_foreign(number)) return;
    const bool rest = transaction.origin.kind == TransactionOrigin::Kind::rest;
    const DurationLaw& law = rest ? world_.profile().rest_hold : world_.profile().hold;
    const Duration hold = law.draw(hold_random(transaction.origin, transaction.rest_write));
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
    const Transaction& waiter = at(number);
    const auto holder_number = world_.locks.holder(timeout.key);
    ROWLOCK_ASSERT(holder_number.has_value());
    const Transaction& holder = at(*holder_number);
    ++world_.statistics.lock_timeouts;
    world_.statistics.rows_failed += rows;
    KeyContention& contention = world_.contention[timeout.key.value()];
    ++contention.timeouts;
    contention.rows_failed += rows;
    world_.record(TraceKind::lock_timeout, index_of(number), timeout.key.value());
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
    if (transaction.holding) world_.statistics.hold_time += world_.now - transaction.held_since;
    transaction.holding = false;
    end_wait(number);
    std::vector<LockProgress> woken;
    world_.locks.release(number, woken);
    for (const LockProgress& progress : woken) progressed(progress);
}

void Transactions::close(TransactionNo number) {
    release(number);
    Transaction& transaction = at(number);
    transaction.open = false;
    transaction.wanted.clear();
    world_.free_transactions.push_back(index_of(number));
}

}  // namespace rowlock
