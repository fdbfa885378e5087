#include "mockorg/engine/query_locks.hpp"

#include "mockorg/engine/query_executor.hpp"
#include "mockorg/engine/row_selection.hpp"
#include "mockorg/engine/select_tree.hpp"
#include "mockorg/soql/parser.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace rowlock {
namespace {

/// The rule by which a write locks the row itself.
std::uint16_t own_row_rule(const LockRules& rules, ObjectNo object) {
    const auto targets = rules.plain_targets(object, WriteKind::update);
    if (!targets) return 0;
    const auto own = std::find_if(targets->begin(), targets->end(), [](const PlainTarget& target) {
        return !target.field;
    });
    return own == targets->end() ? std::uint16_t{0} : own->rule;
}

}  // namespace

bool QueryLocks::asks_for_locks(const RunQuery& request) {
    const auto query = soql::parse_query(request.soql);
    return query && query->for_update;
}

std::vector<WantedLock> QueryLocks::locks_of(
    const ObjectType& object, const std::vector<std::uint32_t>& rows
) const {
    const LockRules& rules = world_.foundation->rules;
    const std::uint16_t rule = own_row_rule(rules, object.number);
    constexpr std::size_t k_last = std::numeric_limits<std::uint16_t>::max();
    std::vector<WantedLock> wanted;
    wanted.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto position = static_cast<std::uint16_t>(std::min(i, k_last));
        wanted.push_back({rules.key_of({object.number, rows[i]}), position, rule});
    }
    return wanted;
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
    origin.rows = static_cast<std::uint32_t>(rows->size());
    const TransactionNo transaction = transactions_.open(origin);
    transactions_.at(transaction).rest_write = number;
    world_.locking_queries.emplace(number, std::move(request));
    transactions_.acquire(transaction, locks_of(**object, *rows));
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
