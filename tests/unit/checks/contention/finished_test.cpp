#include "checks/contention/finished.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/contention/small_plans.hpp"

#include <algorithm>

namespace rowlock {
namespace {

using test::below;
using test::small_load;
using test::SmallLoad;

SmallLoad two_rows_of_one_key() {
    SmallLoad load;
    load.rows = {{{0, false}}, {{0, false}}};
    load.batching.order = {0, 1};
    load.batching.batches = {{0, 1}, {1, 1}};
    return load;
}

FinishedReport explain(const SmallLoad& load, const FinishedLoad& finished) {
    const auto report = explain_finished(load.keys(), load.batching, finished);
    REQUIRE(report.has_value());
    return *report;
}

TEST_CASE("a failure is explained by a batch that ran meanwhile") {
    const SmallLoad load = two_rows_of_one_key();
    const auto report = explain(load, {{BatchTimes{0, 10}, BatchTimes{9, 20}}, {1}});
    CHECK(report.met_keys == 1);
    CHECK(report.met_pairs == 1);
    CHECK(report.met == std::vector<bool>{true, true});
    CHECK(report.explained == 1);
    CHECK(report.foreign == 0);
    REQUIRE(report.explained_by.size() == 1);
    CHECK(report.explained_by[0] == Witness{0, {1, 1}, {0, 0}, false});
}

TEST_CASE("a failure beside batches that ran at other times is somebody else's doing") {
    const SmallLoad load = two_rows_of_one_key();
    const auto apart = explain(load, {{BatchTimes{0, 10}, BatchTimes{10, 20}}, {1}});
    CHECK(apart.met_pairs == 0);
    CHECK(apart.foreign == 1);
    CHECK(apart.foreign_rows == std::vector<RowNo>{1});
}

TEST_CASE("a failure is nobody else's as long as the keys are not all that rows lock") {
    const SmallLoad load = two_rows_of_one_key();
    FinishedLoad apart{{BatchTimes{0, 10}, BatchTimes{10, 20}}, {1}};
    apart.keys_known = false;
    CHECK(explain(load, apart).undecided == 1);
    CHECK(explain(load, apart).foreign == 0);
    FinishedLoad together{{BatchTimes{0, 10}, BatchTimes{9, 20}}, {1}};
    together.keys_known = false;
    CHECK(explain(load, together).explained == 1);
}

TEST_CASE("a failure that a batch without times may have caused is nobody's yet") {
    SmallLoad load = two_rows_of_one_key();
    const auto beside = explain(load, {{std::nullopt, BatchTimes{10, 20}}, {1}});
    CHECK(beside.undecided == 1);
    CHECK(beside.foreign == 0);
    CHECK(explain(load, {{BatchTimes{10, 20}, std::nullopt}, {1}}).undecided == 1);
    load.rows[1] = {{1, false}};
    const auto unrelated = explain(load, {{std::nullopt, BatchTimes{10, 20}}, {1}});
    CHECK(unrelated.undecided == 0);
    CHECK(unrelated.foreign == 1);
}

TEST_CASE("a batch that ends when it starts still ran") {
    const SmallLoad load = two_rows_of_one_key();
    CHECK(explain(load, {{BatchTimes{0, 10}, BatchTimes{5, 5}}, {}}).met_pairs == 1);
}

TEST_CASE("all rows of a transaction fail together, and one of them explains it") {
    SmallLoad load;
    for (int i = 0; i < 5; ++i) load.rows.emplace_back();
    load.rows[1] = load.rows[4] = {{0, false}};
    load.batching.order = {0, 1, 2, 3, 4};
    load.batching.batches = {{0, 4}, {4, 1}};
    const FinishedLoad finished{{BatchTimes{0, 10}, BatchTimes{5, 15}}, {0, 1, 2, 3}, 3};
    const auto report = explain(load, finished);
    CHECK(report.explained == 3);
    CHECK(report.foreign_rows == std::vector<RowNo>{3});
    REQUIRE(report.explained_by.size() == 3);
    CHECK(report.explained_by[0] == Witness{0, {0, 1}, {1, 4}, false});
    const FinishedLoad half{{BatchTimes{0, 10}, std::nullopt}, {0, 1, 2, 3}, 3};
    CHECK(explain(load, half).undecided == 3);
    CHECK(explain(load, half).foreign == 1);
}

TEST_CASE("a row that failed is one row, however often it is named") {
    const SmallLoad load = two_rows_of_one_key();
    const auto report = explain(load, {{BatchTimes{0, 10}, BatchTimes{9, 20}}, {1, 1, 1}});
    CHECK(report.explained == 1);
}

TEST_CASE("times and rows that cannot be are refused") {
    const SmallLoad load = two_rows_of_one_key();
    const auto refused = [&](const FinishedLoad& finished) {
        return !explain_finished(load.keys(), load.batching, finished).has_value();
    };
    CHECK(refused({{BatchTimes{0, 1}}, {}}));
    CHECK(refused({{BatchTimes{0, 1}, BatchTimes{5, 4}}, {}}));
    CHECK(refused({{BatchTimes{0, 1}, BatchTimes{5, 6}}, {2}}));
}

struct ExpectedMeetings {
    std::set<KeyNo> keys;
    std::uint64_t pairs = 0;
    std::vector<bool> met;
    std::uint64_t explained = 0;
    std::uint64_t undecided = 0;
};

/// What the transaction of a row wants: told from the row's place in its batch.
std::set<KeyNo> keys_beside(
    const SmallLoad& load, const FinishedLoad& finished, RowNo row, std::size_t batch
) {
    const auto rows = load.batching.rows_of(load.batching.batches[batch]);
    const auto place = static_cast<std::size_t>(
        std::distance(rows.begin(), std::find(rows.begin(), rows.end(), row))
    );
    std::set<KeyNo> keys;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i / finished.chunk_rows != place / finished.chunk_rows) continue;
        for (const KeyUse use : load.rows[rows[i]]) keys.insert(use.key());
    }
    return keys;
}

