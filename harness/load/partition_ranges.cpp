#include "harness/load/partition_ranges.hpp"

#include "mockorg/base/assert.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

/// How many of `rows` rows fall to a partition when they are dealt out as evenly as possible.
RowNumber even_share(RowNumber rows, std::uint32_t partitions, std::uint32_t partition) {
    return rows / partitions + (partition < rows % partitions ? 1 : 0);
}

std::vector<PartitionRange> adjacent_ranges(RowNumber rows, std::uint32_t partitions) {
    std::vector<PartitionRange> ranges;
    RowNumber first = 0;
    for (std::uint32_t i = 0; i < partitions; ++i) {
        ranges.push_back({first, even_share(rows, partitions, i)});
        first += ranges.back().size;
    }
    return ranges;
}

/// Everything the source has in each partition's range.
std::vector<PartitionRange> full_ranges(
    RowNumber source_rows, std::uint32_t partitions, RowNumber distance
) {
    std::vector<PartitionRange> ranges;
    for (std::uint32_t i = 0; i < partitions; ++i) {
        const auto first = std::min<std::uint64_t>(std::uint64_t{i} * distance, source_rows);
        const auto size = std::min<std::uint64_t>(distance, source_rows - first);
        ranges.push_back({static_cast<RowNumber>(first), static_cast<RowNumber>(size)});
    }
    return ranges;
}

Result<std::vector<PartitionRange>> spaced_ranges(
    RowNumber source_rows, RowNumber rows, std::uint32_t partitions, RowNumber distance
) {
    std::vector<PartitionRange> ranges;
    for (std::uint32_t i = 0; i < partitions; ++i) {
        const RowNumber size = even_share(rows, partitions, i);
        const std::uint64_t first = std::uint64_t{i} * distance;
        if (size > distance) {
            return fail(
                ErrorCode::bad_configuration,
                fmt::format(
                    "{} rows in {} partitions are {} each, expected at most \"partitionRows\" ({})",
                    rows,
                    partitions,
                    size,
                    distance
                )
            );
        }
        if (first + size > source_rows) {
            return fail(
                ErrorCode::bad_configuration,
                fmt::format(
                    "partition {} of {} would end at row {}, expected at most the {} rows of the "
                    "source",
                    i + 1,
                    partitions,
                    first + size,
                    source_rows
                )
            );
        }
        // first fits: it is at most source_rows.
        ranges.push_back({static_cast<RowNumber>(first), size});
    }
    return ranges;
}

}  // namespace

Result<std::vector<PartitionRange>> partition_ranges(const LoadStep& step, RowNumber source_rows) {
    ROWLOCK_ASSERT(step.partitions > 0);
    if (step.rows && *step.rows > source_rows) {
        return fail(
            ErrorCode::bad_configuration,
            fmt::format(
                "\"rows\" is {}, expected at most the {} rows of the source",
                *step.rows,
                source_rows
            )
        );
    }
    if (!step.partition_rows) {
        return adjacent_ranges(step.rows.value_or(source_rows), step.partitions);
    }
    if (!step.rows) return full_ranges(source_rows, step.partitions, *step.partition_rows);
    return spaced_ranges(source_rows, *step.rows, step.partitions, *step.partition_rows);
}

}  // namespace rowlock
