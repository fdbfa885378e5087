#include "harness/replay/row_matcher.hpp"

#include "tests/support/test.hpp"

#include <map>
#include <set>

namespace rowlock {
namespace {

TEST_CASE("rows with equal keys are handed out in order, each once") {
    const std::vector<std::uint64_t> keys{5, 9, 5, 5};
    RowMatcher matcher{keys};
    CHECK(matcher.take(5) == 0U);
    CHECK(matcher.take(5) == 2U);
    CHECK(matcher.take(5) == 3U);
    CHECK(matcher.take(5) == std::nullopt);
    CHECK(matcher.take(7) == std::nullopt);
    CHECK(matcher.left() == 1);
    CHECK(matcher.take_any() == 1U);
    CHECK(matcher.left() == 0);
}

TEST_CASE("runs of the order sent, themselves in any order, each row once") {
    std::vector<std::uint64_t> keys(1000);
    for (std::uint32_t i = 0; i < keys.size(); ++i) keys[i] = 3 * i;
    RowMatcher matcher{keys};
    for (std::uint32_t run = 1000; run > 0; run -= 200) {
        for (std::uint32_t i = run - 200; i < run; ++i) REQUIRE(matcher.take(keys[i]) == i);
        CHECK(matcher.take(keys[run - 200]) == std::nullopt);
    }
    CHECK(matcher.left() == 0);
}

TEST_CASE("a matcher of nothing matches nothing") {
    RowMatcher matcher{{}};
    CHECK(matcher.take(0) == std::nullopt);
    CHECK(matcher.left() == 0);
}

TEST_CASE("half a million equal keys take no longer than different ones") {
    std::vector<std::uint64_t> keys(500'000, 42);
    // Never asked for: so no row is the next one.
    keys.front() = 7;
    RowMatcher matcher{keys};
    for (std::uint32_t i = 1; i < keys.size(); ++i) REQUIRE(matcher.take(42) == i);
}

TEST_CASE("the order sent may be left, and found again") {
    const std::vector<std::uint64_t> keys{1, 2, 3, 2, 4, 5};
    RowMatcher matcher{keys};
    CHECK(matcher.take(1) == 0U);
    CHECK(matcher.take(2) == 1U);
    CHECK(matcher.take(4) == 4U);
    CHECK(matcher.take(3) == 2U);
    CHECK(matcher.take(2) == 3U);
    CHECK(matcher.take(5) == 5U);
    CHECK(matcher.take(1) == std::nullopt);
    CHECK(matcher.left() == 0);
}

TEST_CASE("the matcher agrees with a multimap") {
    rc::prop(
        "takes",
        [](const std::vector<std::uint8_t>& raw, const std::vector<std::uint8_t>& asks) {
            // Few different keys, among them neighbours that collide in the table.
            std::vector<std::uint64_t> keys;
            for (const auto value : raw)
                keys.push_back(value % 11 == 0 ? ~std::uint64_t{0} : value % 11);
            RowMatcher matcher{keys};
            std::map<std::uint64_t, std::set<std::uint32_t>> model;
            for (std::uint32_t i = 0; i < keys.size(); ++i) model[keys[i]].insert(i);
            std::size_t left = keys.size();
            for (const auto ask : asks) {
                if (ask % 5 == 0 && left > 0) {
                    std::uint32_t lowest = ~std::uint32_t{0};
                    for (const auto& entry : model) {
                        if (!entry.second.empty()) lowest = std::min(lowest, *entry.second.begin());
                    }
                    RC_ASSERT(matcher.take_any() == lowest);
                    model[keys[lowest]].erase(lowest);
                    --left;
                    continue;
                }
                const std::uint64_t key = ask % 12;
                auto& positions = model[key];
                const auto taken = matcher.take(key);
                RC_ASSERT(taken.has_value() == !positions.empty());
                if (taken) {
                    RC_ASSERT(*taken == *positions.begin());
                    positions.erase(positions.begin());
                    --left;
                }
            }
            RC_ASSERT(matcher.left() == left);
        }
    );
}

}  // namespace
}  // namespace rowlock
