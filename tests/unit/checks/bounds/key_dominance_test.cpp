#include "checks/bounds/key_dominance.hpp"

#include "tests/unit/checks/bounds/drawn_rows.hpp"

namespace rowlock {
namespace {

std::set<RowNo> rows_with(const test::KeyLists& lists, KeyNo key) {
    std::set<RowNo> rows;
    for (RowNo row = 0; row < lists.size(); ++row) {
        if (std::count(lists[row].begin(), lists[row].end(), key) > 0) rows.insert(row);
    }
    return rows;
}

std::set<KeyNo> keys_of(const RowKeys& rows, RowNo row) {
    std::set<KeyNo> keys;
    for (const KeyUse use : rows.of(row)) keys.insert(use.key());
    return keys;
}

}  // namespace

TEST_CASE("a dominator has all the rows of its key") {
    rc::prop("and stands for itself", [] {
        const auto lists = *test::any_rows();
        const std::vector<KeyNo> dominators = find_dominators(test::rows_of(lists));
        for (KeyNo key = 0; key < dominators.size(); ++key) {
            const auto own = rows_with(lists, key);
            const auto cover = rows_with(lists, dominators[key]);
            RC_ASSERT(std::includes(cover.begin(), cover.end(), own.begin(), own.end()));
            RC_ASSERT(dominators[dominators[key]] == dominators[key]);
        }
    });
}

TEST_CASE("two threads find the dominators that one finds") {
    rc::prop("with keys far enough apart for each to have some", [] {
        auto lists = *test::any_rows();
        for (auto& keys : lists) {
            for (KeyNo& key : keys) key = key * 256 + key;
        }
        const RowKeys rows = test::rows_of(lists);
        RC_ASSERT(find_dominators(rows, 2) == find_dominators(rows, 1));
    });
}

TEST_CASE("leaving dominated keys out changes no conflict between sets of rows") {
    rc::prop("two batches share a root exactly if they share a key", [] {
        const auto lists = *test::any_rows();
        const RowKeys rows = test::rows_of(lists);
        const RowKeys roots = without_dominated(rows, find_dominators(rows));
        std::set<KeyNo> keys[2];
        std::set<KeyNo> left[2];
        for (RowNo row = 0; row < lists.size(); ++row) {
            const int side = *rc::gen::inRange(0, 2);
            keys[side].merge(keys_of(rows, row));
            left[side].merge(keys_of(roots, row));
        }
        const auto share = [](const std::set<KeyNo>* sets) {
            return std::any_of(sets[0].begin(), sets[0].end(), [&](KeyNo key) {
                return sets[1].count(key) > 0;
            });
        };
        RC_ASSERT(share(keys) == share(left));
    });
}

TEST_CASE("contacts and opportunities are left to their account") {
    // account 0 with contacts 1, 2 and opportunity 3; account 4 with contact 5, twins 6 and 7
    const RowKeys rows = test::rows_of({{0, 1, 3}, {0, 2, 3}, {0, 1}, {4, 5}, {4, 5}, {6, 7}});
    CHECK(find_dominators(rows) == std::vector<KeyNo>{0, 0, 0, 0, 4, 4, 6, 6});
}

}  // namespace rowlock
