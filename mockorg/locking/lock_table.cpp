#include "mockorg/locking/lock_table.hpp"

#include "mockorg/base/assert.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

constexpr std::uint32_t k_nobody = 0xffff'ffff;

/// A held key. Waiters form a chain through their transactions, first come first.
struct Entry {
    std::uint32_t holder;
    std::uint32_t first_waiter = k_nobody;
    std::uint32_t last_waiter = k_nobody;
};

struct Transaction {
    bool running = false;
    /// Keys before this position of the lock set are held; the key at it is waited for.
    std::uint32_t held = 0;
    std::uint32_t earlier_waiter = k_nobody;
    std::uint32_t later_waiter = k_nobody;
    /// Keeps its memory when the number is used again.
    std::vector<LockKey> keys;

    bool waiting() const { return running && held < keys.size(); }
};

std::uint32_t index_of(TransactionNo transaction) {
    return static_cast<std::uint32_t>(transaction);
}

}  // namespace

struct LockTable::State {
    boost::unordered_flat_map<std::uint64_t, Entry> entries;
    /// By transaction number.
    std::vector<Transaction> transactions;

    Transaction& running(TransactionNo number);
    const Transaction* find_running(TransactionNo number) const;
    const Entry* find(LockKey key) const;

    LockProgress acquire(std::uint32_t number);
    void wait(std::uint32_t number, Entry& entry);
    void leave_queue(std::uint32_t number, Entry& entry);
    void give_back(LockKey key, std::vector<LockProgress>& woken);

    void check_queue(LockKey key, const Entry& entry) const;
    void check_transaction(std::uint32_t number) const;
};

Transaction& LockTable::State::running(TransactionNo number) {
    ROWLOCK_ASSERT(index_of(number) < transactions.size());
    Transaction& transaction = transactions[index_of(number)];
    ROWLOCK_ASSERT(transaction.running);
    return transaction;
}

const Transaction* LockTable::State::find_running(TransactionNo number) const {
    if (index_of(number) >= transactions.size()) return nullptr;
    const Transaction& transaction = transactions[index_of(number)];
    return transaction.running ? &transaction : nullptr;
}

const Entry* LockTable::State::find(LockKey key) const {
    const auto found = entries.find(key.value());
    return found == entries.end() ? nullptr : &found->second;
}

/// Takes the rest of the lock set until a key is busy.
LockProgress LockTable::State::acquire(std::uint32_t number) {
    Transaction& transaction = transactions[number];
    while (transaction.held < transaction.keys.size()) {
        const LockKey key = transaction.keys[transaction.held];
        const auto [at, was_free] = entries.try_emplace(key.value(), Entry{number});
        if (!was_free) {
            wait(number, at->second);
            return {TransactionNo{number}, key};
        }
        ++transaction.held;
    }
    return {TransactionNo{number}, std::nullopt};
}

void LockTable::State::wait(std::uint32_t number, Entry& entry) {
    // A key given twice would make the transaction wait for itself, forever.
    ROWLOCK_ASSERT(entry.holder != number);
    transactions[number].earlier_waiter = entry.last_waiter;
    if (entry.last_waiter == k_nobody) {
        entry.first_waiter = number;
    } else {
        transactions[entry.last_waiter].later_waiter = number;
    }
    entry.last_waiter = number;
}

void LockTable::State::leave_queue(std::uint32_t number, Entry& entry) {
    Transaction& transaction = transactions[number];
    const std::uint32_t earlier = std::exchange(transaction.earlier_waiter, k_nobody);
    const std::uint32_t later = std::exchange(transaction.later_waiter, k_nobody);
    (earlier == k_nobody ? entry.first_waiter : transactions[earlier].later_waiter) = later;
    (later == k_nobody ? entry.last_waiter : transactions[later].earlier_waiter) = earlier;
}

/// Frees the key or hands it to its first waiter, whose number is noted for going on later.
void LockTable::State::give_back(LockKey key, std::vector<LockProgress>& woken) {
    const auto at = entries.find(key.value());
    ROWLOCK_ASSERT(at != entries.end());
    Entry& entry = at->second;
    const std::uint32_t next = entry.first_waiter;
    if (next == k_nobody) {
        entries.erase(at);
        return;
    }
    leave_queue(next, entry);
    entry.holder = next;
    ++transactions[next].held;
    woken.push_back({TransactionNo{next}, std::nullopt});
}

/// Every waiter waits for this very key, and the chain is whole in both directions.
void LockTable::State::check_queue(LockKey key, const Entry& entry) const {
    std::uint32_t earlier = k_nobody;
    std::uint32_t number = entry.first_waiter;
    for (std::size_t length = 0; number != k_nobody; ++length) {
        ROWLOCK_ASSERT(length < transactions.size());
        const Transaction& waiter = transactions[number];
        ROWLOCK_ASSERT(waiter.waiting() && waiter.keys[waiter.held] == key);
        ROWLOCK_ASSERT(waiter.earlier_waiter == earlier);
        earlier = number;
        number = waiter.later_waiter;
    }
    ROWLOCK_ASSERT(entry.last_waiter == earlier);
}

