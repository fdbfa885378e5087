#include "mockorg/engine/lock_books.hpp"

namespace rowlock {
namespace {

/// The pair's sums, or `others` if the pair is new and the books are full.
template <class Pair>
WaitSums& sums_of(
    std::map<Pair, WaitSums>& books, std::size_t pairs_max, WaitSums& others, const Pair& pair
) {
    if (const auto found = books.find(pair); found != books.end()) return found->second;
    return books.size() < pairs_max ? books[pair] : others;
}

}  // namespace

void WaitSums::add(const LockWait& wait) {
    ++waits;
    if (wait.end == LockWait::End::timeout || wait.end == LockWait::End::deadlock) ++timeouts;
    if (wait.end == LockWait::End::deadlock) ++deadlocks;
    const bool is_foreign = wait.waiter.kind == TransactionOrigin::Kind::foreign;
    (is_foreign ? records_failed : rows_failed) += wait.rows_failed;
    waited += wait.until - wait.since;
}

void LockBooks::add(const LockWait& wait) {
    const PartyPair parties{LockParty::of(wait.waiter), LockParty::of(wait.holder)};
    sums_of(parties_, pairs_max_, other_parties_, parties).add(wait);
    const RulePair rules{wait.waiter_rule, wait.holder_rule};
    sums_of(rules_, pairs_max_, other_rules_, rules).add(wait);
}

}  // namespace rowlock
