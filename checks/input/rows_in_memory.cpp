#include "checks/input/rows_in_memory.hpp"

#include "checks/input/row_collector.hpp"
#include "mockorg/base/assert.hpp"

#include <algorithm>

namespace rowlock {

std::string_view RowsInMemory::key_object(KeyNo key) const {
    return schema->object(numbers.object_of(number_of(key))).name;
}

KeyName RowsInMemory::key_name(KeyNo key) const {
    return {std::string{key_object(key)}, numbers.name_of(number_of(key))};
}

KeyNaming RowsInMemory::key_naming(KeyNo key) const {
    return numbers.naming_of(number_of(key));
}

bool RowsInMemory::names_vary() const {
    return numbers.has_key_columns();
}

RowOrigin RowsInMemory::origin(RowNo row) const {
    const RowPlaces::Stretch& stretch = places.stretch_of(row);
    const LoadedFile& file = files[stretch.file];
    const std::string_view before =
        file.source.text().substr(stretch.offset, places.begin_of(row) - stretch.offset);
    const auto feeds = std::count(before.begin(), before.end(), '\n');
    return {
        stretch.file,
        std::uint64_t{row} - file.first_row + 1,
        stretch.line_feeds + static_cast<std::uint64_t>(feeds) + 1};
}

std::string_view RowsInMemory::row_text(RowNo row) const {
    const std::string_view text = files[places.stretch_of(row).file].source.text();
    return text.substr(places.begin_of(row), byte_size(row));
}

std::uint32_t RowsInMemory::byte_size(RowNo row) const {
    return places.size_of(row);
}

/// Asks the lock rules about the row once more.
std::vector<CollectedKey> RowsInMemory::collect_row(RowNo row, UnresolvedCounts& counts) {
    const LoadColumns& file_columns = columns[places.stretch_of(row).file];
    CsvChunk chunk;
    chunk.text = row_text(row);
    const CsvIndexer indexer{file_columns.source->delimiter};
    const bool found = indexer.run(chunk.text, 1, false, chunk.index);
    ROWLOCK_ASSERT(found && !chunk.index.rows.empty());
    counts.begin_row(file_columns.load, row);
    RowCollector collector{*rules, numbers, records, counts};
    std::vector<CollectedKey> collected;
    collector.collect(file_columns, chunk, chunk.index.rows.front(), collected);
    return collected;
}

std::vector<ExplainedKey> RowsInMemory::explain(RowNo row) {
    UnresolvedCounts counts;
    std::vector<ExplainedKey> explained;
    for (const CollectedKey& key : collect_row(row, counts)) {
        const KeyNo number = key_of_number.empty() ? key.number : key_of_number[key.number];
        const bool own = key.rule == k_own_key_rule;
        explained.push_back({number, key.soft, own ? "external-id" : rules->rules()[key.rule].id});
    }
    return explained;
}

std::vector<Unresolved> RowsInMemory::unresolved_of(RowNo row) {
    UnresolvedCounts counts;
    collect_row(row, counts);
    return counts.list(*schema);
}

}  // namespace rowlock
