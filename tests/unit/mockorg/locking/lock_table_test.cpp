#include "mockorg/locking/lock_table.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/locking/lock_test_support.hpp"

namespace rowlock {
namespace {

using test::key;
using test::keys;

constexpr TransactionNo k_first{0};
constexpr TransactionNo k_second{1};
constexpr TransactionNo k_third{2};
constexpr TransactionNo k_fourth{3};

std::vector<LockProgress> release(LockTable& table, TransactionNo transaction) {
    std::vector<LockProgress> woken;
    table.release(transaction, woken);
    table.check_invariants();
    return woken;
}

TEST_CASE("free keys are taken at once") {
    LockTable table;
    CHECK_FALSE(table.begin(k_first, keys({1, 2})).waiting_for.has_value());
    CHECK(table.holder(key(1)) == k_first);
    CHECK(table.holder(key(2)) == k_first);
    CHECK_FALSE(table.holder(key(3)).has_value());
    CHECK(table.held_keys() == keys({1, 2}));
    CHECK_FALSE(table.waiting_for(k_first).has_value());
    CHECK_FALSE(table.waiting_for(k_fourth).has_value());
}

TEST_CASE("a transaction without keys neither holds nor waits") {
    LockTable table;
    CHECK_FALSE(table.begin(k_first, {}).waiting_for.has_value());
    CHECK(table.held_key_count() == 0);
    CHECK(release(table, k_first).empty());
}

TEST_CASE("a busy key makes its asker wait, holding what it has") {
    LockTable table;
    table.begin(k_first, keys({2}));
    CHECK(table.begin(k_second, keys({1, 2, 3})).waiting_for == key(2));
    table.check_invariants();
    CHECK(table.waiting_for(k_second) == key(2));
    CHECK(table.holder(key(1)) == k_second);
    CHECK_FALSE(table.holder(key(3)).has_value());
    CHECK(table.waiters(key(2)) == std::vector{k_second});
}

TEST_CASE("waiters get a key in the order they came") {
    LockTable table;
    table.begin(k_first, keys({1}));
    table.begin(k_third, keys({1}));
    table.begin(k_second, keys({1}));
    CHECK(table.waiters(key(1)) == std::vector{k_third, k_second});
    const auto woken = release(table, k_first);
    REQUIRE(woken.size() == 1);
    CHECK(woken[0] == LockProgress{k_third, std::nullopt});
    CHECK(table.holder(key(1)) == k_third);
    CHECK(table.waiters(key(1)) == std::vector{k_second});
}

TEST_CASE("a timed out waiter leaves from anywhere in the queue and frees what it held") {
    LockTable table;
    table.begin(k_first, keys({1}));
    table.begin(k_second, keys({1}));
    table.begin(k_third, keys({0, 1}));
    table.begin(k_fourth, keys({1}));
    const TransactionNo leaver = GENERATE(k_second, k_third, k_fourth);
    CHECK(release(table, leaver).empty());
    CHECK_FALSE(table.waiting_for(leaver).has_value());
    std::vector<TransactionNo> remaining{k_second, k_third, k_fourth};
    std::erase(remaining, leaver);
    CHECK(table.waiters(key(1)) == remaining);
    CHECK(table.held_key_count() == (leaver == k_third ? 1 : 2));
}

TEST_CASE("a release wakes in the order its keys were taken") {
    LockTable table;
    table.begin(k_first, keys({3, 1, 2}));
    table.begin(k_second, keys({2}));
    table.begin(k_third, keys({1}));
    table.begin(k_fourth, keys({3}));
    const auto woken = release(table, k_first);
    REQUIRE(woken.size() == 3);
    CHECK(woken[0].transaction == k_fourth);
    CHECK(woken[1].transaction == k_third);
    CHECK(woken[2].transaction == k_second);
}

TEST_CASE("the woken go on acquiring after every key has changed hands") {
    LockTable table;
    table.begin(k_first, keys({1, 2, 3}));
    table.begin(k_second, keys({1, 2, 3}));
    table.begin(k_third, keys({2, 3}));
    const auto woken = release(table, k_first);
    REQUIRE(woken.size() == 2);
    CHECK(woken[0] == LockProgress{k_second, key(2)});
    CHECK(woken[1] == LockProgress{k_third, std::nullopt});
    CHECK(table.holder(key(3)) == k_third);
    CHECK(table.waiters(key(2)) == std::vector{k_second});
}

TEST_CASE("of two woken transactions, the first to be woken is the first to go on") {
    LockTable table;
    table.begin(k_first, keys({1, 2}));
    table.begin(k_third, keys({1, 5}));
    table.begin(k_second, keys({2, 5}));
    const auto woken = release(table, k_first);
    REQUIRE(woken.size() == 2);
    CHECK(woken[0] == LockProgress{k_third, std::nullopt});
    CHECK(woken[1] == LockProgress{k_second, key(5)});
}

TEST_CASE("woken transactions are appended to what the caller has collected") {
    LockTable table;
    table.begin(k_first, keys({1}));
    table.begin(k_second, keys({1}));
    std::vector<LockProgress> woken{{k_fourth, key(9)}};
    table.release(k_first, woken);
    REQUIRE(woken.size() == 2);
    CHECK(woken[0] == LockProgress{k_fourth, key(9)});
    CHECK(woken[1] == LockProgress{k_second, std::nullopt});
}

TEST_CASE("a number may be used again after its release") {
    LockTable table;
    table.begin(k_first, keys({1, 2, 3}));
    release(table, k_first);
    table.begin(k_first, keys({4}));
    table.check_invariants();
    CHECK(table.held_keys() == keys({4}));
}

TEST_CASE("a copy goes its own way") {
    LockTable table;
    table.begin(k_first, keys({1}));
    table.begin(k_second, keys({1}));
    LockTable copy{table};
    release(table, k_first);
    CHECK(table.holder(key(1)) == k_second);
    CHECK(copy.holder(key(1)) == k_first);
    CHECK(copy.waiters(key(1)) == std::vector{k_second});
    copy = table;
    CHECK(copy.holder(key(1)) == k_second);
    copy.check_invariants();
    const LockTable moved{std::move(copy)};
    CHECK(moved.holder(key(1)) == k_second);
}

TEST_CASE("held keys come in key order, whoever holds them") {
    LockTable table;
    table.begin(k_second, keys({5, 1}));
    table.begin(k_first, keys({4, 2}));
    CHECK(table.held_keys() == keys({1, 2, 4, 5}));
    CHECK(table.held_key_count() == 4);
}

}  // namespace
}  // namespace rowlock
