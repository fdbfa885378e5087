#include "harness/count/row_reconciliation.hpp"

#include "harness/count/keyed_rows.hpp"

#include <algorithm>

namespace rowlock {

RowReconciliation::RowReconciliation(
    RecordKey key,
    std::vector<RowNumber> rows,
    std::vector<std::size_t> sizes,
    std::vector<std::uint64_t> keys
)
    : key_(std::move(key)),
      rows_(std::move(rows)),
      partition_sizes_(std::move(sizes)),
      keys_(std::move(keys)),
      sorted_keys_(keys_),
      found_(rows_.size(), false),
      matcher_(keys_) {
    std::sort(sorted_keys_.begin(), sorted_keys_.end());
    for (std::size_t i = 1; i < sorted_keys_.size(); ++i)
        ambiguous_ += sorted_keys_[i] == sorted_keys_[i - 1] ? 1U : 0U;
}

Result<RowReconciliation> RowReconciliation::create(
    const RowSource& source, const std::vector<RowSequence>& partitions, const RecordKey& key
) {
    auto values = RowKeyValues::create(source, key);
    if (!values) return Failure{std::move(values.error())};
    std::vector<RowNumber> rows;
    std::vector<std::size_t> sizes;
    std::vector<std::uint64_t> keys;
    for (const RowSequence& partition : partitions) {
        sizes.push_back(partition.size());
        for (RowNumber i = 0; i < partition.size(); ++i) {
            rows.push_back(partition[i]);
            keys.push_back(key_of_values(key, values->of(partition[i])));
        }
    }
    return RowReconciliation{key, std::move(rows), std::move(sizes), std::move(keys)};
}

RecordVerdict RowReconciliation::take(const std::vector<std::string>& values) {
    const std::uint64_t key = key_of_values(key_, values);
    if (const auto position = matcher_.take(key)) {
        found_[*position] = true;
        return RecordVerdict::expected;
    }
    const bool known = std::binary_search(sorted_keys_.begin(), sorted_keys_.end(), key);
    return known ? RecordVerdict::duplicate : RecordVerdict::extra;
}

std::vector<RowNumber> RowReconciliation::missing_rows() const {
    std::vector<RowNumber> missing;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (!found_[i]) missing.push_back(rows_[i]);
    }
    return missing;
}

std::vector<std::uint64_t> RowReconciliation::missing_by_partition() const {
    std::vector<std::uint64_t> missing;
    std::size_t first = 0;
    for (const std::size_t size : partition_sizes_) {
        std::uint64_t count = 0;
        for (std::size_t i = first; i < first + size; ++i) count += found_[i] ? 0U : 1U;
        missing.push_back(count);
        first += size;
    }
    return missing;
}

}  // namespace rowlock
