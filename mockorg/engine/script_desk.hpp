#pragma once

#include "mockorg/engine/record_steps.hpp"
#include "mockorg/engine/transactions.hpp"
#include "mockorg/engine/world.hpp"

#include <cstdint>
#include <variant>

namespace rowlock {

/// Scripts: each is a transaction of the REST API. The script itself is no part of the World:
/// whoever keeps it brings it along when it is due. Works on a World it does not own.
class ScriptDesk {
public:
    explicit ScriptDesk(World& world) : world_(world), transactions_(world) {}

    /// Starts the transaction and gives the number under which it goes; or the reply, if the script
    /// writes nothing.
    std::variant<std::uint64_t, RunScript::Reply> begin(const RunScript& request);

    RunScript::Reply commit(TransactionNo transaction, const RunScript& request);

    /// The error that the script's owner is told.
    Error lock_timeout(TransactionNo transaction, const Transactions::Timeout& timeout);

private:
    void finish(TransactionNo transaction);

    World& world_;
    Transactions transactions_;
};

}  // namespace rowlock
