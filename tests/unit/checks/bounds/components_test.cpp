#include "checks/bounds/components.hpp"

#include "checks/bounds/key_loads.hpp"
#include "tests/unit/checks/bounds/drawn_rows.hpp"

namespace rowlock {
namespace {

/// Rows reached from each row by steps over shared keys.
std::vector<std::set<RowNo>> reachable(const test::KeyLists& lists) {
    std::vector<std::set<RowNo>> reach(lists.size());
    for (RowNo row = 0; row < lists.size(); ++row) reach[row].insert(row);
    for (std::size_t round = 0; round < lists.size(); ++round) {
        for (RowNo a = 0; a < lists.size(); ++a) {
            for (RowNo b = 0; b < lists.size(); ++b) {
                const bool share =
                    std::find_first_of(
                        lists[a].begin(), lists[a].end(), lists[b].begin(), lists[b].end()
                    ) != lists[a].end();
                if (share) reach[a].insert(reach[b].begin(), reach[b].end());
            }
        }
    }
    return reach;
}

}  // namespace

TEST_CASE("rows are in one component if shared keys lead from one to the other") {
    rc::prop("same component as a walk over shared keys", [] {
        const auto lists = *test::any_rows();
        const RowKeys rows = test::rows_of(lists);
        const Components components = find_components(rows, {});
        const auto reach = reachable(lists);
        for (RowNo a = 0; a < lists.size(); ++a) {
            if (lists[a].empty()) {
                RC_ASSERT(components.of_row(rows, a) == k_no_component);
                continue;
            }
            RC_ASSERT(components.sizes[components.of_row(rows, a)].rows == reach[a].size());
            for (RowNo b = 0; b < lists.size(); ++b) {
                const bool same = components.of_row(rows, a) == components.of_row(rows, b);
                RC_ASSERT(same == (reach[a].count(b) == 1));
            }
        }
    });
}

TEST_CASE("components are numbered by their smallest key") {
    rc::prop("numbers rise where a component's first key turns up", [] {
        const Components components = find_components(test::rows_of(*test::any_rows()), {});
        ComponentNo next = 0;
        for (const ComponentNo component : components.of_key) {
            if (component == k_no_component) continue;
            RC_ASSERT(component <= next);
            if (component == next) ++next;
        }
        RC_ASSERT(next == components.sizes.size());
    });
}

TEST_CASE("an ignored key ties nothing together, its rows alone count as keyless") {
    const RowKeys rows = test::rows_of({{0, 2}, {1, 2}, {2}, {}});
    const std::vector<std::uint32_t> bytes{10, 20, 30, 40};
    CHECK(find_components(rows, bytes).sizes.size() == 1);
    const Components apart = find_components(rows, bytes, {false, false, true});
    REQUIRE(apart.sizes == std::vector<LoadSize>{{1, 10}, {1, 20}});
    CHECK(apart.keyless == LoadSize{2, 70});
    CHECK(apart.of_key[2] == k_no_component);
}

TEST_CASE("single keys are their own components") {
    rc::prop("as union-find has it", [] {
        auto lists = *test::any_rows();
        for (auto& keys : lists) keys.resize(std::min<std::size_t>(keys.size(), 1));
        const RowKeys rows = test::rows_of(lists);
        const Components fast =
            components_of_single_keys(measure_keys(rows, {}), measure_rows(rows, {}));
        const Components slow = find_components(rows, {});
        RC_ASSERT(fast.of_key == slow.of_key);
        RC_ASSERT(fast.sizes == slow.sizes);
        RC_ASSERT(fast.keyless == slow.keyless);
    });
}

}  // namespace rowlock
