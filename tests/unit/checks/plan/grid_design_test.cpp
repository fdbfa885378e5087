#include "checks/plan/grid_design.hpp"

#include "tests/support/test.hpp"

#include <algorithm>
#include <set>

namespace rowlock {
namespace {

/// Whether each run of `width` hosts has no group twice.
bool disjoint_in_rounds(const std::vector<GroupSet>& hosts, std::size_t width) {
    for (std::size_t begin = 0; begin < hosts.size(); begin += width) {
        std::set<GroupNo> seen;
        for (std::size_t i = begin; i < std::min(begin + width, hosts.size()); ++i) {
            for (const GroupNo group : {hosts[i][0], hosts[i][1]}) {
                if (!seen.insert(group).second) return false;
            }
        }
    }
    return true;
}

}  // namespace

TEST_CASE("a tournament has every pair once, in rounds of disjoint pairs") {
    for (const std::uint32_t groups : {2U, 3U, 4U, 7U, 20U, 21U}) {
        CAPTURE(groups);
        const auto pairs = pair_rounds(groups);
        CHECK(pairs.size() == groups * (groups - 1) / 2);
        CHECK(std::set<GroupSet>(pairs.begin(), pairs.end()).size() == pairs.size());
        CHECK(disjoint_in_rounds(pairs, groups / 2));
    }
}

TEST_CASE("a Latin square has every pair of two sides once, in rounds of disjoint pairs") {
    for (const auto& [first, second] : {std::pair{1U, 1U}, {3U, 3U}, {3U, 5U}, {5U, 3U}}) {
        const auto pairs = latin_rounds(first, second);
        CHECK(pairs.size() == first * second);
        CHECK(std::set<GroupSet>(pairs.begin(), pairs.end()).size() == pairs.size());
        CHECK(disjoint_in_rounds(pairs, std::min(first, second)));
        for (const GroupSet& pair : pairs) {
            CHECK(pair[0] < first);
            CHECK(pair[1] >= first);
            CHECK(pair[1] < first + second);
        }
    }
}

TEST_CASE("designs keep the workers busy and their batches within limits") {
    GridTask task;
    task.rows = 2'000'000;
    task.workers = task.parallel = 10;
    const auto designs = grid_designs(task);
    REQUIRE(designs.size() == 1);
    CHECK(designs[0].groups >= 20);
    CHECK(designs[0].hosts.size() * designs[0].depth * task.limits.rows > task.rows);
    task.two_sided = true;
    CHECK(grid_designs(task).size() == 2);
    task.three_keys = true;
    CHECK(grid_designs(task).back().planner == Planner::triple_grid);
}

}  // namespace rowlock
