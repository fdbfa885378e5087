#include "harness/count/doubled_records.hpp"

#include "harness/count/keyed_records.hpp"
#include "harness/count/late_file.hpp"

#include <algorithm>
#include <span>

namespace rowlock {
namespace {

/// The number of a record's key; nothing for an empty one.
std::optional<std::uint64_t> key_of(const RecordKey& key, std::span<const std::string> values) {
    const bool is_empty = std::all_of(values.begin(), values.end(), [](const std::string& value) {
        return value.empty();
    });
    return is_empty ? std::nullopt : std::optional{key_of_values(key, values)};
}

/// Leaves one entry for each key that is there more than once; says how many entries were further
/// ones.
std::uint64_t keep_doubled(std::vector<std::uint64_t>& keys) {
    std::sort(keys.begin(), keys.end());
    std::uint64_t further = 0;
    std::size_t kept = 0;
    for (std::size_t i = 1; i < keys.size(); ++i) {
        if (keys[i] != keys[i - 1]) continue;
        ++further;
        if (kept == 0 || keys[kept - 1] != keys[i]) keys[kept++] = keys[i];
    }
    keys.resize(kept);
    return further;
}

}  // namespace

Result<DoubledRecords> find_doubled_records(
    const RecordSelection& selection,
    const RecordKey& key,
    const std::string& out_folder,
    const OrgQuestions& org
) {
    LateFile file{out_folder, "duplicates.csv", key_header(key)};
    DoubledRecords doubled;
    std::vector<std::uint64_t> keys;
    const auto read = read_keyed_records(selection, key, org, [&](const KeyedRecord& record) {
        ++doubled.records;
        if (const auto number = key_of(key, record.values)) keys.push_back(*number);
    });
    if (!read) return Failure{read.error()};
    doubled.duplicates = keep_doubled(keys);
    doubled.keys = keys.size();
    if (keys.empty()) return doubled;

    const auto named = read_keyed_records(selection, key, org, [&](const KeyedRecord& record) {
        const auto number = key_of(key, record.values);
        if (!number || !std::binary_search(keys.begin(), keys.end(), *number)) return;
        file.line(csv_line(record));
        add_sample(doubled.sample, record.id + ", " + joined(record.values));
    });
    if (!named) return Failure{named.error()};
    if (auto closed = file.close(); !closed) return Failure{std::move(closed.error())};
    return doubled;
}

}  // namespace rowlock
