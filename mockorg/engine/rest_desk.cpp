#include "mockorg/engine/rest_desk.hpp"

#include "mockorg/engine/rest_row.hpp"
#include "mockorg/engine/row_locks.hpp"
#include "mockorg/engine/row_saver.hpp"

#include <algorithm>
#include <optional>

namespace rowlock {
namespace {

bool is_saved(const Result<WriteRecord::Reply>& row) {
    return row.has_value();
}

}  // namespace

std::optional<Error> RestDesk::own_error(const WriteRecords::Row& row) const {
    const auto bound = bind_rest_row(world_.schema(), row, {});
    return bound ? std::nullopt : std::optional{bound.error()};
}

std::variant<std::uint64_t, WriteRecords::Reply> RestDesk::begin(WriteRecords request) {
    WriteRecords::Reply refused;
    std::vector<WantedLock> wanted;
    for (std::size_t i = 0; i < request.rows.size(); ++i) {
        const WriteRecords::Row& row = request.rows[i];
        const auto bound = bind_rest_row(world_.schema(), row, {});
        if (!bound) {
            refused.rows.push_back(tl::unexpected{bound.error()});
            continue;
        }
        collect_row_locks(
            world_,
            *bound->object,
            row.write.operation,
            bound->target,
            bound->input(),
            static_cast<std::uint16_t>(i),
            wanted
        );
    }
    if (refused.rows.size() == request.rows.size()) return refused;
    const std::uint64_t number = world_.next_rest_write++;
    TransactionOrigin origin;
    origin.batch = static_cast<std::uint32_t>(number);
    origin.rows = static_cast<std::uint32_t>(request.rows.size());
    const TransactionNo transaction = transactions_.open(origin);
    transactions_.at(transaction).rest_write = number;
    world_.rest_writes.emplace(number, std::move(request));
    transactions_.acquire(transaction, std::move(wanted));
    return number;
}

RestDesk::Finished RestDesk::commit(TransactionNo transaction) {
    const std::uint64_t number = transactions_.at(transaction).rest_write;
    return finish(transaction, write(world_.rest_writes.at(number)));
}

WriteRecords::Reply RestDesk::write(const WriteRecords& request) {
    std::optional<Store> before;
    if (request.all_or_none) before = world_.store;
    WriteRecords::Reply reply;
    std::vector<std::string> saved_ids;
    RowSaver saver{world_, request.user};
    for (const WriteRecords::Row& row : request.rows) {
        reply.rows.push_back(saver.save(row, saved_ids));
        const auto& done = reply.rows.back();
        saved_ids.push_back(done ? done->id.text() : std::string{});
    }
    const bool all = std::all_of(reply.rows.begin(), reply.rows.end(), is_saved);
    if (!all && before) {
        world_.store = std::move(*before);
        reply.rolled_back = true;
    } else {
        saver.finish();
    }
    return reply;
}

RestDesk::Finished RestDesk::lock_timeout(
    TransactionNo transaction, const Transactions::Timeout& timeout
) {
    const Error error = transactions_.lock_error(transaction);
    const WriteRecords& request = world_.rest_writes.at(transactions_.at(transaction).rest_write);
    WriteRecords::Reply reply;
    std::uint32_t failed = 0;
    for (const WriteRecords::Row& row : request.rows) {
        const auto own = own_error(row);
        if (!own) ++failed;
        reply.rows.push_back(tl::unexpected{own.value_or(error)});
    }
    transactions_.record_failure(transaction, timeout, failed);
    return finish(transaction, std::move(reply));
}

RestDesk::Finished RestDesk::finish(TransactionNo transaction, WriteRecords::Reply reply) {
    const std::uint64_t number = transactions_.at(transaction).rest_write;
    transactions_.close(transaction);
    world_.rest_writes.erase(number);
    return {number, std::move(reply)};
}

}  // namespace rowlock
