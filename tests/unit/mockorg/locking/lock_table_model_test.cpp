#include "mockorg/locking/lock_table.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/locking/lock_test_support.hpp"

#include <rapidcheck/state.h>

#include <algorithm>
#include <deque>
#include <map>

namespace rowlock {
namespace {

using test::key;
using test::number;

constexpr std::uint32_t k_transactions = 7;
constexpr std::uint32_t k_keys = 6;

/// The lock table as one would explain it: per key a queue whose front holds the key.
struct NaiveTable {
    std::map<LockKey, std::deque<TransactionNo>> queues;
    std::map<TransactionNo, std::vector<LockKey>> wanted;

    LockProgress go_on(TransactionNo transaction) {
        for (const LockKey wanted_key : wanted.at(transaction)) {
            std::deque<TransactionNo>& queue = queues[wanted_key];
            if (!queue.empty() && queue.front() == transaction) continue;
            queue.push_back(transaction);
            if (queue.size() > 1) return {transaction, wanted_key};
        }
        return {transaction, std::nullopt};
    }

    LockProgress begin(TransactionNo transaction, const std::vector<LockKey>& keys) {
        wanted[transaction] = keys;
        return go_on(transaction);
    }

    std::vector<LockProgress> release(TransactionNo transaction) {
        std::vector<TransactionNo> granted;
        for (const LockKey wanted_key : wanted.at(transaction)) {
            std::deque<TransactionNo>& queue = queues[wanted_key];
            const bool held = !queue.empty() && queue.front() == transaction;
            std::erase(queue, transaction);
            if (held && !queue.empty()) granted.push_back(queue.front());
        }
        wanted.erase(transaction);
        std::vector<LockProgress> woken;
        for (const TransactionNo lucky : granted) woken.push_back(go_on(lucky));
        return woken;
    }

    std::vector<LockKey> held_keys() const {
        std::vector<LockKey> result;
        for (const auto& [held_key, queue] : queues) {
            if (!queue.empty()) result.push_back(held_key);
        }
        return result;
    }
};

void check_same(const NaiveTable& naive, const LockTable& table) {
    table.check_invariants();
    RC_ASSERT(table.held_keys() == naive.held_keys());
    RC_ASSERT(table.held_key_count() == naive.held_keys().size());
    std::map<TransactionNo, LockKey> waiting;
    for (const auto& [queue_key, queue] : naive.queues) {
        const std::vector<TransactionNo> line(queue.begin(), queue.end());
        std::vector<TransactionNo> table_line = table.waiters(queue_key);
        if (const auto holder = table.holder(queue_key))
            table_line.insert(table_line.begin(), *holder);
        RC_ASSERT(table_line == line);
        for (std::size_t i = 1; i < line.size(); ++i) waiting.emplace(line[i], queue_key);
    }
    for (std::uint32_t i = 0; i < k_transactions; ++i) {
        const auto expected = waiting.find(number(i));
        const auto actual = table.waiting_for(number(i));
        RC_ASSERT(actual.has_value() == (expected != waiting.end()));
        if (actual) RC_ASSERT(*actual == expected->second);
    }
}

using Command = rc::state::Command<NaiveTable, LockTable>;

struct Begin : Command {
    TransactionNo transaction = number(*rc::gen::inRange(0U, k_transactions));
    /// In any order: the table does not rely on lock order. Few, so that not everybody waits for
    /// one.
    std::vector<std::uint32_t> rows = *rc::gen::resize(
        3, rc::gen::unique<std::vector<std::uint32_t>>(rc::gen::inRange(0U, k_keys))
    );

    std::vector<LockKey> keys() const {
        std::vector<LockKey> result;
        for (const std::uint32_t row : rows) result.push_back(key(row));
        return result;
    }

    void checkPreconditions(const NaiveTable& naive) const override {
        RC_PRE(naive.wanted.count(transaction) == 0);
    }

    void apply(NaiveTable& naive) const override { naive.begin(transaction, keys()); }

    void run(const NaiveTable& naive, LockTable& table) const override {
        NaiveTable after = naive;
        const LockProgress expected = after.begin(transaction, keys());
        RC_ASSERT(table.begin(transaction, keys()) == expected);
        check_same(after, table);
    }

    void show(std::ostream& out) const override {
        out << "begin(" << static_cast<std::uint32_t>(transaction) << ", " << rc::toString(rows)
            << ")";
    }
};

/// Commit, rollback or timeout, of one that holds all its keys or one that waits.
struct Release : Command {
    TransactionNo transaction = number(*rc::gen::inRange(0U, k_transactions));

    void checkPreconditions(const NaiveTable& naive) const override {
        RC_PRE(naive.wanted.count(transaction) == 1);
    }

    void apply(NaiveTable& naive) const override { naive.release(transaction); }

    void run(const NaiveTable& naive, LockTable& table) const override {
        NaiveTable after = naive;
        const std::vector<LockProgress> expected = after.release(transaction);
        std::vector<LockProgress> woken;
        table.release(transaction, woken);
        RC_ASSERT(woken == expected);
        check_same(after, table);
    }

    void show(std::ostream& out) const override {
        out << "release(" << static_cast<std::uint32_t>(transaction) << ")";
    }
};

/// A snapshot put back: the copy must be the original in every respect.
struct Restore : Command {
    void run(const NaiveTable& naive, LockTable& table) const override {
        const LockTable snapshot{table};
        std::vector<LockProgress> woken;
        for (const auto& [transaction, keys] : naive.wanted) table.release(transaction, woken);
        RC_ASSERT(table.held_key_count() == 0U);
        table = snapshot;
        check_same(naive, table);
    }

    void show(std::ostream& out) const override { out << "restore()"; }
};

TEST_CASE("the lock table does what the naive one does, in the same order") {
    rc::prop("begin, release, restore", [] {
        LockTable table;
        rc::state::check(
            NaiveTable{},
            table,
            rc::state::gen::execOneOfWithArgs<Begin, Begin, Release, Release, Restore>()
        );
    });
}

}  // namespace
}  // namespace rowlock
