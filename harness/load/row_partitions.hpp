#pragma once

#include "harness/load/load_step.hpp"
#include "harness/load/row_source.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace rowlock {

/// Which rows one partition loads, in which sequence. A small value; sorted rows are shared.
class RowSequence {
public:
    /// Rows first, first + 1, ...
    RowSequence(RowNumber first, RowNumber size) : first_(first), size_(size) {}

    /// size entries of `rows` from first on.
    RowSequence(std::shared_ptr<const std::vector<RowNumber>> rows, RowNumber first, RowNumber size)
        : rows_(std::move(rows)), first_(first), size_(size) {}

    /// The same, with the places (of `rows`) where a batch may begin without splitting a group.
    RowSequence(
        std::shared_ptr<const std::vector<RowNumber>> rows,
        std::shared_ptr<const std::vector<bool>> group_starts,
        RowNumber first,
        RowNumber size
    )
        : rows_(std::move(rows)),
          group_starts_(std::move(group_starts)),
          first_(first),
          size_(size) {}

    RowNumber size() const { return size_; }

    /// The position-th row to load; position < size().
    RowNumber operator[](RowNumber position) const {
        return rows_ ? (*rows_)[first_ + position] : first_ + position;
    }

    /// Rows of the batch that begins at `position`: at most `most`, fewer where that keeps a group
    /// whole.
    RowNumber batch_size(RowNumber position, RowNumber most) const;

private:
    std::shared_ptr<const std::vector<RowNumber>> rows_;
    /// Null where any place will do.
    std::shared_ptr<const std::vector<bool>> group_starts_;
    RowNumber first_;
    RowNumber size_;
};

/// The partitions of a step, as many as it says (some empty if there are fewer rows). The rows
/// loaded are the same in every order: an order sorts them all, then cuts them into partitions of
/// the sizes they would have had. `ids` as for RowSource. bad_configuration, with the place in the
/// load file, if the source is too small or has no such column.
Result<std::vector<RowSequence>> partition_rows(
    const RowSource& source, const LoadStep& step, std::span<const IdTable> ids
);

}  // namespace rowlock
