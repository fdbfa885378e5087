#include "harness/count/doubled_records.hpp"

#include "harness/count/keyed_rows.hpp"
#include "harness/count/late_file.hpp"

#include <algorithm>
#include <span>

namespace rowlock {
namespace {

/// The number of a record's key; nothing for an empty one, and for cells that are none of ours.
std::optional<std::uint64_t> key_of(const RecordKey& key, std::span<const std::string> cells) {
    if (cells.size() != key.size() + 1) return std::nullopt;
    const auto values = cells.subspan(1);
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
    const std::string soql = selected_fields(key) + selection.from_clause();

    DoubledRecords doubled;
    std::vector<std::uint64_t> keys;
    bool sound = true;
    const auto read =
        query_in_bulk(org.ask, org.pause, soql, [&](const std::vector<std::string>& cells) {
            sound = cells.size() == key.size() + 1;
            if (!sound) return false;
            org.on_records(++doubled.records);
            if (const auto number = key_of(key, cells)) keys.push_back(*number);
            return true;
        });
    if (!read) return Failure{read.error()};
    if (!sound) return fail(ErrorCode::protocol_broken, soql + ": expected other columns");
    doubled.duplicates = keep_doubled(keys);
    doubled.keys = keys.size();
    if (keys.empty()) return doubled;

    const auto named =
        query_in_bulk(org.ask, org.pause, soql, [&](const std::vector<std::string>& cells) {
            const auto number = key_of(key, cells);
            if (!number || !std::binary_search(keys.begin(), keys.end(), *number)) return true;
            file.line(csv_line(cells));
            add_sample(doubled.sample, joined(cells));
            return true;
        });
    if (!named) return Failure{named.error()};
    if (auto closed = file.close(); !closed) return Failure{std::move(closed.error())};
    return doubled;
}

}  // namespace rowlock
