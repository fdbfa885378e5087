#include "harness/count/keyed_rows.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {

Result<RowKeyValues> RowKeyValues::create(const RowSource& source, const RecordKey& key) {
    RowKeyValues values{source};
    for (const KeyColumn& named : key) {
        const auto column = source.find_column(named.name);
        if (!column || source.parent_source(*column)) {
            return fail(
                ErrorCode::bad_configuration,
                fmt::format(
                    "the load's rows have no column \"{}\" that records could be known by",
                    named.name
                )
            );
        }
        values.columns_.push_back(*column);
    }
    values.values_.resize(values.columns_.size());
    return values;
}

std::span<const std::string> RowKeyValues::of(RowNumber row) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        values_[i].clear();
        source_->append_value(row, columns_[i], {}, values_[i]);
    }
    return values_;
}

Result<KeyedRows> KeyedRows::create(
    const RowSource& source, const std::vector<RowSequence>& partitions, const RecordKey& key
) {
    auto values = RowKeyValues::create(source, key);
    if (!values) return Failure{std::move(values.error())};
    KeyedRows rows;
    rows.key_ = key;
    for (const RowSequence& partition : partitions) {
        for (RowNumber i = 0; i < partition.size(); ++i)
            rows.entries_.emplace_back(key_of_values(key, values->of(partition[i])), partition[i]);
    }
    std::sort(rows.entries_.begin(), rows.entries_.end());
    return rows;
}

std::span<const KeyedRows::Entry> KeyedRows::find(std::span<const std::string> values) const {
    const std::uint64_t key = key_of_values(key_, values);
    const auto begin = std::lower_bound(entries_.begin(), entries_.end(), Entry{key, 0});
    const auto end = std::partition_point(begin, entries_.end(), [key](const Entry& entry) {
        return entry.first == key;
    });
    return {begin, end};
}

}  // namespace rowlock
