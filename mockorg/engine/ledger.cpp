#include "mockorg/engine/ledger.hpp"

namespace rowlock {
namespace {

template <class T>
void keep(std::vector<T>& kept, std::size_t most, const T& value, std::uint64_t& dropped) {
    if (kept.size() < most) {
        kept.push_back(value);
    } else {
        ++dropped;
    }
}

}  // namespace

Ledger::Ledger(LedgerLimits limits) : limits_(limits), books_(limits.pairs) {}

void Ledger::record(const LockFailure& failure) {
    keep(failures_, limits_.failures, failure, dropped_);
}

void Ledger::wait_ended(const LockWait& wait) {
    if (!is_on()) return;
    books_.add(wait);
    if (limits_.timeline > 0) keep(waits_, limits_.timeline, wait, timeline_dropped_);
}

void Ledger::transaction_ended(const TransactionSpan& span) {
    if (!is_on() || limits_.timeline == 0) return;
    keep(transactions_, limits_.timeline, span, timeline_dropped_);
}

}  // namespace rowlock
