#include "checks/contention/contention.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/contention/small_plans.hpp"

#include <algorithm>

namespace rowlock {
namespace {

using test::small_load;
using test::SmallLoad;

ContentionReport check(const SmallLoad& load) {
    ContentionOptions options;
    options.windows = {{1, 1.0}, {2, 1.0}, {2, 2.0}, {4, 2.0}};
    return check_contention(load.keys(), load.batching, options);
}

/// `keys` of one row each, one row a batch, all in one parallel job.
SmallLoad one_row_batches(const std::vector<std::vector<KeyUse>>& rows) {
    SmallLoad load;
    load.rows = rows;
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
        load.batching.order.push_back(i);
        load.batching.batches.push_back({i, 1});
    }
    return load;
}

TEST_CASE("two parallel batches with a key in common conflict") {
    const auto report = check(one_row_batches({{{0, false}}, {{1, false}}, {{0, false}}}));
    CHECK_FALSE(report.hard.safe());
    CHECK(report.hard.conflicting_keys == 1);
    CHECK(report.hard.conflicting_pairs == 1U);
    CHECK(report.hard.overlapping_pairs == 3);
    REQUIRE(report.hard.witnesses.size() == 1);
    CHECK(report.hard.witnesses[0] == Witness{0, {0, 0}, {2, 2}, false});
}

TEST_CASE("threads change nothing, not even the witnesses") {
    rc::prop(
        "",
        [](const std::vector<std::vector<bool>>& wanted,
           const std::vector<std::uint8_t>& keys_of_rows) {
            SmallLoad load;
            for (std::size_t i = 0; i < keys_of_rows.size(); ++i) {
                const bool soft = i < wanted.size() && wanted[i].size() % 2 == 1;
                load.rows.push_back({{KeyNo{keys_of_rows[i]} % 40, soft}});
                load.batching.order.push_back(static_cast<RowNo>(i));
            }
            const auto rows = static_cast<std::uint32_t>(load.rows.size());
            const auto step = *rc::gen::inRange<std::uint32_t>(1, 6);
            for (std::uint32_t first = 0; first < rows; first += step) {
                load.batching.batches.push_back({first, std::min(step, rows - first)});
            }
            ContentionOptions options;
            options.windows = {{2, 1.0}, {4, 2.0}};
            options.witnesses_max = *rc::gen::inRange<std::size_t>(0, 6);
            const ContentionReport one = check_contention(load.keys(), load.batching, options);
            options.threads = *rc::gen::inRange(2U, 6U);
            const ContentionReport many = check_contention(load.keys(), load.batching, options);
            for (const auto& [a, b] : {std::pair{&one.hard, &many.hard}, {&one.all, &many.all}}) {
                RC_ASSERT(a->conflicting_keys == b->conflicting_keys);
                RC_ASSERT(a->conflicting_pairs == b->conflicting_pairs);
                RC_ASSERT(a->witnesses == b->witnesses);
                for (std::size_t i = 0; i < options.windows.size(); ++i) {
                    RC_ASSERT(a->windows[i].conflicting_keys == b->windows[i].conflicting_keys);
                }
            }
        }
    );
}

TEST_CASE("a key that rows may lock counts in the second verdict only") {
    const auto report = check(one_row_batches({{{0, true}}, {{0, false}}}));
    CHECK(report.hard.safe());
    CHECK(report.all.conflicting_keys == 1);
    REQUIRE(report.all.witnesses.size() == 1);
    CHECK(report.all.witnesses[0].soft);
}

TEST_CASE("serial batches wait for each other but not for parallel ones") {
    SmallLoad load = one_row_batches({{{0, false}}, {{0, false}}});
    load.batching.batches[0].lane = BatchLane::serial;
    CHECK_FALSE(check(load).hard.safe());
    load.batching.batches[1].lane = BatchLane::serial;
    CHECK(check(load).hard.safe());
    // Of different loads as well: the org has one serial lane.
    load.batching.batches[1].load = 1;
    CHECK(check(load).hard.safe());
}

TEST_CASE("a window is as wide as the slower batches make it") {
    CHECK(Window{1, 4.0}.reach() == 0);
    CHECK(Window{10, 1.0}.reach() == 9);
    CHECK(Window{10, 1.5}.reach() == 18);
    CHECK(Window{3, 4.0}.reach() == 8);
}

TEST_CASE("batches far enough apart are safe within a window") {
    const auto windows = check(one_row_batches({{{0, false}}, {}, {{0, false}}})).hard.windows;
    REQUIRE(windows.size() == 4);
    CHECK(windows[0].safe());
    CHECK(windows[1].safe());
    CHECK_FALSE(windows[2].safe());
    CHECK_FALSE(windows[3].safe());
}

TEST_CASE("nothing is safe, and takes no keys or batches to be") {
    const auto report = check({});
    CHECK(report.all.safe());
    CHECK(report.all.overlapping_pairs == 0);
}

bool no_worse(const Contention& a, const Contention& b) {
    return a.conflicting_keys <= b.conflicting_keys && a.conflicting_pairs <= b.conflicting_pairs;
}

/// The same rows with every key number put through `change`; doubles dropped, hard wins.
template <class Change>
SmallLoad with_keys(SmallLoad load, const Change& change) {
    for (auto& row : load.rows) {
        std::map<KeyNo, bool> soft_of;
        for (const KeyUse use : row) {
            const auto [at, is_new] = soft_of.emplace(change(use.key()), use.soft());
            if (!is_new) at->second = at->second && use.soft();
        }
        row.clear();
        for (const auto& [key, soft] : soft_of) row.emplace_back(key, soft);
    }
    return load;
}

TEST_CASE("changing the plan or the keys changes the verdict in one direction only") {
    rc::prop("M6, M7, M3, M9", [] {
        Random random{*rc::gen::arbitrary<std::uint64_t>()};
        const SmallLoad load = small_load(random);
        const ContentionReport before = check(load);
        const auto lost = test::below(random, 9);

        // Taking a key away never makes it worse.
        SmallLoad fewer = load;
        for (auto& row : fewer.rows) {
            std::erase_if(row, [&](KeyUse use) { return use.key() == lost; });
        }
        RC_ASSERT(no_worse(check(fewer).hard, before.hard));
        RC_ASSERT(no_worse(check(fewer).all, before.all));

        // Making two keys one: as many pairs or more, and what was unsafe stays so.
        const SmallLoad merged = with_keys(load, [&](KeyNo key) { return key == lost ? 0U : key; });
        RC_ASSERT(*check(merged).all.conflicting_pairs >= *before.all.conflicting_pairs);
        RC_ASSERT(before.all.safe() || !check(merged).all.safe());

        // Names of keys mean nothing.
        const SmallLoad renamed = with_keys(load, [](KeyNo key) { return 20 - key; });
        RC_ASSERT(check(renamed).all.conflicting_keys == before.all.conflicting_keys);
        RC_ASSERT(check(renamed).all.conflicting_pairs == before.all.conflicting_pairs);

        // Without the barriers between phases.
        SmallLoad open = load;
        for (PlannedBatch& batch : open.batching.batches) batch.phase = 0;
        RC_ASSERT(no_worse(before.hard, check(open).hard));
    });
}

TEST_CASE("more batches in flight never make a window safer") {
    rc::prop("M8", [] {
        Random random{*rc::gen::arbitrary<std::uint64_t>()};
        const SmallLoad load = small_load(random);
        ContentionOptions options;
        for (std::uint32_t k = 1; k < 14; ++k) options.windows.push_back({k, 1.0});
        const Contention found = check_contention(load.keys(), load.batching, options).all;
        for (std::size_t i = 1; i < found.windows.size(); ++i) {
            RC_ASSERT(found.windows[i - 1].conflicting_keys <= found.windows[i].conflicting_keys);
        }
        // At the latest when all are in flight, windows say what the verdict says.
        RC_ASSERT(found.windows.back().conflicting_keys == found.conflicting_keys);
    });
}

TEST_CASE("the order of batches does not change the verdict") {
    rc::prop("M10", [] {
        Random random{*rc::gen::arbitrary<std::uint64_t>()};
        const SmallLoad load = small_load(random);
        SmallLoad mixed = load;
        auto& batches = mixed.batching.batches;
        for (std::size_t i = batches.size(); i > 1; --i) {
            std::swap(batches[i - 1], batches[random.below(i)]);
        }
        const Contention a = check(load).all;
        const Contention b = check(mixed).all;
        RC_ASSERT(a.conflicting_keys == b.conflicting_keys);
        RC_ASSERT(a.conflicting_pairs == b.conflicting_pairs);
        RC_ASSERT(a.overlapping_pairs == b.overlapping_pairs);
    });
}

TEST_CASE("two plans without a common key are as safe together as each alone") {
    rc::prop("M11", [] {
        Random random{*rc::gen::arbitrary<std::uint64_t>()};
        const SmallLoad a = small_load(random);
        const SmallLoad b = with_keys(small_load(random), [](KeyNo key) { return key + 10; });
        SmallLoad both = a;
        const auto shift = static_cast<std::uint32_t>(a.rows.size());
        const auto first = static_cast<std::uint32_t>(a.batching.order.size());
        both.rows.insert(both.rows.end(), b.rows.begin(), b.rows.end());
        for (const RowNo row : b.batching.order) both.batching.order.push_back(row + shift);
        for (PlannedBatch batch : b.batching.batches) {
            batch.first += first;
            both.batching.batches.push_back(batch);
        }
        RC_ASSERT(
            check(both).all.conflicting_keys ==
            check(a).all.conflicting_keys + check(b).all.conflicting_keys
        );
    });
}

}  // namespace
}  // namespace rowlock
