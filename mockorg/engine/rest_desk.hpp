#pragma once

#include "mockorg/engine/requests.hpp"
#include "mockorg/engine/transactions.hpp"
#include "mockorg/engine/world.hpp"

#include <optional>
#include <variant>

namespace rowlock {

/// Writes of the REST API, of one record or several: each request is a transaction of its own that
/// contends with all others. Works on a World it does not own.
class RestDesk {
public:
    explicit RestDesk(World& world) : world_(world), transactions_(world) {}

    /// Starts the transaction and gives the number under which the reply will come; or the reply,
    /// if every row has an error that needs no lock to be seen.
    std::variant<std::uint64_t, WriteRecords::Reply> begin(WriteRecords request);

    /// A request that has come to its end.
    struct Finished {
        std::uint64_t number;
        WriteRecords::Reply reply;
    };

    Finished commit(TransactionNo transaction);
    Finished lock_timeout(TransactionNo transaction, const Transactions::Timeout& timeout);

private:
    /// What is wrong with the row whatever it would lock.
    std::optional<Error> own_error(const WriteRecords::Row& row) const;
    WriteRecords::Reply write(const WriteRecords& request);
    Finished finish(TransactionNo transaction, WriteRecords::Reply reply);

    World& world_;
    Transactions transactions_;
};

}  // namespace rowlock
