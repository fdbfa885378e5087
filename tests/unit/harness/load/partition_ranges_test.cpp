#include "harness/load/partition_ranges.hpp"

#include "tests/support/test.hpp"

#include <numeric>

namespace rowlock {
namespace {

LoadStep step_of(
    std::uint32_t partitions,
    std::optional<RowNumber> rows = std::nullopt,
    std::optional<RowNumber> partition_rows = std::nullopt
) {
    LoadStep step;
    step.partitions = partitions;
    step.rows = rows;
    step.partition_rows = partition_rows;
    return step;
}

std::vector<std::pair<RowNumber, RowNumber>> ranges_of(
    const LoadStep& step, RowNumber source_rows
) {
    const auto ranges = partition_ranges(step, source_rows);
    REQUIRE(ranges.has_value());
    std::vector<std::pair<RowNumber, RowNumber>> pairs;
    for (const PartitionRange& range : *ranges) pairs.emplace_back(range.first, range.size);
    return pairs;
}

using Pairs = std::vector<std::pair<RowNumber, RowNumber>>;

TEST_CASE("partitions without gaps share the rows as evenly as possible") {
    CHECK(ranges_of(step_of(3), 10) == Pairs{{0, 4}, {4, 3}, {7, 3}});
    CHECK(ranges_of(step_of(2, 5), 10) == Pairs{{0, 3}, {3, 2}});
    CHECK(ranges_of(step_of(3), 1) == Pairs{{0, 1}, {1, 0}, {1, 0}});
    CHECK(ranges_of(step_of(1), 0) == Pairs{{0, 0}});
}

TEST_CASE("spaced partitions load the first rows of each block") {
    CHECK(
        ranges_of(step_of(5, 1'250'000, 400'000), 2'000'000) ==
        Pairs{
            {0, 250'000},
            {400'000, 250'000},
            {800'000, 250'000},
            {1'200'000, 250'000},
            {1'600'000, 250'000}}
    );
}

TEST_CASE("spaced partitions without a number of rows load whole blocks, as far as the source goes"
) {
    CHECK(ranges_of(step_of(3, {}, 4), 10) == Pairs{{0, 4}, {4, 4}, {8, 2}});
    CHECK(ranges_of(step_of(4, {}, 4), 10) == Pairs{{0, 4}, {4, 4}, {8, 2}, {10, 0}});
    CHECK(ranges_of(step_of(2, {}, 4), 10) == Pairs{{0, 4}, {4, 4}});
}

TEST_CASE("what does not fit the source is refused in words") {
    const auto error_of = [](const LoadStep& step, RowNumber source_rows) {
        const auto ranges = partition_ranges(step, source_rows);
        REQUIRE_FALSE(ranges.has_value());
        return ranges.error().message;
    };
    CHECK(
        error_of(step_of(1, 11), 10) == "\"rows\" is 11, expected at most the 10 rows of the source"
    );
    CHECK_THAT(error_of(step_of(2, 9, 4), 10), Catch::Contains("5 each, expected at most"));
    CHECK_THAT(
        error_of(step_of(3, 9, 4), 10), Catch::Contains("partition 3 of 3 would end at row 11")
    );
    CHECK_THAT(
        error_of(step_of(10'000, 10'000, k_max_source_rows), 10'000),
        Catch::Contains("would end at row 1000000001")
    );
}

TEST_CASE("ranges never overlap, lie in the source and add up to the rows asked for") {
    rc::prop("geometry", [] {
        const auto source_rows = *rc::gen::inRange<RowNumber>(0, 1000);
        const auto partitions = *rc::gen::inRange<std::uint32_t>(1, 20);
        const auto rows = *rc::gen::maybe(rc::gen::inRange<RowNumber>(1, 1000));
        const auto distance = *rc::gen::maybe(rc::gen::inRange<RowNumber>(1, 300));
        const LoadStep step = step_of(
            partitions,
            rows ? std::optional<RowNumber>{*rows} : std::nullopt,
            distance ? std::optional<RowNumber>{*distance} : std::nullopt
        );
        const auto ranges = partition_ranges(step, source_rows);
        if (!ranges) {
            RC_ASSERT(step.rows.has_value());
            RC_DISCARD("does not fit");
        }
        RC_ASSERT(ranges->size() == partitions);
        std::uint64_t total = 0;
        std::uint64_t end = 0;
        for (const PartitionRange& range : *ranges) {
            RC_ASSERT(range.first >= end);
            end = std::uint64_t{range.first} + range.size;
            RC_ASSERT(end <= source_rows);
            total += range.size;
        }
        if (step.rows) RC_ASSERT(total == *step.rows);
        if (!step.rows && !step.partition_rows) RC_ASSERT(total == source_rows);
    });
}

}  // namespace
}  // namespace rowlock
