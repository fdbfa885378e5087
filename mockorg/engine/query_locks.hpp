#pragma once

#include "mockorg/engine/requests.hpp"
#include "mockorg/engine/transactions.hpp"
#include "mockorg/engine/world.hpp"

namespace rowlock {

/// Queries with FOR UPDATE: each is a transaction that takes the rows it finds, shows them as they
/// are once it has them all, and lets go. Works on a World it does not own.
class QueryLocks {
public:
    explicit QueryLocks(World& world) : world_(world), transactions_(world) {}

    /// Whether the query asks for locks; one whose text is wrong does not.
    static bool asks_for_locks(const RunQuery& request);

    /// Starts the transaction; its number is under which the reply will come. What is wrong with
    /// the query comes at once.
    Result<std::uint64_t> begin(RunQuery request);

    /// Whether the transaction is one of these, and not the write of a record.
    bool owns(TransactionNo transaction) const;

    struct Finished {
        std::uint64_t number;
        Result<RunQuery::Reply> reply;
    };

    Finished commit(TransactionNo transaction);
    Finished lock_timeout(TransactionNo transaction, const Transactions::Timeout& timeout);

private:
    Finished finish(TransactionNo transaction, Result<RunQuery::Reply> reply);

    World& world_;
    Transactions transactions_;
};

}  // namespace rowlock
