#include "harness/cleanup/deletion_plan.hpp"

#include "mockorg/base/random.hpp"
#include "tests/support/test.hpp"

#include <algorithm>
#include <set>

namespace rowlock {
namespace {

const DeletionLocks k_locks{{{"AccountId", false}}, false};

/// Row i hangs on the parent parents[i].
RowKeys keys_of(const std::vector<KeyNo>& parents) {
    RowKeys keys;
    for (const KeyNo parent : parents) {
        keys.add({parent, false});
        keys.end_row();
    }
    return keys;
}

/// Whether the later batch waits, directly or in a row, until the earlier one is done.
bool waits_for(const SendPlan& plan, std::uint32_t earlier, std::uint32_t later) {
    if (plan.batches[earlier].phase != plan.batches[later].phase) return true;
    std::set<std::uint32_t> reached{earlier};
    for (std::uint32_t batch = earlier; batch < later; ++batch) {
        if (reached.count(batch) == 0) continue;
        const auto& others = plan.batches[batch].waited_for_by;
        reached.insert(others.begin(), others.end());
    }
    return reached.count(later) > 0;
}

/// Every row once, and no two batches at a time with one parent.
bool is_safe(const SendPlan& plan, const std::vector<KeyNo>& parents) {
    std::vector<RowNumber> rows = *plan.rows;
    std::sort(rows.begin(), rows.end());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i] != i) return false;
    }
    std::vector<std::set<KeyNo>> keys;
    RowNumber next = 0;
    for (const SendPlan::Batch& batch : plan.batches) {
        if (batch.first != next || batch.count > k_deletion_batch_rows) return false;
        next += batch.count;
        keys.emplace_back();
        for (RowNumber i = 0; i < batch.count; ++i)
            keys.back().insert(parents[(*plan.rows)[batch.first + i]]);
    }
    for (std::uint32_t later = 0; later < plan.batches.size(); ++later) {
        for (std::uint32_t earlier = 0; earlier < later; ++earlier) {
            const bool shared = std::any_of(keys[later].begin(), keys[later].end(), [&](KeyNo key) {
                return keys[earlier].count(key) > 0;
            });
            if (shared && !waits_for(plan, earlier, later)) return false;
        }
    }
    return rows.size() == parents.size() && next == parents.size();
}

TEST_CASE("no two batches delete children of one parent at a time") {
    rc::prop(
        "parents of every size",
        [](std::uint8_t hot, std::uint8_t others, std::uint64_t seed) {
            Random random{seed};
            std::vector<KeyNo> parents;
            const std::size_t rows = 5'000 + random.below(60'000);
            const std::uint64_t cold = 1 + others;
            for (std::size_t i = 0; i < rows; ++i) {
                const bool is_hot = random.below(256) < hot;
                parents.push_back(is_hot ? 0 : static_cast<KeyNo>(random.below(cold)));
            }
            const DeletionPlan plan = plan_deletion(keys_of(parents), k_locks, 4);
            RC_ASSERT(is_safe(*plan.send, parents));
            RC_ASSERT(plan.in_flight == 4);
            RC_ASSERT(plan.duration.shortest <= plan.duration.longest);
            RC_ASSERT(plan.duration.shortest > Duration{});
        }
    );
}

TEST_CASE("a parent with more children than a batch holds is a chain, others run beside it") {
    std::vector<KeyNo> parents(25'000, 0);
    for (KeyNo parent = 1; parent <= 20'000; ++parent) parents.push_back(parent);
    const DeletionPlan plan = plan_deletion(keys_of(parents), k_locks, 5);
    CHECK(is_safe(*plan.send, parents));
    CHECK(plan.kept_apart == 3);
}

TEST_CASE("what locks the whole org goes batch by batch") {
    const DeletionPlan plan = plan_deletion(keys_of({0, 1, 2}), {{}, true}, 5);
    CHECK(plan.in_flight == 1);
}

TEST_CASE("rows without a lock in common go side by side") {
    RowKeys keys;
    for (int i = 0; i < 20'001; ++i) keys.end_row();
    const DeletionPlan plan = plan_deletion(keys, {}, 5);
    CHECK(plan.send->batches.size() == 5);
    CHECK(plan.kept_apart == 0);
    // The largest has 4,200 rows, of 2.5 and of 50 ms, and takes 1 and 5 s for itself.
    CHECK(plan.duration.shortest == seconds(11.5));
    CHECK(plan.duration.longest == seconds(215.0));
}

TEST_CASE("what a delete locks follows from the rules") {
    const auto schema = Schema::standard();
    const auto rules = LockRules::compile(schema, standard_lock_rules());
    REQUIRE(rules);
    const auto names = [&](const char* object) {
        std::string text;
        for (const LockingReference& one : locks_of_deletion(*schema, *rules, object).references)
            text += one.field + (one.soft ? "? " : " ");
        return text;
    };
    CHECK(names("Opportunity") == "AccountId ");
    CHECK(names("Contact") == "AccountId ");
    CHECK(names("Lead").find("OwnerId") == std::string::npos);
    CHECK_THAT(names("Case"), Catch::Contains("AccountId") && Catch::Contains("ContactId"));
}

}  // namespace
}  // namespace rowlock
