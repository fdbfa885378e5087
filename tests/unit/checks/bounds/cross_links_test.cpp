#include "checks/bounds/cross_links.hpp"

#include "checks/bounds/components.hpp"
#include "checks/bounds/key_dominance.hpp"
#include "mockorg/base/random.hpp"
#include "tests/unit/checks/bounds/drawn_rows.hpp"

namespace rowlock {
namespace {

/// Ten clusters of eight rows each, of which the first of each pair given is linked to the second.
test::KeyLists linked(std::initializer_list<std::pair<KeyNo, KeyNo>> pairs) {
    test::KeyLists lists;
    for (KeyNo key = 0; key < 10; ++key) lists.insert(lists.end(), 8, {key});
    for (const auto& [one, other] : pairs) lists.push_back({one, other});
    return lists;
}

CrossLinks measure(const test::KeyLists& lists) {
    const RowKeys rows = test::rows_of(lists);
    return measure_cross_links(without_dominated(rows, find_dominators(rows)));
}

/// Accounts of ten cases, each case for one of the account's two contacts; `links` more cases join
/// an account and a contact of any account.
test::KeyLists crossed_cases(KeyNo accounts, KeyNo links) {
    test::KeyLists lists;
    for (KeyNo account = 0; account < accounts; ++account) {
        for (KeyNo row = 0; row < 10; ++row) {
            lists.push_back({account, accounts + 2 * account + row % 2});
        }
    }
    Random random{11};
    const auto draw = [&](KeyNo below) { return static_cast<KeyNo>(random.below(below)); };
    for (KeyNo link = 0; link < links; ++link) {
        const KeyNo account = draw(accounts);
        lists.push_back({account, accounts + draw(2 * accounts)});
    }
    return lists;
}

}  // namespace

TEST_CASE("cross links count the clusters that rows join") {
    const CrossLinks few = measure(linked({{0, 1}, {1, 2}, {2, 3}, {3, 4}}));
    CHECK(few.clusters == 10);
    CHECK(few.links == 4);
    CHECK(few.degree == Approx(0.8));
    CHECK(few.warning());
    CHECK_FALSE(measure(linked({{0, 1}, {1, 2}, {2, 3}})).warning());
}

TEST_CASE("linking the same clusters again and again is one link") {
    auto lists = linked({{0, 1}, {2, 3}});
    const std::vector<std::vector<KeyNo>> again{{0, 1}, {1, 0}, {3, 2}, {3, 2}};
    lists.insert(lists.end(), again.begin(), again.end());
    CHECK(measure(lists).links == 2);
    // Three clusters are two links, whichever way round and however often.
    lists.insert(lists.end(), {{5, 6, 7}, {7, 6, 5}, {6, 5, 7}});
    CHECK(measure(lists).links == 4);
}

TEST_CASE("a contact stays with its account when a few of its rows are for another") {
    // Account 0 with contact 2, account 1 with contact 3; one row joins account 0 and contact 3.
    const CrossLinks cross = measure({{0, 2}, {0, 2}, {1, 3}, {1, 3}, {0, 3}, {0}, {1}});
    CHECK(cross.clusters == 2);
    CHECK(cross.links == 1);
}

TEST_CASE("neighbours on a path are clusters of their own") {
    test::KeyLists lists;
    for (KeyNo key = 0; key < 1'000; ++key) lists.push_back({key, key + 1});
    CHECK(measure(lists).degree == Approx(2).epsilon(0.01));
}

TEST_CASE("the degree tells where most rows begin to hang together") {
    constexpr KeyNo k_accounts = 3'000;
    const auto largest_share = [](const test::KeyLists& lists) {
        const Components components = find_components(test::rows_of(lists), {});
        std::uint64_t largest = 0;
        for (const LoadSize& size : components.sizes) largest = std::max(largest, size.rows);
        return static_cast<double>(largest) / static_cast<double>(lists.size());
    };
    // So many links of random accounts are twice as many per account.
    const auto apart = crossed_cases(k_accounts, k_accounts / 5);
    CHECK(measure(apart).degree == Approx(0.4).epsilon(0.05));
    CHECK_FALSE(measure(apart).warning());
    CHECK(largest_share(apart) < 0.05);
    const auto together = crossed_cases(k_accounts, k_accounts * 3 / 4);
    CHECK(measure(together).degree == Approx(1.5).epsilon(0.05));
    CHECK(measure(together).warning());
    CHECK(largest_share(together) > 0.4);
}

TEST_CASE("no more clusters than keys, no more links than rows could make") {
    rc::prop("and the order of the rows does not matter", [] {
        const auto lists = *test::any_rows();
        const CrossLinks cross = measure(lists);
        std::set<KeyNo> keys;
        std::uint64_t uses = 0;
        for (const auto& row : lists) {
            keys.insert(row.begin(), row.end());
            uses += row.empty() ? 0 : row.size() - 1;
        }
        RC_ASSERT(cross.clusters <= keys.size());
        RC_ASSERT((cross.clusters == 0) == keys.empty());
        RC_ASSERT(cross.links <= uses);
        auto reversed = lists;
        std::reverse(reversed.begin(), reversed.end());
        const CrossLinks back = measure(reversed);
        RC_ASSERT(back.clusters == cross.clusters);
        RC_ASSERT(back.links == cross.links);
    });
}

}  // namespace rowlock
