#include "harness/replay/leftover_pairing.hpp"

#include "tests/support/test.hpp"

#include <algorithm>
#include <set>

namespace rowlock {
namespace {

/// All loose keys the same, as without a key column.
OpenRow row(std::uint64_t text, std::uint64_t value) {
    return {text, {value, value, value, value}};
}

OpenResult result(std::uint64_t value, std::uint32_t fate = 0) {
    return {{value, value, value, value}, fate};
}

TEST_CASE("one row for one result is a pair") {
    const auto found = pair_leftovers({row(1, 10), row(2, 20)}, {result(20), result(10, 1)}, {});
    REQUIRE(found.pairs.size() == 2);
    for (const ResultOfRow& pair : found.pairs) CHECK(pair.row != pair.result);
    CHECK(found.missing_rows.empty());
}

TEST_CASE("where several rows fit one result, nobody guesses") {
    const auto found = pair_leftovers({row(1, 10), row(2, 10)}, {result(10)}, {});
    CHECK(found.pairs.empty());
    CHECK(found.ambiguous_rows == std::vector<std::size_t>{0, 1});
}

TEST_CASE("as many results of one fate as rows that fit them leave no doubt of the fate") {
    const std::vector<OpenRow> rows{row(1, 10), row(2, 10)};
    CHECK(pair_leftovers(rows, {result(10), result(10)}, {}).pairs.size() == 2);
    CHECK(pair_leftovers(rows, {result(10), result(10, 1)}, {}).ambiguous_rows.size() == 2);
    PairingRules rules;
    rules.ids_matter = true;
    CHECK(pair_leftovers(rows, {result(10), result(10)}, rules).ambiguous_rows.size() == 2);
}

TEST_CASE("rows of equal text take their results in order, whatever these are") {
    PairingRules rules;
    rules.ids_matter = true;
    const auto found =
        pair_leftovers({row(1, 10), row(1, 10), row(1, 10)}, {result(10), result(10, 1)}, rules);
    CHECK(found.pairs.size() == 2);
    CHECK(found.missing_rows.size() == 1);
}

TEST_CASE("what nothing fits belongs together by being left, unless rows have a key") {
    const auto left = pair_leftovers({row(1, 10)}, {result(99)}, {});
    CHECK(left.pairs.size() == 1);
    PairingRules by_key;
    by_key.by_key = true;
    const auto strange = pair_leftovers({row(1, 10)}, {result(99)}, by_key);
    CHECK(strange.pairs.empty());
    CHECK(strange.strange_results == std::vector<std::size_t>{0});
    CHECK(strange.missing_rows == std::vector<std::size_t>{0});
}

TEST_CASE("a key's text is surer than its value") {
    // 100000 and 1E5, both with an amount that was written anew.
    const std::vector<OpenRow> rows{{1, {11, 1, 5, 7}}, {2, {12, 2, 5, 7}}};
    PairingRules by_key;
    by_key.by_key = true;
    const auto found = pair_leftovers(rows, {{{12, 2, 5, 7}, 0}}, by_key);
    REQUIRE(found.pairs.size() == 1);
    CHECK(found.pairs[0].row == 1);
    CHECK(found.missing_rows == std::vector<std::size_t>{0});
    // The key itself was written anew: it may be either.
    const auto unclear = pair_leftovers(rows, {{{13, 3, 5, 7}, 0}}, by_key);
    CHECK(unclear.pairs.empty());
    CHECK(unclear.ambiguous_rows.size() == 2);
    CHECK(unclear.strange_results.empty());
}

TEST_CASE("each row and each result ends in one place at most") {
    rc::prop("random keys", [](std::vector<std::uint8_t> keys, std::uint8_t lost, bool by_key) {
        std::vector<OpenRow> rows;
        std::vector<OpenResult> results;
        for (std::size_t i = 0; i < keys.size(); ++i) {
            const std::uint64_t a = keys[i] % 3U;
            const std::uint64_t b = keys[i] % 5U;
            rows.push_back({keys[i], {a * 8 + b, a, b, a / 2}});
            if (i >= lost % 4U) results.push_back({rows[i].keys, keys[i] / 128U});
        }
        std::reverse(results.begin(), results.end());
        const auto found = pair_leftovers(rows, results, {by_key, false});
        std::multiset<std::size_t> placed_rows;
        std::multiset<std::size_t> placed_results;
        for (const ResultOfRow& pair : found.pairs) {
            placed_rows.insert(pair.row);
            placed_results.insert(pair.result);
            // Never a fate that was not told of a row with one of its keys.
            if (by_key)
                RC_ASSERT(rows[pair.row].keys.key_value == results[pair.result].keys.key_value);
        }
        placed_rows.insert(found.missing_rows.begin(), found.missing_rows.end());
        placed_rows.insert(found.ambiguous_rows.begin(), found.ambiguous_rows.end());
        RC_ASSERT(placed_rows.size() == rows.size());
        for (const std::size_t each : placed_rows) RC_ASSERT(placed_rows.count(each) == 1U);
        for (const std::size_t each : placed_results) RC_ASSERT(placed_results.count(each) == 1U);
    });
}

}  // namespace
}  // namespace rowlock
