#include "harness/count/row_reconciliation.hpp"

#include "harness/count/keyed_rows.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

namespace rowlock {
namespace {

/// A row's identity, and its place among the rows.
using IdentityEntry = std::pair<std::uint64_t, std::uint32_t>;

bool is_same_column(const RecordKey& a, const RecordKey& b) {
    return a.size() == 1 && b.size() == 1 && equal_ignoring_case(a[0].name, b[0].name);
}

/// A row that names no record makes its own.
bool names_record(const std::string& value) {
    return !is_empty_cell(value);
}

/// By row: the number of its record, numbers going up with the first rows of each; empty if no two
/// rows are about one record.
std::vector<std::uint32_t> number_records(std::vector<IdentityEntry> entries, std::size_t rows) {
    std::sort(entries.begin(), entries.end());
    std::vector<std::uint32_t> first_of;
    for (std::size_t i = 1; i < entries.size(); ++i) {
        if (entries[i].first != entries[i - 1].first) continue;
        if (first_of.empty()) {
            first_of.resize(rows);
            std::iota(first_of.begin(), first_of.end(), 0U);
        }
        first_of[entries[i].second] = first_of[entries[i - 1].second];
    }
    std::uint32_t count = 0;
    // From here on each place holds its record's number.
    for (std::size_t place = 0; place < first_of.size(); ++place) {
        const bool is_first = first_of[place] == place;
        first_of[place] = is_first ? count++ : first_of[first_of[place]];
    }
    return first_of;
}

/// The key of each record: that of its last row.
std::vector<std::uint64_t> keys_by_record(
    const std::vector<std::uint64_t>& keys, const std::vector<std::uint32_t>& records
) {
    if (records.empty()) return keys;
    std::vector<std::uint64_t> by_record;
    for (std::size_t place = 0; place < keys.size(); ++place) {
        const std::size_t record = records[place];
        if (record == by_record.size()) by_record.push_back(0);
        by_record[record] = keys[place];
    }
    return by_record;
}

}  // namespace

RowReconciliation::RowReconciliation(
    RecordKey key, Rows rows, std::vector<std::uint64_t> record_keys
)
    : key_(std::move(key)),
      rows_(std::move(rows.rows)),
      partition_sizes_(std::move(rows.partition_sizes)),
      record_of_(std::move(rows.records)),
      keys_(std::move(record_keys)),
      sorted_keys_(std::move(rows.keys)),
      found_(keys_.size(), false),
      matcher_(keys_) {
    std::sort(sorted_keys_.begin(), sorted_keys_.end());
    for (std::size_t i = 1; i < sorted_keys_.size(); ++i)
        ambiguous_ += sorted_keys_[i] == sorted_keys_[i - 1] ? 1U : 0U;
}

Result<RowReconciliation> RowReconciliation::create(
    const RowSource& source,
    const std::vector<RowSequence>& partitions,
    const RecordKey& key,
    const RecordKey& identity
) {
    auto values = RowKeyValues::create(source, key);
    if (!values) return Failure{std::move(values.error())};
    // Without such a column nothing in the rows says that two are about one record.
    std::optional<RowKeyValues> identities;
    if (!identity.empty()) {
        if (auto made = RowKeyValues::create(source, identity)) identities = std::move(*made);
    }
    const bool is_key = is_same_column(key, identity);
    Rows rows;
    std::vector<IdentityEntry> entries;
    for (const RowSequence& partition : partitions) {
        rows.partition_sizes.push_back(partition.size());
        for (RowNumber i = 0; i < partition.size(); ++i) {
            const auto place = static_cast<std::uint32_t>(rows.rows.size());
            rows.rows.push_back(partition[i]);
            const auto row_values = values->of(partition[i]);
            rows.keys.push_back(key_of_values(key, row_values));
            if (!identities) continue;
            const auto own = is_key ? row_values : identities->of(partition[i]);
            if (!names_record(own.front())) continue;
            entries.emplace_back(is_key ? rows.keys.back() : key_of_values(identity, own), place);
        }
    }
    rows.records = number_records(std::move(entries), rows.rows.size());
    auto record_keys = keys_by_record(rows.keys, rows.records);
    return RowReconciliation{key, std::move(rows), std::move(record_keys)};
}

RecordVerdict RowReconciliation::take(std::span<const std::string> values) {
    const std::uint64_t key = key_of_values(key_, values);
    if (const auto record = matcher_.take(key)) {
        found_[*record] = true;
        return RecordVerdict::expected;
    }
    const bool known = std::binary_search(sorted_keys_.begin(), sorted_keys_.end(), key);
    return known ? RecordVerdict::duplicate : RecordVerdict::extra;
}

std::uint64_t RowReconciliation::missing() const {
    if (record_of_.empty()) return matcher_.left();
    std::uint64_t missing = 0;
    for (const std::uint32_t record : record_of_) missing += found_[record] ? 0U : 1U;
    return missing;
}

std::vector<RowNumber> RowReconciliation::rows_that_are(bool found) const {
    std::vector<RowNumber> chosen;
    for (std::size_t place = 0; place < rows_.size(); ++place) {
        if (is_found(place) == found) chosen.push_back(rows_[place]);
    }
    return chosen;
}

std::vector<std::uint64_t> RowReconciliation::missing_by_partition() const {
    std::vector<std::uint64_t> missing;
    std::size_t first = 0;
    for (const std::size_t size : partition_sizes_) {
        std::uint64_t count = 0;
        for (std::size_t place = first; place < first + size; ++place)
            count += is_found(place) ? 0U : 1U;
        missing.push_back(count);
        first += size;
    }
    return missing;
}

}  // namespace rowlock
