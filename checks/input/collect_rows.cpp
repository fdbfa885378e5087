#include "checks/input/input_loader.hpp"

#include <algorithm>

// What the InputLoader does with the rows of one chunk.

namespace rowlock {
namespace {

constexpr std::size_t k_rows_max = std::numeric_limits<std::uint32_t>::max();

}  // namespace

Result<void> InputLoader::note_chunk(
    std::uint32_t file, const CsvChunk& chunk, std::size_t uses_per_row
) {
    LoadedFile& loaded = state_->files[file];
    const auto& rows = chunk.index.rows;
    const RowNo first_row = next_row();
    const std::size_t row_count = first_row + rows.size();
    if (row_count >= k_rows_max || rows_.uses.size() + rows.size() * 64 >= k_rows_max) {
        return fail(ErrorCode::bad_file, loaded.source.path + ": more than 4 billion rows or keys");
    }
    if (loaded.rows == 0 && sink_ == nullptr) {
        const std::uint64_t bytes = loaded.source.text().size() - loaded.source.rows_begin;
        const std::uint64_t estimate = bytes / (chunk.index.end / rows.size());
        rows_.reserve(rows_.row_count() + estimate + estimate / 16, uses_per_row);
        state_->places.reserve(first_row + estimate + estimate / 16);
    }
    if (sink_ == nullptr) {
        state_->places.begin_stretch({file, first_row, chunk.begin, line_feeds_, chunk.index.end});
        for (const CsvIndex::Row& row : rows) state_->places.add_row(row.start);
    }
    const std::size_t cells = loaded.source.columns.size();
    for (const std::uint32_t i : chunk.uneven) {
        counts_.begin_row(loaded.load, first_row + i);
        counts_.note(UnresolvedReason::wrong_cell_count, loaded.source.object, FieldNo{0});
    }
    note_row_faults(chunk, cells, loaded.rows, loaded.faults);
    loaded.rows += static_cast<std::uint32_t>(rows.size());
    loaded.has_lf = loaded.has_lf || chunk.index.has_lf;
    loaded.has_crlf = loaded.has_crlf || chunk.index.has_crlf;
    line_feeds_ += chunk.index.line_feeds;
    return {};
}

/// What the rows of a plain load leave open; chunk.deferred are the cells to look at again.
void InputLoader::note_plain(
    const PlainKeys& plain, const LoadColumns& columns, const CsvChunk& chunk
) {
    const ObjectNo object = columns.object->number;
    const auto first = next_row();
    const std::size_t rows = chunk.index.rows.size();
    counts_.begin_row(columns.load, first);
    for (const FieldNo field : plain.stored_fields) {
        counts_.add(UnresolvedReason::stored_value, object, field, rows);
    }
    if (plain.insert_or_update) {
        counts_.add(UnresolvedReason::insert_or_update, object, FieldNo{0}, rows);
    }
    for (const auto& [c, i] : chunk.deferred) {
        const std::uint32_t number = numbers_[c][i];
        if (number == RecordNumbers::k_none || !state_->numbers.is_wrong_id(number)) continue;
        counts_.begin_row(columns.load, first + i);
        counts_.note(UnresolvedReason::wrong_id, object, plain.columns[c].field);
    }
    if (columns.own_position == LoadColumns::k_absent) return;
    for (std::size_t c = 0; c < plain.columns.size(); ++c) {
        if (!plain.columns[c].own) continue;
        for (std::uint32_t i = 0; i < rows; ++i) {
            if (numbers_[c][i] != RecordNumbers::k_none) continue;
            counts_.begin_row(columns.load, first + i);
            counts_.note(UnresolvedReason::no_name, object, FieldNo{0});
        }
    }
}

void InputLoader::collect_plain(
    const PlainKeys& plain, const LoadColumns& columns, const CsvChunk& chunk
) {
    const std::size_t rows = chunk.index.rows.size();
    numbers_.resize(plain.columns.size());
    for (std::size_t c = 0; c < plain.columns.size(); ++c) {
        numbers_[c].resize(rows);
        state_->numbers.numbers_of(plain.columns[c].names, chunk.names[c], numbers_[c]);
    }
    std::string buffer;
    for (const auto& [c, i] : chunk.deferred) {
        const PlainKeys::Column& column = plain.columns[c];
        const std::string_view cell = chunk.cell(chunk.index.rows[i], column.position);
        numbers_[c][i] = state_->numbers.number_of(column.names, unquoted_cell(cell, buffer));
    }
    note_plain(plain, columns, chunk);
    if (plain.columns.size() == 1) {
        rows_.add_single(numbers_[0], plain.columns[0].soft);
        if (sink_ != nullptr) rows_.rules.assign(rows_.uses.size(), plain.columns[0].rule);
        return;
    }
    for (std::size_t i = 0; i < rows; ++i) {
        const std::size_t begin = rows_.uses.size();
        for (std::size_t c = 0; c < plain.columns.size(); ++c) {
            const std::uint32_t number = numbers_[c][i];
            if (number == RecordNumbers::k_none) continue;
            const KeyUse use{number, plain.columns[c].soft};
            const auto same = std::find_if(
                rows_.uses.begin() + static_cast<std::ptrdiff_t>(begin),
                rows_.uses.end(),
                [&](KeyUse other) { return other.key() == number; }
            );
            const std::uint16_t rule = plain.columns[c].rule;
            if (same == rows_.uses.end()) {
                add_use(use, rule);
                continue;
            }
            const bool says_more = same->soft() || rule == k_own_key_rule;
            if (use.soft() || !says_more) continue;
            *same = use;
            if (sink_ != nullptr) {
                rows_.rules[static_cast<std::size_t>(same - rows_.uses.begin())] = rule;
            }
        }
        rows_.end_row();
    }
}

void InputLoader::collect_by_row(
    RowCollector& collector, const LoadColumns& columns, const CsvChunk& chunk
) {
    std::vector<CollectedKey> keys;
    for (const CsvIndex::Row& row : chunk.index.rows) {
        counts_.begin_row(columns.load, next_row());
        collector.collect(columns, chunk, row, keys);
        for (const CollectedKey& key : keys) add_use({key.number, key.soft}, key.rule);
        rows_.end_row();
    }
}

}  // namespace rowlock
