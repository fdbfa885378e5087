#pragma once

#include "mockorg/locking/lock_table.hpp"

#include <vector>

namespace rowlock {

/// The circle of transactions, each waiting for the next, that `transaction` closes by waiting;
/// empty if none. Follows the one key each transaction waits for, to its holder.
std::vector<TransactionNo> find_deadlock(const LockTable& table, TransactionNo transaction);

}  // namespace rowlock