void LockTable::State::check_transaction(std::uint32_t number) const {
    const Transaction& transaction = transactions[number];
    ROWLOCK_ASSERT(transaction.running || transaction.held == 0);
    ROWLOCK_ASSERT(transaction.held <= transaction.keys.size());
    for (std::uint32_t i = 0; i < transaction.held; ++i) {
        const Entry* entry = find(transaction.keys[i]);
        ROWLOCK_ASSERT(entry != nullptr && entry->holder == number);
    }
    if (!transaction.waiting()) {
        ROWLOCK_ASSERT(transaction.earlier_waiter == k_nobody);
        ROWLOCK_ASSERT(transaction.later_waiter == k_nobody);
        return;
    }
    const Entry* wanted = find(transaction.keys[transaction.held]);
    ROWLOCK_ASSERT(wanted != nullptr && wanted->holder != number);
    // Being first needs no predecessor, and having none means being first: nobody waits outside the
    // queue.
    ROWLOCK_ASSERT((transaction.earlier_waiter == k_nobody) == (wanted->first_waiter == number));
    ROWLOCK_ASSERT((transaction.later_waiter == k_nobody) == (wanted->last_waiter == number));
}

LockTable::LockTable() : state_(std::make_unique<State>()) {}

LockTable::LockTable(const LockTable& other) : state_(std::make_unique<State>(*other.state_)) {}

LockTable& LockTable::operator=(const LockTable& other) {
    if (this != &other) state_ = std::make_unique<State>(*other.state_);
    return *this;
}

LockTable::LockTable(LockTable&&) noexcept = default;
LockTable& LockTable::operator=(LockTable&&) noexcept = default;
LockTable::~LockTable() = default;

LockProgress LockTable::begin(TransactionNo number, std::span<const LockKey> keys) {
    if (index_of(number) >= state_->transactions.size()) {
        ROWLOCK_ASSERT(index_of(number) != k_nobody);
        state_->transactions.resize(std::size_t{index_of(number)} + 1);
    }
    Transaction& transaction = state_->transactions[index_of(number)];
    ROWLOCK_ASSERT(!transaction.running);
    transaction.running = true;
    transaction.keys.assign(keys.begin(), keys.end());
    return state_->acquire(index_of(number));
}

void LockTable::release(TransactionNo number, std::vector<LockProgress>& woken) {
    Transaction& transaction = state_->running(number);
    if (transaction.waiting()) {
        const LockKey wanted = transaction.keys[transaction.held];
        state_->leave_queue(index_of(number), state_->entries.find(wanted.value())->second);
    }
    // All keys change hands before anybody goes on: a commit lets go of everything at once.
    const std::size_t first = woken.size();
    for (std::uint32_t i = 0; i < transaction.held; ++i) {
        state_->give_back(transaction.keys[i], woken);
    }
    transaction.running = false;
    transaction.held = 0;
    for (std::size_t i = first; i < woken.size(); ++i) {
        woken[i] = state_->acquire(index_of(woken[i].transaction));
    }
}

std::optional<TransactionNo> LockTable::holder(LockKey key) const {
    const Entry* entry = state_->find(key);
    if (entry == nullptr) return std::nullopt;
    return TransactionNo{entry->holder};
}

std::vector<TransactionNo> LockTable::waiters(LockKey key) const {
    std::vector<TransactionNo> result;
    const Entry* entry = state_->find(key);
    if (entry == nullptr) return result;
    for (std::uint32_t number = entry->first_waiter; number != k_nobody;
         number = state_->transactions[number].later_waiter) {
        result.push_back(TransactionNo{number});
    }
    return result;
}

std::optional<LockKey> LockTable::waiting_for(TransactionNo number) const {
    const Transaction* transaction = state_->find_running(number);
    if (transaction == nullptr || !transaction->waiting()) return std::nullopt;
    return transaction->keys[transaction->held];
}

std::size_t LockTable::held_key_count() const {
    return state_->entries.size();
}

std::vector<LockKey> LockTable::held_keys() const {
    std::vector<LockKey> result;
    result.reserve(state_->entries.size());
    for (const Transaction& transaction : state_->transactions) {
        result.insert(
            result.end(),
            transaction.keys.begin(),
            transaction.keys.begin() + static_cast<std::ptrdiff_t>(transaction.held)
        );
    }
    std::sort(result.begin(), result.end());
    return result;
}

void LockTable::check_invariants() const {
    std::size_t held = 0;
    for (std::uint32_t number = 0; number < state_->transactions.size(); ++number) {
        const Transaction& transaction = state_->transactions[number];
        state_->check_transaction(number);
        held += transaction.held;
        for (std::uint32_t i = 0; i < transaction.held; ++i) {
            state_->check_queue(transaction.keys[i], *state_->find(transaction.keys[i]));
        }
    }
    // No entry without a holder's claim to it.
    ROWLOCK_ASSERT(held == state_->entries.size());
}

}  // namespace rowlock
