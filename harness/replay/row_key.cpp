#include "harness/replay/row_key.hpp"

#include "mockorg/base/hash.hpp"

namespace rowlock {

LooseKeys loose_keys(
    std::span<const std::string_view> cells, std::optional<std::size_t> key_column
) {
    LooseKeys keys;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::uint64_t value = key_of_cell(cells[i]);
        keys.values = combine_keys(keys.values, value);
        if (key_column != i) {
            keys.key_and_values = combine_keys(keys.key_and_values, value);
            continue;
        }
        keys.key_text = hash_text(cells[i]);
        keys.key_value = value;
        keys.key_and_values = combine_keys(keys.key_and_values, keys.key_text);
    }
    if (!key_column) keys.key_text = keys.key_value = keys.values;
    return keys;
}

std::uint64_t exact_key(std::span<const std::string_view> cells) {
    std::uint64_t key = 0;
    for (const std::string_view cell : cells) key = combine_keys(key, hash_text(cell));
    return key;
}

std::span<const std::string_view> RowKeyReader::cells_of(RowNumber row) {
    line_.clear();
    source_.append_row(row, ids_, line_);
    return split(line_);
}

std::span<const std::string_view> RowKeyReader::split(std::string_view line) {
    const auto read = reader_.read(line);
    // A malformed row has no cells that anybody could name.
    cells_.assign(source_.columns().size(), {});
    if (!read) return cells_;
    for (std::size_t i = 0; i < cells_.size() && i < (*read)->size(); ++i)
        cells_[i] = (**read)[i].text;
    return cells_;
}

}  // namespace rowlock
