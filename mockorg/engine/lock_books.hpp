#pragma once

#include "mockorg/engine/lock_wait.hpp"

#include <compare>
#include <cstdint>
#include <map>

namespace rowlock {

/// What waits cost.
struct WaitSums {
    std::uint64_t waits = 0;
    /// Waits in vain, deadlocks among them.
    std::uint64_t timeouts = 0;
    std::uint64_t deadlocks = 0;
    /// Rows of clients.
    std::uint64_t rows_failed = 0;
    /// Records that foreign writers could not write.
    std::uint64_t records_failed = 0;
    Duration waited{};

    void add(const LockWait& wait);
};

struct PartyPair {
    LockParty waiter;
    LockParty holder;

    auto operator<=>(const PartyPair&) const = default;
};

/// Indexes into LockRules::rules().
struct RulePair {
    std::uint16_t waiter = 0;
    std::uint16_t holder = 0;

    auto operator<=>(const RulePair&) const = default;
};

/// Sums over all waits, those that ended well among them: who waited for whom, and by which rules.
/// Bounded: waits of pairs for which there is no room are counted together.
class LockBooks {
public:
    /// `pairs_max` pairs of parties, and as many of rules.
    explicit LockBooks(std::size_t pairs_max) : pairs_max_(pairs_max) {}

    void add(const LockWait& wait);

    const std::map<PartyPair, WaitSums>& parties() const { return parties_; }

    const std::map<RulePair, WaitSums>& rules() const { return rules_; }

    const WaitSums& other_parties() const { return other_parties_; }

    const WaitSums& other_rules() const { return other_rules_; }

private:
    std::size_t pairs_max_;
    std::map<PartyPair, WaitSums> parties_;
    std::map<RulePair, WaitSums> rules_;
    WaitSums other_parties_;
    WaitSums other_rules_;
};

}  // namespace rowlock
