#pragma once

#include "harness/count/record_key.hpp"
#include "harness/load/row_partitions.hpp"
#include "harness/load/row_source.hpp"
#include "harness/replay/row_matcher.hpp"
#include "mockorg/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace rowlock {

/// What a record is to a load.
enum class RecordVerdict : std::uint8_t {
    /// The one and only of a row, or of several rows that are about one record.
    expected,
    /// Another one with the key of a row.
    duplicate,
    /// No row has its key.
    extra,
};

/// Compares records with the rows of a load by a key: the external id or a business key of one or
/// more columns. Rows that are about one record (see identity_column) have it together, and it has
/// the key of the last of them. Records in any order; some 30 bytes per row, whatever the number of
/// records.
class RowReconciliation {
public:
    /// `identity`: the column by which rows are about one record; empty if each row makes its own.
    /// bad_configuration if the source lacks a column, or it refers to parents, whose ids are not
    /// known.
    static Result<RowReconciliation> create(
        const RowSource& source,
        const std::vector<RowSequence>& partitions,
        const RecordKey& key,
        const RecordKey& identity
    );

    /// Of a record with these values of the key's columns.
    RecordVerdict take(std::span<const std::string> values);

    std::uint64_t rows() const { return rows_.size(); }

    /// Records that the rows make together, if all of them arrive.
    std::uint64_t records_due() const { return keys_.size(); }

    std::uint64_t found() const { return rows_.size() - missing(); }

    /// Rows without a record.
    std::uint64_t missing() const;

    /// Rows that share their key with a row before them.
    std::uint64_t ambiguous() const { return ambiguous_; }

    /// Row numbers, ascending by place in the load.
    std::vector<RowNumber> missing_rows() const { return rows_that_are(false); }

    std::vector<RowNumber> found_rows() const { return rows_that_are(true); }

    /// By partition.
    std::vector<std::uint64_t> missing_by_partition() const;

private:
    /// Rows in the order loaded, and which of them are about one record.
    struct Rows {
        std::vector<RowNumber> rows;
        std::vector<std::size_t> partition_sizes;
        /// By row.
        std::vector<std::uint64_t> keys;
        /// By row: the number of its record; empty if each row has its own.
        std::vector<std::uint32_t> records;
    };

    RowReconciliation(RecordKey key, Rows rows, std::vector<std::uint64_t> record_keys);

    bool is_found(std::size_t place) const {
        return found_[record_of_.empty() ? place : record_of_[place]];
    }

    std::vector<RowNumber> rows_that_are(bool found) const;

    RecordKey key_;
    std::vector<RowNumber> rows_;
    std::vector<std::size_t> partition_sizes_;
    std::vector<std::uint32_t> record_of_;
    /// By record.
    std::vector<std::uint64_t> keys_;
    /// Of all rows.
    std::vector<std::uint64_t> sorted_keys_;
    /// By record.
    std::vector<bool> found_;
    std::uint64_t ambiguous_ = 0;
    RowMatcher matcher_;
};

}  // namespace rowlock
