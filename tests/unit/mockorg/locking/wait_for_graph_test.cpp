#include "mockorg/locking/wait_for_graph.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/locking/lock_test_support.hpp"

namespace rowlock {
namespace {

using test::key;
using test::number;

/// Whom each transaction waits for; its own position for nobody.
using Waits = std::vector<std::uint32_t>;

/// Every transaction holds the key of its own number and wants that of another one. A gatekeeper
/// holds them back until all have their first key.
LockTable waiting_table(const Waits& waits) {
    constexpr std::uint32_t k_gate = 1'000'000;
    const TransactionNo gatekeeper = number(waits.size());
    std::vector<LockKey> gates;
    for (std::uint32_t i = 0; i < waits.size(); ++i) gates.push_back(key(k_gate + i));
    LockTable table;
    table.begin(gatekeeper, gates);
    for (std::uint32_t i = 0; i < waits.size(); ++i) {
        std::vector<LockKey> wanted{key(i), key(k_gate + i)};
        if (waits[i] != i) wanted.push_back(key(waits[i]));
        table.begin(number(i), wanted);
    }
    std::vector<LockProgress> woken;
    table.release(gatekeeper, woken);
    table.check_invariants();
    return table;
}

TEST_CASE("two that wait for each other are a circle, seen from either") {
    const LockTable table = waiting_table({1, 0});
    CHECK(find_deadlock(table, number(0)) == std::vector{number(0), number(1)});
    CHECK(find_deadlock(table, number(1)) == std::vector{number(1), number(0)});
}

TEST_CASE("who waits for a circle without being in it closes none") {
    const LockTable table = waiting_table({1, 2, 3, 4, 5, 2});
    CHECK(find_deadlock(table, number(0)).empty());
    CHECK(find_deadlock(table, number(1)).empty());
    CHECK(find_deadlock(table, number(2)).size() == 4);
}

TEST_CASE("nobody waits alone") {
    CHECK(find_deadlock(LockTable{}, number(0)).empty());
    const LockTable table = waiting_table({0, 0});
    CHECK(find_deadlock(table, number(0)).empty());
    CHECK(find_deadlock(table, number(1)).empty());
}

TEST_CASE("a circle is found if and only if there is one") {
    rc::prop("same as walking as many steps as there are transactions", [] {
        const auto count = *rc::gen::inRange<std::uint32_t>(1, 12);
        const auto waits =
            *rc::gen::container<Waits>(count, rc::gen::inRange<std::uint32_t>(0, count));
        const LockTable table = waiting_table(waits);
        for (std::uint32_t start = 0; start < count; ++start) {
            std::vector<TransactionNo> expected;
            std::uint32_t at = start;
            do {
                expected.push_back(number(at));
                at = waits[at];
            } while (at != start && waits[at] != at && expected.size() <= count);
            if (at != start || waits[start] == start) expected.clear();
            RC_ASSERT(find_deadlock(table, number(start)) == expected);
        }
    });
}

}  // namespace
}  // namespace rowlock
