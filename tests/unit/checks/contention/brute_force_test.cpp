#include "checks/contention/contention.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/contention/small_plans.hpp"

namespace rowlock {
namespace {

using test::check_all_pairs;
using test::Expected;
using test::SmallLoad;

std::vector<Window> some_windows(Random& random) {
    std::vector<Window> windows;
    for (const double ratio : {1.0, 1.5, 2.0, 4.0}) {
        windows.push_back({1 + test::below(random, 4), ratio});
    }
    return windows;
}

bool holds_key(const SmallLoad& load, RowPlace place, KeyNo key, bool with_soft) {
    const auto rows = load.batching.rows_of(load.batching.batches[place.batch]);
    if (std::find(rows.begin(), rows.end(), place.row) == rows.end()) return false;
    const auto& uses = load.rows[place.row];
    return std::any_of(uses.begin(), uses.end(), [&](KeyUse use) {
        return use.key() == key && (with_soft || !use.soft());
    });
}

bool witnesses_hold(
    const SmallLoad& load, const Contention& found, std::size_t max, bool with_soft
) {
    std::set<KeyNo> seen;
    for (const Witness& witness : found.witnesses) {
        if (!seen.insert(witness.key).second) return false;
        if (!holds_key(load, witness.first, witness.key, with_soft)) return false;
        if (!holds_key(load, witness.second, witness.key, with_soft)) return false;
        if (!test::can_meet(load.batching, witness.first.batch, witness.second.batch)) return false;
        const bool certain = holds_key(load, witness.first, witness.key, false) &&
                             holds_key(load, witness.second, witness.key, false);
        if (witness.soft == certain) return false;
    }
    return seen.size() == std::min<std::size_t>(max, found.conflicting_keys);
}

/// The first thing that differs, or nothing.
std::string difference(
    const SmallLoad& load, const Contention& found, std::size_t witnesses_max, bool with_soft
) {
    const Expected expected = check_all_pairs(load, with_soft);
    if (found.conflicting_keys != expected.nearest.size()) return "conflicting keys";
    if (found.safe() != expected.nearest.empty()) return "verdict";
    if (found.conflicting_pairs != expected.pairs) return "conflicting pairs";
    if (found.overlapping_pairs != expected.overlapping) return "overlapping pairs";
    if (!witnesses_hold(load, found, witnesses_max, with_soft)) return "witnesses";
    for (const WindowVerdict& verdict : found.windows) {
        std::uint64_t within = 0;
        for (const auto& [key, distance] : expected.nearest) {
            if (distance <= test::reach_of(verdict.window)) ++within;
        }
        if (within != verdict.conflicting_keys) return "window";
    }
    return {};
}

/// How often the random loads have what the test is about.
struct Seen {
    int safe = 0;
    int lanes = 0;
    int loads = 0;
    int soft_only = 0;
    /// Two batches or more in the order of the rows' numbers.
    int unordered = 0;
    int one_key_each = 0;
    /// More keys conflict because the list of a feed leaves out batches.
    int loose_feeds = 0;
};

TEST_CASE("the one pass agrees with a look at all pairs on 100,000 small loads") {
    const Random seeds{20260101};
    Seen seen;
    for (std::uint64_t i = 0; i < 100'000; ++i) {
        Random random = seeds.split(i);
        const SmallLoad load = test::small_load_of_any_form(random);
        ContentionOptions options;
        options.windows = some_windows(random);
        options.witnesses_max = test::below(random, 4);
        options.threads = 1 + test::below(random, 3);
        // Sometimes one row of the matrix at a time.
        if (test::below(random, 2) == 0) options.matrix_bytes_max = 1;
        const ContentionReport report = check_contention(load.keys(), load.batching, options);
        const std::string hard = difference(load, report.hard, options.witnesses_max, false);
        const std::string all = difference(load, report.all, options.witnesses_max, true);
        if (!hard.empty() || !all.empty()) {
            FAIL("load " << i << ": hard: " << hard << " all: " << all);
        }
        const auto& batches = load.batching.batches;
        const auto any = [&](auto which) {
            return std::any_of(batches.begin(), batches.end(), which) ? 1 : 0;
        };
        seen.safe += report.all.safe() ? 1 : 0;
        seen.lanes += any([](const PlannedBatch& b) { return b.lane == BatchLane::feed; });
        seen.loads += any([](const PlannedBatch& b) { return b.load > 0; });
        seen.unordered += load.batching.order.empty() && batches.size() > 1 ? 1 : 0;
        const bool single = std::all_of(load.rows.begin(), load.rows.end(), [](const auto& row) {
            return row.size() == 1;
        });
        seen.one_key_each += single && load.rows.size() > 3 ? 1 : 0;
        Batching knowing = load.batching;
        knowing.held_apart.clear();
        const Contention known = check_contention(load.keys(), knowing).all;
        seen.loose_feeds += report.all.conflicting_keys > known.conflicting_keys ? 1 : 0;
        seen.soft_only += report.hard.safe() && !report.all.safe() ? 1 : 0;
    }
    CHECK(seen.safe > 10'000);
    CHECK(seen.safe < 90'000);
    CHECK(seen.lanes > 10'000);
    CHECK(seen.loads > 10'000);
    CHECK(seen.soft_only > 1'000);
    CHECK(seen.unordered > 10'000);
    CHECK(seen.one_key_each > 10'000);
    CHECK(seen.loose_feeds > 500);
}

}  // namespace
}  // namespace rowlock
