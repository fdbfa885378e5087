#include "mockorg/engine/query_locks.hpp"

#include "mockorg/engine/query_executor.hpp"
#include "mockorg/engine/row_locks.hpp"
#include "mockorg/engine/row_selection.hpp"
#include "mockorg/engine/select_tree.hpp"
#include "mockorg/soql/parser.hpp"

#include <utility>

namespace rowlock {
bool QueryLocks::asks_for_locks(const RunQuery& request) {
    if (!request.takes_locks) return false;
    const auto query = soql::parse_query(request.soql);
    return query && query->for_update;
}

Result<std::uint64_t> QueryLocks::begin(RunQuery request) {
    const auto query = soql::parse_query(request.soql);
    if (!query) return tl::unexpected{query.error()};
    const auto object = soql::bind_object(world_.schema(), *query, request.soql);
    if (!object) return tl::unexpected{object.error()};
    const bool include_deleted = request.include_deleted || query->all_rows;
    const QueryScope scope{world_.store, request.soql, day_of(world_.now), include_deleted};
    // What is wrong with the query must not wait for locks.
    const auto fields = select_tree(scope, **object, *query);
    if (!fields) return tl::unexpected{fields.error()};
    const auto rows = select_rows(scope, **object, *query);
    if (!rows) return tl::unexpected{rows.error()};
    const std::uint64_t number = world_.next_rest_write++;
    TransactionOrigin origin;
    origin.batch = static_cast<std::uint32_t>(number);
    origin.rows = static_cast<std::uint32_t>(rows->size());
    const TransactionNo transaction = transactions_.open(origin);
    transactions_.at(transaction).rest_write = number;
    world_.locking_queries.emplace(number, std::move(request));
    std::vector<RecordHandle> records;
    records.reserve(rows->size());
    for (const std::uint32_t row : *rows) records.push_back({(*object)->number, row});
    transactions_.acquire(transaction, own_row_locks(world_.foundation->rules, records));
    return number;
}

bool QueryLocks::owns(TransactionNo transaction) const {
    const Transaction& own = world_.transactions[static_cast<std::size_t>(transaction)];
    return world_.locking_queries.count(own.rest_write) > 0;
}

QueryLocks::Finished QueryLocks::commit(TransactionNo transaction) {
    const std::uint64_t number = transactions_.at(transaction).rest_write;
    return finish(transaction, QueryExecutor{world_}.run(world_.locking_queries.at(number)));
}

QueryLocks::Finished QueryLocks::lock_timeout(
    TransactionNo transaction, const Transactions::Timeout& timeout
) {
    const Error error = transactions_.lock_error(transaction);
    transactions_.record_failure(transaction, timeout, 1);
    return finish(transaction, tl::unexpected{error});
}

QueryLocks::Finished QueryLocks::finish(TransactionNo transaction, Result<RunQuery::Reply> reply) {
    const std::uint64_t number = transactions_.at(transaction).rest_write;
    transactions_.close(transaction);
    world_.locking_queries.erase(number);
    return {number, std::move(reply)};
}

}  // namespace rowlock
