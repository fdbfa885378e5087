#include "checks/plan/row_order.hpp"

#include "checks/plan/batch_plan.hpp"
#include "tests/unit/checks/plan/plan_checker.hpp"

namespace rowlock {

TEST_CASE("within a batch the rows of a primary key stand together") {
    rc::prop("no key comes back after another", [] {
        auto load = *test::any_plan_case();
        for (auto& keys : load.lists) keys.resize(std::min<std::size_t>(keys.size(), 1));
        const BatchPlan plan = load.plan();
        for (const PlannedBatch& batch : plan.batching.batches) {
            std::vector<std::vector<KeyNo>> seen;
            for (const RowNo row : plan.batching.rows_of(batch)) {
                if (seen.empty() || seen.back() != load.lists[row]) seen.push_back(load.lists[row]);
            }
            std::sort(seen.begin(), seen.end());
            RC_ASSERT(std::adjacent_find(seen.begin(), seen.end()) == seen.end());
        }
    });
}

TEST_CASE("an own id that comes again is moved to another transaction where there is one") {
    std::vector<RowNo> order(402);
    std::iota(order.begin(), order.end(), RowNo{0});
    std::vector<KeyNo> own(402, k_no_key);
    for (RowNo row = 0; row < 400; ++row) own[row] = row;
    own[11] = own[10];
    own[401] = own[400] = 400;
    const std::vector<LoadSize> batches{{400, 0}, {2, 0}};
    CHECK(
        find_own_key_clashes(order, batches, own) ==
        std::vector<OwnKeyClash>{{10, 10, 11}, {400, 400, 401}}
    );
    spread_own_keys(order, batches, own);
    CHECK(order.front() == 10);
    CHECK(order[399] == 11);
    // A batch of one transaction cannot be helped.
    CHECK(find_own_key_clashes(order, batches, own) == std::vector<OwnKeyClash>{{400, 400, 401}});
    std::sort(order.begin(), order.end());
    CHECK(std::adjacent_find(order.begin(), order.end()) == order.end());
}

TEST_CASE("spreading loses no row and keeps the order of an id's rows") {
    rc::prop("within each batch", [] {
        const auto own = *rc::gen::container<std::vector<KeyNo>>(rc::gen::inRange<KeyNo>(0, 6));
        std::vector<RowNo> order(own.size());
        std::iota(order.begin(), order.end(), RowNo{0});
        const std::uint64_t first = *rc::gen::inRange<std::uint64_t>(0, own.size() + 1);
        spread_own_keys(order, std::vector<LoadSize>{{first, 0}, {own.size() - first, 0}}, own);
        std::set<RowNo> seen;
        for (std::size_t i = 0; i < order.size(); ++i) {
            RC_ASSERT((i < first) == (order[i] < first));
            for (RowNo row = 0; row < order[i]; ++row) {
                const bool same_batch = (row < first) == (order[i] < first);
                if (own[row] == own[order[i]] && same_batch) RC_ASSERT(seen.count(row) == 1U);
            }
            RC_ASSERT(seen.insert(order[i]).second);
        }
    });
}

}  // namespace rowlock
