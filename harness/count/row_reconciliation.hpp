#pragma once

#include "harness/count/record_key.hpp"
#include "harness/load/row_partitions.hpp"
#include "harness/load/row_source.hpp"
#include "harness/replay/row_matcher.hpp"
#include "mockorg/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace rowlock {

/// What a record is to a load.
enum class RecordVerdict : std::uint8_t {
    /// A row's one and only.
    expected,
    /// Another one with the key of a row.
    duplicate,
    /// No row has its key.
    extra,
};

/// Compares records with the rows of a load by a key: the external id or a business key of one or
/// more columns. Records in any order; some 30 bytes per row, whatever the number of records.
class RowReconciliation {
public:
    /// bad_configuration if the source lacks a column of the key, or it refers to parents, whose
    /// ids are not known.
    static Result<RowReconciliation> create(
        const RowSource& source, const std::vector<RowSequence>& partitions, const RecordKey& key
    );

    /// Of a record with these values of the key's columns.
    RecordVerdict take(const std::vector<std::string>& values);

    std::uint64_t rows() const { return rows_.size(); }

    std::uint64_t found() const { return rows_.size() - missing(); }

    std::uint64_t missing() const { return matcher_.left(); }

    /// Rows that share their key with another row of the load itself: each has a record of its own.
    std::uint64_t ambiguous() const { return ambiguous_; }

    /// Row numbers, ascending by place in the load.
    std::vector<RowNumber> missing_rows() const;

    /// By partition.
    std::vector<std::uint64_t> missing_by_partition() const;

private:
    RowReconciliation(
        RecordKey key,
        std::vector<RowNumber> rows,
        std::vector<std::size_t> sizes,
        std::vector<std::uint64_t> keys
    );

    RecordKey key_;
    std::vector<RowNumber> rows_;
    std::vector<std::size_t> partition_sizes_;
    std::vector<std::uint64_t> keys_;
    std::vector<std::uint64_t> sorted_keys_;
    std::vector<bool> found_;
    std::uint64_t ambiguous_ = 0;
    RowMatcher matcher_;
};

}  // namespace rowlock
