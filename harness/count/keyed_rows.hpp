#pragma once

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

/// Columns of a source by name. bad_configuration if it lacks one, or one refers to parents, whose
/// ids are not known.
Result<std::vector<std::size_t>> find_key_columns(
    const RowSource& source, const std::vector<std::string>& names
);

/// A number for the values of a key's columns, the same for a row as sent and for its record (see
/// key_of_cell).
std::uint64_t key_of_values(std::span<const std::string> values);

/// Finds the rows of a load by the values of a few columns. 16 bytes a row.
class KeyedRows {
public:
    static Result<KeyedRows> create(
        const RowSource& source,
        const std::vector<RowSequence>& partitions,
        const std::vector<std::string>& key_columns
    );

    using Entry = std::pair<std::uint64_t, RowNumber>;

    /// The rows with these values, ascending.
    std::span<const Entry> find(std::span<const std::string> values) const;

private:
    /// Sorted.
    std::vector<Entry> entries_;
};

}  // namespace rowlock
