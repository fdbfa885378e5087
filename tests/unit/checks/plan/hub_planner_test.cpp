#include "checks/plan/hub_planner.hpp"

#include "checks/bounds/key_loads.hpp"
#include "tests/unit/checks/plan/plan_checker.hpp"

namespace rowlock {
namespace {

/// Rows of single parents, `hubs` of which every fifth row names as well.
test::PlanCase load_with_hubs(KeyNo hubs) {
    test::PlanCase load;
    for (KeyNo row = 0; row < 200; ++row) {
        load.lists.push_back({hubs + row / 4});
        if (row % 5 == 0) load.lists.back().push_back(row / 5 % hubs);
    }
    load.bytes.assign(load.lists.size(), 1);
    for (std::size_t row = 0; row < load.lists.size(); ++row) load.contents.push_back(row);
    load.options.limits.rows = 10;
    return load;
}

/// The least number of keys, heaviest first, without whose rows all components fit into a batch.
std::size_t fewest_hubs(const PlanProblem& problem) {
    const auto keys = heaviest_keys(problem.root_loads(), problem.roots().key_count());
    for (std::size_t count = 0; count <= keys.size(); ++count) {
        RowKeys rest;
        for (RowNo row = 0; row < problem.row_count(); ++row) {
            const auto out = keys.begin() + static_cast<std::ptrdiff_t>(count);
            if (std::find(keys.begin(), out, problem.primary_key(row)) == out) {
                for (const KeyUse use : problem.roots().of(row)) rest.add(use);
            }
            rest.end_row();
        }
        const auto sizes = find_components(rest, {}).sizes;
        if (std::all_of(sizes.begin(), sizes.end(), [&](const LoadSize& size) {
                return size.fits(problem.options().limits);
            })) {
            return count;
        }
    }
    return keys.size();
}

TEST_CASE("as few hubs are taken out as must be, and what is left fits whole into batches") {
    for (const KeyNo hubs : {1U, 2U, 3U, 5U, 8U}) {
        CAPTURE(hubs);
        const test::PlanCase load = load_with_hubs(hubs);
        const RowKeys rows = test::rows_of(load.lists);
        const PlanInput input{rows, load.bytes, {}, load.contents, {}};
        const PlanProblem problem{input, load.options};
        const std::size_t fewest = fewest_hubs(problem);
        REQUIRE(fewest > 0);
        const auto draft = plan_without_hubs(problem, load.options.limits);
        REQUIRE(draft.has_value());
        // The rows of hubs are cut into the first batches; nothing else is in these.
        const auto heaviest = heaviest_keys(problem.root_loads(), fewest);
        std::uint64_t out = 0;
        for (const KeyNo hub : heaviest) out += problem.rows_by_primary().of(hub).size();
        const std::uint64_t first_whole = (out + 9) / 10;
        for (RowNo row = 0; row < problem.row_count(); ++row) {
            const auto hub = std::find(heaviest.begin(), heaviest.end(), problem.primary_key(row));
            CHECK((hub != heaviest.end()) == (draft->batch_of_row[row] < first_whole));
        }
    }
}

TEST_CASE("no plan without hubs is made where taking them out does not help") {
    test::PlanCase load;
    // A path: no key is heavier than another.
    for (KeyNo row = 0; row < 40; ++row) load.lists.push_back({row, row + 1});
    load.bytes.assign(load.lists.size(), 1);
    for (std::size_t row = 0; row < load.lists.size(); ++row) load.contents.push_back(row);
    load.options.limits.rows = 1;
    const RowKeys rows = test::rows_of(load.lists);
    const PlanInput input{rows, load.bytes, {}, load.contents, {}};
    const PlanProblem problem{input, load.options};
    CHECK_FALSE(plan_without_hubs(problem, load.options.limits).has_value());
}

}  // namespace
}  // namespace rowlock
