#pragma once

#include "mockorg/base/trace.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace rowlock::test {

/// Works out from an org's trace alone who held which key when: every transaction says which keys
/// it wants in which order, when it waits for which, when it has all, and when it lets go. Knows
/// nothing of the org's own lock table or ledger.
class LockReplay {
public:
    /// A wait that ran out, and who had the key then.
    struct Timeout {
        TimePoint time;
        std::uint64_t key = 0;
        /// Details of the `transaction_started` events of both.
        std::uint64_t waiter = 0;
        std::uint64_t holder = 0;
        TimePoint holder_since;
    };

    void see(const TraceEvent& event) {
        Transaction& transaction = transactions_[event.subject];
        switch (event.kind) {
            case TraceKind::transaction_started:
                transaction = {};
                transaction.started = event.detail;
                break;
            case TraceKind::lock_wanted:
                transaction.wanted.push_back(event.detail);
                break;
            case TraceKind::lock_wait:
                take_until(event, event.detail);
                break;
            case TraceKind::lock_granted:
                take_all(event);
                break;
            case TraceKind::lock_timeout:
                note_timeout(event);
                break;
            case TraceKind::locks_released:
                release(event.subject);
                break;
            default:
                break;
        }
    }

    const std::vector<Timeout>& timeouts() const { return timeouts_; }

    /// What cannot be: two holders of a key, a wait for a key that nobody holds.
    const std::string& fault() const { return fault_; }

private:
    struct Transaction {
        std::uint64_t started = 0;
        std::vector<std::uint64_t> wanted;
        std::size_t taken = 0;
    };

    struct Holder {
        std::uint64_t slot = 0;
        TimePoint since;
    };

    void take(const TraceEvent& event, std::uint64_t key) {
        if (!holders_.try_emplace(key, Holder{event.subject, event.time}).second)
            fault_ = "two holders of " + std::to_string(key);
    }

    void take_until(const TraceEvent& event, std::uint64_t key) {
        Transaction& transaction = transactions_[event.subject];
        while (transaction.taken < transaction.wanted.size() &&
               transaction.wanted[transaction.taken] != key)
            take(event, transaction.wanted[transaction.taken++]);
        if (transaction.taken == transaction.wanted.size())
            fault_ = "a wait for a key that was not wanted";
    }

    void take_all(const TraceEvent& event) {
        Transaction& transaction = transactions_[event.subject];
        while (transaction.taken < transaction.wanted.size())
            take(event, transaction.wanted[transaction.taken++]);
    }

    void note_timeout(const TraceEvent& event) {
        const auto holder = holders_.find(event.detail);
        if (holder == holders_.end()) {
            fault_ = "a timeout for a key that nobody holds";
            return;
        }
        timeouts_.push_back(
            {event.time,
             event.detail,
             transactions_[event.subject].started,
             transactions_[holder->second.slot].started,
             holder->second.since}
        );
    }

    void release(std::uint64_t slot) {
        Transaction& transaction = transactions_[slot];
        for (std::size_t i = 0; i < transaction.taken; ++i) holders_.erase(transaction.wanted[i]);
        transaction.wanted.clear();
        transaction.taken = 0;
    }

    std::unordered_map<std::uint64_t, Transaction> transactions_;
    std::unordered_map<std::uint64_t, Holder> holders_;
    std::vector<Timeout> timeouts_;
    std::string fault_;
};

}  // namespace rowlock::test
