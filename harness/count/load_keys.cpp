#include "harness/count/load_keys.hpp"

#include "harness/count/keyed_records.hpp"
#include "harness/count/keyed_rows.hpp"
#include "harness/replay/cell_key.hpp"
#include "mockorg/base/hash.hpp"

#include <algorithm>
#include <optional>

namespace rowlock {

Result<LoadKeys> LoadKeys::create(const CountedLoad& counted, RecordKey key) {
    const auto partitions = partitions_without_ids(counted);
    if (!partitions) return Failure{partitions.error()};
    LoadKeys keys{std::move(key)};
    auto values = RowKeyValues::create(counted.source(), keys.key_);
    if (!values) return Failure{std::move(values.error())};
    for (const RowSequence& partition : *partitions) {
        for (RowNumber i = 0; i < partition.size(); ++i) {
            const auto row = values->of(partition[i]);
            // It would be that of all records without one.
            if (std::all_of(row.begin(), row.end(), is_empty_cell)) continue;
            keys.numbers_.push_back(key_of_values(keys.key_, row));
        }
    }
    auto& numbers = keys.numbers_;
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return keys;
}

bool LoadKeys::has(std::span<const std::string> values) const {
    return std::binary_search(numbers_.begin(), numbers_.end(), key_of_values(key_, values));
}

std::uint64_t LoadKeys::fingerprint() const {
    std::uint64_t fingerprint = numbers_.size();
    for (const std::uint64_t number : numbers_) fingerprint = hash_combine(fingerprint, number);
    return fingerprint;
}

Result<std::vector<RecordId>> read_own_ids(
    const OrgQuestions& org, const RecordSelection& selection, const LoadKeys& keys
) {
    std::vector<RecordId> ids;
    std::optional<std::string> no_id;
    const auto read =
        read_keyed_records(selection, keys.key(), org, [&](const KeyedRecord& record) {
            if (!keys.has(record.values)) return;
            const auto id = RecordId::parse(record.id);
            if (!id) {
                no_id = record.id;
            } else {
                ids.push_back(*id);
            }
        });
    if (!read) return Failure{read.error()};
    if (no_id) return fail(ErrorCode::protocol_broken, '"' + *no_id + "\" is no record id");
    std::sort(ids.begin(), ids.end());
    return ids;
}

}  // namespace rowlock
