#include "harness/load/row_partitions.hpp"

#include "harness/load/closest_word.hpp"
#include "harness/load/partition_ranges.hpp"
#include "harness/load/row_sorting.hpp"
#include "harness/load/shown_text.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

std::vector<RowNumber> rows_of(const std::vector<PartitionRange>& ranges) {
    std::vector<RowNumber> rows;
    for (const PartitionRange& range : ranges) {
        for (RowNumber i = 0; i < range.size; ++i) rows.push_back(range.first + i);
    }
    return rows;
}

std::string no_such_column(const RowSource& source, const std::string& name) {
    const std::vector<std::string_view> known(source.columns().begin(), source.columns().end());
    return fmt::format(
        "the source has no column {} to order by{}", shown_text(name), word_hint(name, known)
    );
}

}  // namespace

RowNumber RowSequence::batch_size(RowNumber position, RowNumber most) const {
    const RowNumber left = size_ - position;
    if (left <= most) return left;
    if (group_starts_ == nullptr) return most;
    RowNumber size = most;
    while (size > 0 && !(*group_starts_)[first_ + position + size]) --size;
    return size > 0 ? size : most;
}

Result<std::vector<RowSequence>> partition_rows(
    const RowSource& source, const LoadStep& step, std::span<const IdTable> ids
) {
    const auto ranges = partition_ranges(step, source.size());
    if (!ranges) {
        return fail(ErrorCode::bad_configuration, step.where + ": " + ranges.error().message);
    }
    std::vector<RowSequence> sequences;
    if (step.order.by_column.empty()) {
        for (const PartitionRange& range : *ranges) sequences.emplace_back(range.first, range.size);
        return sequences;
    }
    const auto column = source.find_column(step.order.by_column);
    if (!column) {
        return fail(
            ErrorCode::bad_configuration,
            step.where + ": " + no_such_column(source, step.order.by_column)
        );
    }
    const auto sorted = std::make_shared<std::vector<RowNumber>>(rows_of(*ranges));
    sort_rows(source, *column, ids, *sorted);
    std::shared_ptr<const std::vector<bool>> starts;
    if (step.order.keep_together) {
        starts =
            std::make_shared<const std::vector<bool>>(group_starts(source, *column, ids, *sorted));
    }
    RowNumber first = 0;
    for (const PartitionRange& range : *ranges) {
        sequences.emplace_back(sorted, starts, first, range.size);
        first += range.size;
    }
    return sequences;
}

}  // namespace rowlock
