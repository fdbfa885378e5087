#include "mockorg/engine/rest_desk.hpp"

#include "mockorg/engine/query_executor.hpp"
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

/// What a row that only looks found, and the id of the record if it is one.
struct Sight {
    WriteRecord::Reply record;
    WriteRecords::Seen seen;
};

/// Looks at what the rows before it have left.
class RowLooker {
public:
    RowLooker(World& world, std::span<const std::string> saved_ids)
        : executor_(world), saved_ids_(saved_ids) {}

    Result<Sight> look(const WriteRecords::Row& row) {
        if (const auto* query = std::get_if<RunQuery>(&*row.look)) {
            auto page = executor_.run(*query);
            if (!page) return tl::unexpected{page.error()};
            return Sight{{}, std::move(*page)};
        }
        GetRecord get = std::get<GetRecord>(*row.look);
        if (row.target) get.id = *row.target < saved_ids_.size() ? saved_ids_[*row.target] : "";
        auto record = executor_.get(get);
        if (!record) return tl::unexpected{record.error()};
        const RecordId id = record->id;
        return Sight{{id, false}, std::move(*record)};
    }

private:
    QueryExecutor executor_;
    std::span<const std::string> saved_ids_;
};

}  // namespace

std::optional<Error> RestDesk::own_error(const WriteRecords::Row& row) const {
    if (row.look) return std::nullopt;
    const auto bound = bind_rest_row(world_.schema(), row, {});
    return bound ? std::nullopt : std::optional{bound.error()};
}

std::variant<std::uint64_t, WriteRecords::Reply> RestDesk::begin(WriteRecords request) {
    WriteRecords::Reply refused;
    std::vector<WantedLock> wanted;
    for (std::size_t i = 0; i < request.rows.size(); ++i) {
        const WriteRecords::Row& row = request.rows[i];
        if (row.look) continue;
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
    // Rows look into it: it must not move.
    saved_ids.reserve(request.rows.size());
    RowSaver saver{world_};
    for (const WriteRecords::Row& row : request.rows) {
        if (request.separate_calls) saver.begin_call();
        if (row.look) {
            auto sight = RowLooker{world_, saved_ids}.look(row);
            if (sight) reply.seen.emplace(reply.rows.size(), std::move(sight->seen));
            reply.rows.push_back(
                sight ? Result<WriteRecord::Reply>{sight->record} : tl::unexpected{sight.error()}
            );
        } else {
            reply.rows.push_back(saver.save(row, saved_ids));
        }
        const auto& done = reply.rows.back();
        const bool has_id = done && !(done->id == RecordId{});
        saved_ids.push_back(has_id ? done->id.text() : std::string{});
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
