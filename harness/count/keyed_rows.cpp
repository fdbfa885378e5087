#include "harness/count/keyed_rows.hpp"

#include "harness/replay/row_key.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {

Result<std::vector<std::size_t>> find_key_columns(
    const RowSource& source, const std::vector<std::string>& names
) {
    std::vector<std::size_t> columns;
    for (const std::string& name : names) {
        const auto column = source.find_column(name);
        if (!column || source.parent_source(*column)) {
            return fail(
                ErrorCode::bad_configuration,
                fmt::format(
                    "the load's rows have no column \"{}\" that records could be known by", name
                )
            );
        }
        columns.push_back(*column);
    }
    return columns;
}

std::uint64_t key_of_values(std::span<const std::string> values) {
    std::uint64_t key = 0;
    for (const std::string& value : values) key = combine_keys(key, key_of_cell(value));
    return key;
}

Result<KeyedRows> KeyedRows::create(
    const RowSource& source,
    const std::vector<RowSequence>& partitions,
    const std::vector<std::string>& key_columns
) {
    const auto columns = find_key_columns(source, key_columns);
    if (!columns) return Failure{columns.error()};
    KeyedRows rows;
    std::vector<std::string> values(columns->size());
    for (const RowSequence& partition : partitions) {
        for (RowNumber i = 0; i < partition.size(); ++i) {
            for (std::size_t c = 0; c < columns->size(); ++c) {
                values[c].clear();
                source.append_value(partition[i], (*columns)[c], {}, values[c]);
            }
            rows.entries_.emplace_back(key_of_values(values), partition[i]);
        }
    }
    std::sort(rows.entries_.begin(), rows.entries_.end());
    return rows;
}

std::span<const KeyedRows::Entry> KeyedRows::find(std::span<const std::string> values) const {
    const std::uint64_t key = key_of_values(values);
    const auto begin = std::lower_bound(entries_.begin(), entries_.end(), Entry{key, 0});
    const auto end = std::partition_point(begin, entries_.end(), [key](const Entry& entry) {
        return entry.first == key;
    });
    return {begin, end};
}

}  // namespace rowlock
