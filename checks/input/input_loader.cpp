#include "checks/input/loaded_input.hpp"
#include "checks/input/loaded_state.hpp"
#include "checks/input/plain_keys.hpp"
#include "checks/input/row_collector.hpp"

#include <algorithm>
#include <functional>
#include <limits>

namespace rowlock {
namespace {

constexpr std::size_t k_keys_max = std::size_t{1} << 31;
constexpr std::size_t k_rows_max = std::numeric_limits<std::uint32_t>::max();

/// RowKeys in the making. Keys are record numbers until the end.
struct KeysOfRows {
    std::vector<std::uint32_t> ends;
    std::vector<KeyUse> uses;

    void end_row() { ends.push_back(static_cast<std::uint32_t>(uses.size())); }

    void reserve(std::size_t rows, std::size_t uses_per_row) {
        // Room for rows a little shorter than those seen so far, once; beyond that it grows.
        ends.reserve(rows);
        uses.reserve(rows * uses_per_row);
    }
};

}  // namespace

/// Puts a LoadedInput together.
class InputLoader {
public:
    explicit InputLoader(const InputRequest& request)
        : request_(request), state_(std::make_unique<LoadedInput::State>(request)) {}

    Result<LoadedInput> run();

private:
    Result<void> open_files();
    Result<void> open(
        const std::string& object_name,
        const std::vector<std::string>& paths,
        std::optional<Delimiter> delimiter,
        const std::function<void(CsvSource)>& add
    );
    Result<void> read_records();
    Result<void> read_keys(std::uint32_t file);
    Result<void> note_chunk(std::uint32_t file, const CsvChunk& chunk, std::size_t uses_per_row);
    void collect_plain(const PlainKeys& plain, const LoadColumns& columns, const CsvChunk& chunk);
    void note_plain(const PlainKeys& plain, const LoadColumns& columns, const CsvChunk& chunk);
    void collect_by_row(RowCollector& collector, const LoadColumns& columns, const CsvChunk& chunk);
    void number_keys();

    /// The load's rows may be updates of records that reference files show.
    bool has_references_of(ObjectNo object) const {
        const auto& references = state_->references;
        return std::any_of(references.begin(), references.end(), [&](const CsvSource& source) {
            return source.object == object;
        });
    }

