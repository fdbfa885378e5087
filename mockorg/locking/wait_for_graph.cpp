#include "mockorg/locking/wait_for_graph.hpp"

#include "mockorg/base/assert.hpp"

namespace rowlock {
namespace {

/// The holder of the key the transaction waits for; nothing if it does not wait.
std::optional<TransactionNo> next_in_line(const LockTable& table, TransactionNo transaction) {
    const std::optional<LockKey> key = table.waiting_for(transaction);
    if (!key) return std::nullopt;
    const std::optional<TransactionNo> holder = table.holder(*key);
    ROWLOCK_ASSERT(holder.has_value());
    return holder;
}

}  // namespace

std::vector<TransactionNo> find_deadlock(const LockTable& table, TransactionNo transaction) {
    std::vector<TransactionNo> circle{transaction};
    // The line may lead into a circle that `transaction` is not part of. Brent's method notices: a
    // mark that moves on whenever the way doubles is met again.
    TransactionNo mark = transaction;
    std::size_t next_mark_at = 2;
    for (;;) {
        const std::optional<TransactionNo> next = next_in_line(table, circle.back());
        if (!next) return {};
        if (*next == transaction) return circle;
        if (*next == mark) return {};
        circle.push_back(*next);
        if (circle.size() == next_mark_at) {
            mark = *next;
            next_mark_at *= 2;
        }
    }
}

}  // namespace rowlock
