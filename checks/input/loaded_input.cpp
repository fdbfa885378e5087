#include "checks/input/loaded_input.hpp"

#include "checks/input/loaded_state.hpp"
#include "checks/input/row_collector.hpp"
#include "mockorg/base/assert.hpp"

#include <algorithm>

namespace rowlock {

LoadedInput::LoadedInput(std::unique_ptr<State> state) : state_(std::move(state)) {}

LoadedInput::LoadedInput(LoadedInput&&) noexcept = default;
LoadedInput& LoadedInput::operator=(LoadedInput&&) noexcept = default;
LoadedInput::~LoadedInput() = default;

const RowKeys& LoadedInput::keys() const {
    return state_->keys;
}

const std::vector<LoadedFile>& LoadedInput::files() const {
    return state_->files;
}

const std::vector<Unresolved>& LoadedInput::unresolved() const {
    return state_->unresolved;
}

KeyName LoadedInput::key_name(KeyNo key) const {
    const auto& numbers = state_->number_of_key;
    const std::uint32_t number = numbers.empty() ? key : numbers[key];
    const ObjectType& object = state_->schema->object(state_->numbers.object_of(number));
    return {object.name, state_->numbers.name_of(number)};
}

RowOrigin LoadedInput::origin(RowNo row) const {
    const RowPlaces::Stretch& stretch = state_->places.stretch_of(row);
    const LoadedFile& file = state_->files[stretch.file];
    const std::string_view before =
        file.source.text().substr(stretch.offset, state_->places.begin_of(row) - stretch.offset);
    const auto feeds = std::count(before.begin(), before.end(), '\n');
    return {
        stretch.file,
        std::uint64_t{row} - file.first_row + 1,
        stretch.line_feeds + static_cast<std::uint64_t>(feeds) + 1};
}

std::string_view LoadedInput::row_text(RowNo row) const {
    const std::string_view text = state_->files[state_->places.stretch_of(row).file].source.text();
    return text.substr(state_->places.begin_of(row), byte_size(row));
}

std::uint32_t LoadedInput::byte_size(RowNo row) const {
    return state_->places.size_of(row);
}

std::vector<ExplainedKey> LoadedInput::explain(RowNo row) const {
    const LoadColumns& columns = state_->columns[state_->places.stretch_of(row).file];
    CsvChunk chunk;
    chunk.text = row_text(row);
    const CsvIndexer indexer{columns.source->delimiter};
    const bool found = indexer.run(chunk.text, 1, false, chunk.index);
    ROWLOCK_ASSERT(found && !chunk.index.rows.empty());
    UnresolvedCounts counts;
    state_->records.note_unknown_in(nullptr);
    RowCollector collector{*state_->rules, state_->numbers, state_->records, counts};
    std::vector<CollectedKey> keys;
    collector.collect(columns, chunk, chunk.index.rows.front(), keys);
    std::vector<ExplainedKey> explained;
    const auto& rules = state_->rules->rules();
    for (const CollectedKey& key : keys) {
        const KeyNo number =
            state_->key_of_number.empty() ? key.number : state_->key_of_number[key.number];
        const bool own = key.rule == k_own_key_rule;
        explained.push_back({number, key.soft, own ? "external-id" : rules[key.rule].id});
    }
    return explained;
}

}  // namespace rowlock
