#pragma once

#include "mockorg/locking/lock_key.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace rowlock {

/// A running transaction: a small number its owner may use again once it was released.
enum class TransactionNo : std::uint32_t {};

/// Where a transaction stands after it went on acquiring.
struct LockProgress {
    TransactionNo transaction;
    /// The busy key it now waits for; nothing if it holds its whole lock set.
    std::optional<LockKey> waiting_for;

    bool operator==(const LockProgress&) const = default;
};

/// Exclusive locks with first-in-first-out waiters. A transaction takes the keys of its lock set
/// one by one in the order given, holding what it has. No clock: who calls decides when a wait has
/// lasted too long. One thread.
///
/// Invariants (check_invariants):
///  1. A key has at most one holder; it has waiters only while it has a holder.
///  2. A transaction waits for at most one key, the first of its set that it does not hold.
///  3. It holds exactly the keys before that one.
///  4. A key nobody holds takes no memory.
class LockTable {
public:
    LockTable();
    LockTable(const LockTable&);
    LockTable& operator=(const LockTable&);
    LockTable(LockTable&&) noexcept;
    LockTable& operator=(LockTable&&) noexcept;
    ~LockTable();

    /// Starts a transaction that holds nothing yet. `keys`: free of doubles.
    LockProgress begin(TransactionNo transaction, std::span<const LockKey> keys);

    /// Gives back all keys and leaves the queue it may stand in: commit, rollback and timeout
    /// alike. Appends, in the order things happened, every transaction that got a key thereby and
    /// where it now stands.
    void release(TransactionNo transaction, std::vector<LockProgress>& woken);

    std::optional<TransactionNo> holder(LockKey key) const;

    /// Front of the queue first.
    std::vector<TransactionNo> waiters(LockKey key) const;

    std::optional<LockKey> waiting_for(TransactionNo transaction) const;

    std::size_t held_key_count() const;

    /// All keys with a holder, in key order.
    std::vector<LockKey> held_keys() const;

    void check_invariants() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rowlock
