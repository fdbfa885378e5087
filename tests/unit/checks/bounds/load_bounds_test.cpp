#include "checks/bounds/load_bounds.hpp"

#include "checks/bounds/key_loads.hpp"
#include "tests/unit/checks/bounds/drawn_rows.hpp"

namespace rowlock {
namespace {

LoadBounds bounds_of(const test::KeyLists& lists, std::uint32_t batch_rows, std::uint32_t workers) {
    const RowKeys rows = test::rows_of(lists);
    const auto loads = measure_keys(rows, {});
    const Components components = find_components(rows, {});
    return find_bounds({rows, {}, loads, components, {batch_rows, 1'000'000, 0}, {}, workers});
}

}  // namespace

TEST_CASE("the work bound is the fewest batches and the rows over the workers") {
    // 7 rows without keys in batches of 3: 3 batches of 5 s and 7 rows of 16 ms on 2 workers.
    const LoadBounds bounds = bounds_of(test::KeyLists(7), 3, 2);
    CHECK(bounds.batches_min == 3);
    CHECK(bounds.work == seconds(15.112));
    CHECK(bounds.makespan == seconds(7.556));
    CHECK(bounds.binding == BindingBound::work);
    CHECK(bounds.safe_batches_min == 3);
}

TEST_CASE("a key's batches run one after another") {
    const LoadBounds bounds = bounds_of({{0}, {1}, {1}, {1}, {1}, {2}}, 2, 10);
    CHECK(bounds.binding == BindingBound::key);
    CHECK(bounds.hottest_key == 1);
    CHECK(bounds.hottest_key_rows == 4);
    CHECK(bounds.makespan == seconds(10.064));
    CHECK_FALSE(bounds.safe_batches_min.has_value());
    CHECK(bounds.acquisitions_min == 3);
}

TEST_CASE("rows of three keys that pairwise share rows collide with each other") {
    // Two rows of each pair of 0, 1, 2, and one of all three: seven rows, five of them on a key.
    const LoadBounds bounds =
        bounds_of({{0, 1}, {0, 1}, {0, 2}, {0, 2}, {1, 2}, {1, 2}, {0, 1, 2}}, 1, 10);
    CHECK(bounds.binding == BindingBound::triangle);
    CHECK(bounds.triangle_rows == 7);
    CHECK(bounds.triangle == std::array<KeyNo, 3>{0, 1, 2});
    CHECK(bounds.makespan == seconds(7 * 5.016));
}

TEST_CASE("bytes bound the batches, too") {
    const RowKeys rows = test::rows_of(test::KeyLists(4));
    const std::vector<std::uint32_t> bytes(4, 30);
    const Components components = find_components(rows, bytes);
    const LoadBounds bounds = find_bounds({rows, bytes, {}, components, {100, 70, 10}, {}, 1});
    CHECK(bounds.batches_min == 2);
}

TEST_CASE("the daily quota shows in full days") {
    const auto days = [](std::size_t rows) {
        return bounds_of(test::KeyLists(rows), 1, 1).quota_days;
    };
    CHECK(days(15'000) == 0);
    CHECK(days(15'001) == 1);
    CHECK(days(30'001) == 2);
}

TEST_CASE("more workers never raise a bound") {
    rc::prop("M8", [] {
        const auto lists = *test::any_rows();
        const auto workers = *rc::gen::inRange<std::uint32_t>(1, 6);
        const LoadBounds few = bounds_of(lists, 3, workers);
        const LoadBounds more = bounds_of(lists, 3, workers + 1);
        RC_ASSERT(more.makespan <= few.makespan);
        RC_ASSERT(with_workers(few, workers + 1).makespan == more.makespan);
    });
}

TEST_CASE("merging two keys never lowers a bound") {
    rc::prop("M7", [] {
        auto lists = *test::any_rows();
        const Duration before = bounds_of(lists, 3, 3).makespan;
        for (auto& keys : lists) {
            for (KeyNo& key : keys) key = key == 1 ? 0 : key;
            std::sort(keys.begin(), keys.end());
            keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
        }
        RC_ASSERT(bounds_of(lists, 3, 3).makespan >= before);
    });
}

}  // namespace rowlock
