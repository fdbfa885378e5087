#include "mockorg/engine/script_desk.hpp"

#include "mockorg/engine/rest_row.hpp"
#include "mockorg/engine/row_locks.hpp"
#include "mockorg/engine/script_run.hpp"

#include <utility>
#include <vector>

namespace rowlock {
namespace {

/// What the writes lock. One that cannot be bound will fail by itself, and needs no lock for that.
std::vector<WantedLock> locks_of(World& world, std::vector<WriteRecord> writes) {
    std::vector<WantedLock> wanted;
    for (std::size_t i = 0; i < writes.size(); ++i) {
        const WriteRecords::Row row{std::move(writes[i])};
        const auto bound = bind_rest_row(world.schema(), row, {});
        if (!bound) continue;
        collect_row_locks(
            world,
            *bound->object,
            row.write.operation,
            bound->target,
            bound->input(),
            static_cast<std::uint16_t>(i),
            wanted
        );
    }
    return wanted;
}

}  // namespace

std::variant<std::uint64_t, RunScript::Reply> ScriptDesk::begin(const RunScript& request) {
    Rehearsal rehearsal = rehearse(world_, request);
    if (rehearsal.writes.empty()) return RunScript::Reply{rehearsal.wants_to_stay};
    const std::uint64_t number = world_.next_rest_write++;
    TransactionOrigin origin;
    origin.batch = static_cast<std::uint32_t>(number);
    origin.rows = static_cast<std::uint32_t>(rehearsal.writes.size());
    const TransactionNo transaction = transactions_.open(origin);
    transactions_.at(transaction).rest_write = number;
    // All that is left to do in a world that was set back, where nobody has the script.
    world_.rest_writes.emplace(number, WriteRecords{});
    transactions_.acquire(transaction, locks_of(world_, std::move(rehearsal.writes)));
    return number;
}

RunScript::Reply ScriptDesk::commit(TransactionNo transaction, const RunScript& request) {
    const RunScript::Reply reply{perform(world_, request)};
    finish(transaction);
    return reply;
}

Error ScriptDesk::lock_timeout(TransactionNo transaction, const Transactions::Timeout& timeout) {
    Error error = transactions_.lock_error(transaction);
    const std::uint32_t rows = transactions_.at(transaction).origin.rows;
    transactions_.record_failure(transaction, timeout, rows);
    finish(transaction);
    return error;
}

void ScriptDesk::finish(TransactionNo transaction) {
    const std::uint64_t number = transactions_.at(transaction).rest_write;
    transactions_.close(transaction);
    world_.rest_writes.erase(number);
}

}  // namespace rowlock
