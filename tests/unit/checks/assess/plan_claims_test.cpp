#include "checks/assess/plan_claims.hpp"

#include "tests/support/test.hpp"

#include <set>

namespace rowlock {
namespace {

/// One row per batch, with these keys.
RowKeys rows_with(const std::vector<std::vector<KeyNo>>& keys) {
    RowKeys rows;
    for (const auto& row : keys) {
        for (const KeyNo key : row) rows.add({key, false});
        rows.end_row();
    }
    return rows;
}

Batching one_row_each(std::uint32_t rows) {
    Batching batching;
    for (std::uint32_t i = 0; i < rows; ++i) {
        batching.order.push_back(i);
        batching.batches.push_back({i, 1, BatchLane::feed});
    }
    return batching;
}

std::vector<PlanFileBatch> feed_of(std::size_t batches) {
    std::vector<PlanFileBatch> plan(batches);
    for (PlanFileBatch& batch : plan) batch.lane = BatchLane::feed;
    return plan;
}

TEST_CASE("a shared key that the feed knows of is no conflict, another one is") {
    const RowKeys rows = rows_with({{0, 1}, {0}, {1}});
    auto plan = feed_of(3);
    plan[0].conflicts = {{1, 1}};
    plan[1].conflicts = {{0, 1}};
    const auto found = find_undeclared_conflicts(rows, one_row_each(3), plan, KeyReading::all, 10);
    CHECK(found.keys == 1);
    CHECK(found.pairs == 1);
    REQUIRE(found.witnesses.size() == 1);
    CHECK(found.witnesses.front().key == 1);
    CHECK(found.witnesses.front().second == RowPlace{2, 2});
    plan[0].conflicts = {{1, 2}};
    CHECK(find_undeclared_conflicts(rows, one_row_each(3), plan, KeyReading::all, 10).keys == 0);
    plan[0].conflicts = {{1, 1}};
    plan[2].phase = 1;
    CHECK(find_undeclared_conflicts(rows, one_row_each(3), plan, KeyReading::all, 10).keys == 0);
}

TEST_CASE("undeclared pairs are those a slow look finds") {
    rc::prop("any keys, any claims", [] {
        const auto sets =
            *rc::gen::container<std::vector<std::set<KeyNo>>>(rc::gen::arbitrary<std::set<KeyNo>>()
            );
        std::vector<std::vector<KeyNo>> keys;
        for (const auto& set : sets) {
            std::set<KeyNo> few;
            for (const KeyNo key : set) few.insert(key % 6);
            keys.emplace_back(few.begin(), few.end());
        }
        const auto count = static_cast<std::uint32_t>(keys.size());
        auto plan = feed_of(count);
        std::set<std::pair<std::uint32_t, std::uint32_t>> expected;
        for (std::uint32_t a = 0; a < count; ++a) {
            for (std::uint32_t b = a + 1; b < count; ++b) {
                const bool declared = *rc::gen::arbitrary<bool>();
                if (declared) plan[a].conflicts.push_back({b, 1});
                const bool shared = std::any_of(keys[a].begin(), keys[a].end(), [&](KeyNo key) {
                    return std::find(keys[b].begin(), keys[b].end(), key) != keys[b].end();
                });
                if (shared && !declared) expected.emplace(a, b);
            }
        }
        const auto found = find_undeclared_conflicts(
            rows_with(keys), one_row_each(count), plan, KeyReading::hard, 5
        );
        RC_ASSERT(found.pairs == expected.size());
        RC_ASSERT((found.keys == 0) == expected.empty());
    });
}

}  // namespace
}  // namespace rowlock
