#pragma once

#include "mockorg/engine/requests.hpp"
#include "mockorg/engine/transactions.hpp"
#include "mockorg/engine/world.hpp"

namespace rowlock {

/// Single records of the REST API: each write is a transaction of its own that contends with all
/// others. Works on a World it does not own.
class RestDesk {
public:
    explicit RestDesk(World& world) : world_(world), transactions_(world) {}

    /// Starts the transaction; its number is under which the reply will come. Errors that need no
    /// lock come at once.
    Result<std::uint64_t> begin(WriteRecord request);

    /// A write that has come to its end.
    struct Finished {
        std::uint64_t number;
        Result<WriteRecord::Reply> reply;
    };

    Finished commit(TransactionNo transaction);
    Finished lock_timeout(TransactionNo transaction, const Transactions::Timeout& timeout);

private:
    Result<WriteRecord::Reply> write(const WriteRecord& request);
    Finished finish(TransactionNo transaction, Result<WriteRecord::Reply> reply);

    World& world_;
    Transactions transactions_;
};

}  // namespace rowlock