    const InputRequest& request_;
    std::unique_ptr<LoadedInput::State> state_;
    std::vector<std::optional<PlainKeys>> plain_;
    UnresolvedCounts counts_;
    KeysOfRows rows_;
    std::vector<std::vector<std::uint32_t>> numbers_;
    /// Line feeds before the next chunk of the file being read.
    std::uint64_t line_feeds_ = 0;
};

Result<void> InputLoader::open(
    const std::string& object_name,
    const std::vector<std::string>& paths,
    std::optional<Delimiter> delimiter,
    const std::function<void(CsvSource)>& add
) {
    const ObjectType* object = request_.schema->find(object_name);
    if (object == nullptr) {
        return fail(ErrorCode::bad_configuration, "no object " + object_name + " in the schema");
    }
    for (const std::string& path : paths) {
        auto source = open_csv_source(path, *request_.schema, *object, delimiter);
        if (!source) return Failure{std::move(source.error())};
        add(*std::move(source));
    }
    return {};
}

Result<void> InputLoader::open_files() {
    for (std::size_t i = 0; i < request_.loads.size(); ++i) {
        const LoadFiles& load = request_.loads[i];
        const auto opened = open(load.object, load.paths, load.delimiter, [&](CsvSource source) {
            state_->files.push_back({std::move(source), static_cast<std::uint16_t>(i)});
        });
        if (!opened) return opened;
    }
    for (const ReferenceFiles& reference : request_.references) {
        const auto opened =
            open(reference.object, reference.paths, reference.delimiter, [&](CsvSource source) {
                state_->references.push_back(std::move(source));
            });
        if (!opened) return opened;
    }
    for (const LoadedFile& file : state_->files) {
        auto columns = bind_load_columns(
            file.source, *request_.schema, request_.loads[file.load], file.load, state_->numbers
        );
        if (!columns) return Failure{std::move(columns.error())};
        state_->columns.push_back(*std::move(columns));
    }
    return {};
}

/// Reference files first: what they say about a record is how it stands in the org. Files of loads
/// only count where rows lock through other rows.
Result<void> InputLoader::read_records() {
    bool all_plain = true;
    for (const LoadColumns& columns : state_->columns) {
        const bool stored_unknown = columns.operation == WriteOperation::insert ||
                                    !has_references_of(columns.object->number);
        plain_.push_back(stored_unknown ? find_plain_keys(columns, *request_.rules) : std::nullopt);
        all_plain = all_plain && plain_.back().has_value();
    }
    for (const CsvSource& source : state_->references) {
        const Result<void> added = state_->records.add(source, true);
        if (!added) return added;
    }
    if (all_plain) return {};
    for (const LoadedFile& file : state_->files) {
        if (!state_->records.can_add(file.source)) continue;
        const Result<void> added = state_->records.add(file.source, false);
        if (!added) return added;
    }
    return {};
}

Result<void> InputLoader::note_chunk(
    std::uint32_t file, const CsvChunk& chunk, std::size_t uses_per_row
) {
    LoadedFile& loaded = state_->files[file];
    const auto& rows = chunk.index.rows;
    const std::size_t row_count = state_->places.row_count() + rows.size();
    if (row_count >= k_rows_max || rows_.uses.size() + rows.size() * 64 >= k_rows_max) {
        return fail(ErrorCode::bad_file, loaded.source.path + ": more than 4 billion rows or keys");
    }
    if (loaded.rows == 0) {
        const std::uint64_t bytes = loaded.source.text().size() - loaded.source.rows_begin;
        const std::uint64_t estimate = bytes / (chunk.index.end / rows.size());
        rows_.reserve(rows_.ends.size() + estimate + estimate / 16, uses_per_row);
        state_->places.reserve(state_->places.row_count() + estimate + estimate / 16);
    }
    state_->places.begin_stretch(
        {file,
         static_cast<RowNo>(state_->places.row_count()),
         chunk.begin,
         line_feeds_,
         chunk.index.end}
    );
    const std::size_t cells = loaded.source.columns.size();
    counts_.begin_row(loaded.load, static_cast<RowNo>(state_->places.row_count()));
    for (const CsvIndex::Row& row : rows) {
        if (row.cells != cells) {
            counts_.begin_row(loaded.load, static_cast<RowNo>(state_->places.row_count()));
            counts_.note(UnresolvedReason::wrong_cell_count, loaded.source.object, FieldNo{0});
        }
        state_->places.add_row(row.start);
    }
    loaded.rows += static_cast<std::uint32_t>(rows.size());
    loaded.has_lf = loaded.has_lf || chunk.index.has_lf;
    loaded.has_crlf = loaded.has_crlf || chunk.index.has_crlf;
    loaded.unclosed_quote = loaded.unclosed_quote || chunk.index.unclosed_quote;
    line_feeds_ += chunk.index.line_feeds;
    return {};
}

/// What the rows of a plain load leave open; chunk.deferred are the cells to look at again.
void InputLoader::note_plain(
    const PlainKeys& plain, const LoadColumns& columns, const CsvChunk& chunk
) {
    const ObjectNo object = columns.object->number;
    const auto first = static_cast<RowNo>(rows_.ends.size());
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
        const std::uint32_t* const numbers = numbers_[0].data();
        const bool soft = plain.columns[0].soft;
        for (std::size_t i = 0; i < rows; ++i) {
            if (numbers[i] != RecordNumbers::k_none) rows_.uses.emplace_back(numbers[i], soft);
            rows_.end_row();
        }
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
            if (same == rows_.uses.end()) {
                rows_.uses.push_back(use);
            } else if (!use.soft()) {
                *same = use;
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
        counts_.begin_row(columns.load, static_cast<RowNo>(rows_.ends.size()));
        collector.collect(columns, chunk, row, keys);
        for (const CollectedKey& key : keys) rows_.uses.emplace_back(key.number, key.soft);
        rows_.end_row();
    }
}

Result<void> InputLoader::read_keys(std::uint32_t file) {
    const LoadColumns& columns = state_->columns[file];
    const auto& plain = plain_[file];
    LoadedFile& loaded = state_->files[file];
    loaded.first_row = static_cast<RowNo>(rows_.ends.size());
    line_feeds_ = loaded.source.header_line_feeds;
    RowCollector collector{*request_.rules, state_->numbers, state_->records, counts_};
    state_->records.note_unknown_in(&counts_);

    ChunkReader reader{loaded.source.delimiter};
    reader.columns = static_cast<std::uint32_t>(loaded.source.columns.size());
    reader.threads = request_.threads;
    reader.prepare = [&](CsvChunk& chunk) {
        if (plain) plain->prepare(chunk);
    };
    reader.consume = [&](const CsvChunk& chunk) -> Result<void> {
        const Result<void> noted = note_chunk(file, chunk, plain ? plain->columns.size() : 2);
        if (!noted) return noted;
        if (plain) {
            collect_plain(*plain, columns, chunk);
        } else {
            collect_by_row(collector, columns, chunk);
        }
        if (state_->numbers.size() < k_keys_max) return {};
        return fail(ErrorCode::bad_file, "more than 2 billion records");
    };
    return reader.read(loaded.source.text(), loaded.source.rows_begin);
}

/// Counts keys without gaps: records that no row locks are none.
void InputLoader::number_keys() {
    const std::size_t records = state_->numbers.size();
    constexpr KeyNo k_unused = std::numeric_limits<KeyNo>::max();
    std::vector<KeyNo> key_of(records, k_unused);
    for (const KeyUse use : rows_.uses) key_of[use.key()] = 0;
    const auto used = static_cast<std::size_t>(std::count(key_of.begin(), key_of.end(), 0U));
    if (used < records) {
        std::vector<std::uint32_t>& number_of = state_->number_of_key;
        for (std::uint32_t number = 0; number < records; ++number) {
            if (key_of[number] == k_unused) continue;
            key_of[number] = static_cast<KeyNo>(number_of.size());
            number_of.push_back(number);
        }
        for (KeyUse& use : rows_.uses) use = KeyUse{key_of[use.key()], use.soft()};
        state_->key_of_number = std::move(key_of);
    }
    state_->keys = RowKeys{std::move(rows_.ends), std::move(rows_.uses), used};
}

Result<LoadedInput> InputLoader::run() {
    if (request_.loads.size() > std::numeric_limits<std::uint16_t>::max()) {
        return fail(ErrorCode::bad_configuration, "more than 65,535 loads");
    }
    if (auto opened = open_files(); !opened) return Failure{std::move(opened.error())};
    if (auto read = read_records(); !read) return Failure{std::move(read.error())};
    for (std::uint32_t file = 0; file < state_->files.size(); ++file) {
        auto read = read_keys(file);
        if (!read) return Failure{std::move(read.error())};
    }
    number_keys();
    state_->unresolved = counts_.list(*request_.schema);
    state_->records.note_unknown_in(nullptr);
    return LoadedInput{std::move(state_)};
}

Result<LoadedInput> load_input(const InputRequest& request) {
    return InputLoader{request}.run();
}

}  // namespace rowlock