/// Whether the row's batch has no times, or another one without times wants what its transaction
/// wants.
bool hangs_on_unknown_times(
    const SmallLoad& load, const FinishedLoad& finished, RowNo row, std::size_t own
) {
    if (!finished.times[own]) return true;
    for (std::size_t b = 0; b < finished.times.size(); ++b) {
        if (finished.times[b]) continue;
        const auto keys = test::keys_of_batch(load, b, true);
        for (const KeyNo key : keys_beside(load, finished, row, own)) {
            if (keys.count(key) > 0) return true;
        }
    }
    return false;
}

bool ran_together(const BatchTimes& a, const BatchTimes& b) {
    for (std::int64_t t = a.start; t < std::max(a.end, a.start + 1); ++t) {
        if (t >= b.start && t < std::max(b.end, b.start + 1)) return true;
    }
    return false;
}

ExpectedMeetings look_at_all_pairs(const SmallLoad& load, const FinishedLoad& finished) {
    const auto& batches = load.batching.batches;
    ExpectedMeetings expected;
    expected.met.resize(batches.size());
    std::map<std::size_t, std::set<KeyNo>> met_keys;
    for (std::size_t a = 0; a < batches.size(); ++a) {
        for (std::size_t b = 0; b < batches.size(); ++b) {
            if (a == b || !finished.times[a] || !finished.times[b]) continue;
            if (!ran_together(*finished.times[a], *finished.times[b])) continue;
            const auto others = test::keys_of_batch(load, b, true);
            bool share = false;
            for (const KeyNo key : test::keys_of_batch(load, a, true)) {
                if (others.count(key) == 0) continue;
                share = true;
                expected.keys.insert(key);
                met_keys[a].insert(key);
            }
            if (share) expected.met[a] = true;
            if (share && a < b) ++expected.pairs;
        }
    }
    for (const RowNo row : finished.lock_failures) {
        for (std::size_t a = 0; a < batches.size(); ++a) {
            const auto rows = load.batching.rows_of(batches[a]);
            if (std::find(rows.begin(), rows.end(), row) == rows.end()) continue;
            const std::set<KeyNo> wanted = keys_beside(load, finished, row, a);
            if (std::any_of(wanted.begin(), wanted.end(), [&](KeyNo key) {
                    return met_keys[a].count(key) > 0;
                })) {
                ++expected.explained;
            } else if (hangs_on_unknown_times(load, finished, row, a)) {
                ++expected.undecided;
            }
        }
    }
    return expected;
}

TEST_CASE("the post-mortem agrees with a look at all pairs") {
    const Random seeds{7};
    for (std::uint64_t i = 0; i < 20'000; ++i) {
        Random random = seeds.split(i);
        const SmallLoad load = small_load(random);
        FinishedLoad finished;
        finished.chunk_rows = 1 + below(random, 4);
        for (std::size_t b = 0; b < load.batching.batches.size(); ++b) {
            const std::int64_t start = below(random, 20);
            finished.times.emplace_back(BatchTimes{start, start + below(random, 6)});
            if (below(random, 8) == 0) finished.times.back().reset();
        }
        for (const RowNo row : load.batching.order) {
            if (below(random, 3) == 0) finished.lock_failures.push_back(row);
        }
        const auto found = explain(load, finished);
        const ExpectedMeetings expected = look_at_all_pairs(load, finished);
        INFO("load " << i);
        REQUIRE(found.met_keys == expected.keys.size());
        REQUIRE(found.met_pairs == expected.pairs);
        REQUIRE(found.met == expected.met);
        REQUIRE(found.explained == expected.explained);
        REQUIRE(found.undecided == expected.undecided);
        REQUIRE(found.explained + found.undecided + found.foreign == finished.lock_failures.size());
    }
}

}  // namespace
}  // namespace rowlock
