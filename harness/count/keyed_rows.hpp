#pragma once

#include "harness/count/record_key.hpp"
#include "harness/load/row_partitions.hpp"
#include "harness/load/row_source.hpp"
#include "mockorg/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rowlock {

/// Reads the key's values of a source's rows.
class RowKeyValues {
public:
    /// bad_configuration if the source lacks a column, or one refers to parents, whose ids are not
    /// known.
    static Result<RowKeyValues> create(const RowSource& source, const RecordKey& key);

    /// Valid until the next call.
    std::span<const std::string> of(RowNumber row);

private:
    explicit RowKeyValues(const RowSource& source) : source_(&source) {}

    const RowSource* source_;
    std::vector<std::size_t> columns_;
    std::vector<std::string> values_;
};

/// Finds the rows of a load by the values of a few columns. 16 bytes a row.
class KeyedRows {
public:
    static Result<KeyedRows> create(
        const RowSource& source, const std::vector<RowSequence>& partitions, const RecordKey& key
    );

    using Entry = std::pair<std::uint64_t, RowNumber>;

    /// The rows with these values, ascending.
    std::span<const Entry> find(std::span<const std::string> values) const;

private:
    RecordKey key_;
    /// Sorted.
    std::vector<Entry> entries_;
};

}  // namespace rowlock
