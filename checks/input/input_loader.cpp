#include "checks/input/input_loader.hpp"

#include "checks/input/deletion_companions.hpp"
#include "checks/input/first_use_order.hpp"
#include "checks/input/ignored_columns.hpp"

#include <algorithm>

namespace rowlock {
namespace {

constexpr std::size_t k_keys_max = std::size_t{1} << 31;

/// What a check keeps in memory all in all, at the most: of a row with its place, size and turn; of
/// a key of a row; of a record with its name, and of what is worked out about it.
constexpr std::uint64_t k_bytes_of_row = 20;
constexpr std::uint64_t k_bytes_of_use = 8;
constexpr std::uint64_t k_bytes_of_record = 110;

/// Text of a large file stays mapped in about this much behind the rows being read.
constexpr std::uint64_t k_large_file = std::uint64_t{1} << 30;
constexpr std::uint64_t k_text_kept = std::uint64_t{64} << 20;

/// Names of rows that went to a sink are forgotten when there are so many.
constexpr std::size_t k_names_kept = std::size_t{1} << 20;

/// `Contact, Task and 3 more`.
std::string in_words(const std::vector<std::string>& names) {
    constexpr std::size_t k_named_max = 5;
    const std::size_t named = std::min(names.size(), k_named_max);
    std::string text;
    for (std::size_t i = 0; i < named; ++i) text += (i == 0 ? "" : ", ") + names[i];
    if (named < names.size()) text += " and " + std::to_string(names.size() - named) + " more";
    return text;
}

}  // namespace

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
            LoadedFile& file =
                state_->files.emplace_back(std::move(source), static_cast<std::uint16_t>(i));
            file.bytes = file.source.text().size();
            file.header_bytes = file.source.header().size();
            const ObjectType& object = request_.schema->object(file.source.object);
            for (const SourceColumn& column : file.source.columns) {
                if (!column.binding) continue;
                file.fields.push_back(object.field(column.binding->field).name);
            }
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
    for (const LoadColumns& columns : state_->columns) {
        const bool stored_unknown = columns.operation == WriteOperation::insert ||
                                    !has_references_of(columns.object->number);
        plain_.push_back(stored_unknown ? find_plain_keys(columns, *request_.rules) : std::nullopt);
        all_plain_ = all_plain_ && plain_.back().has_value();
    }
    for (const CsvSource& source : state_->references) {
        if (!source.columns.empty() && !state_->records.can_add(source)) {
            const std::string& object = request_.schema->object(source.object).name;
            return fail(
                ErrorCode::bad_file,
                source.path + ": no column Id, nor an external id of " + object +
                    ", so nobody can tell which records its rows are; export it with Id"
            );
        }
        const Result<void> added = state_->records.add_stored(source);
        if (!added) return added;
    }
    if (auto agreed = state_->records.check_repeated_rows(); !agreed) return agreed;
    if (all_plain_) return {};
    for (const LoadColumns& columns : state_->columns) {
        if (!state_->records.can_add(*columns.source)) continue;
        const Result<void> added = state_->records.add_written(columns);
        if (!added) return added;
    }
    state_->records.list_writes();
    return {};
}

Result<void> InputLoader::read_keys(std::uint32_t file) {
    const LoadColumns& columns = state_->columns[file];
    const auto& plain = plain_[file];
    LoadedFile& loaded = state_->files[file];
    loaded.first_row = next_row();
    line_feeds_ = loaded.source.header_line_feeds;
    text_left_ = 0;
    RowCollector collector{*request_.rules, state_->numbers, state_->records, counts_};
    UnmetConditions unmet{*request_.schema, *request_.rules, columns, counts_, loaded.first_row};
    collector.note_unmet_in(&unmet);

    ChunkReader reader{loaded.source.delimiter};
    reader.columns = static_cast<std::uint32_t>(loaded.source.columns.size());
    reader.threads = request_.threads;
    reader.prepare = [&](CsvChunk& chunk) {
        find_faulty_rows(chunk, loaded.source.columns.size());
        if (plain) plain->prepare(chunk);
    };
    reader.consume = [&](const CsvChunk& chunk) -> Result<void> {
        if (request_.is_stopped()) return fail(ErrorCode::bad_file, "stopped");
        const std::uint64_t line_feeds = line_feeds_;
        const Result<void> noted = note_chunk(file, chunk, plain ? plain->columns.size() : 2);
        if (!noted) return noted;
        if (plain) {
            collect_plain(*plain, columns, chunk);
        } else {
            collect_by_row(collector, columns, chunk);
        }
        if (state_->numbers.size() >= k_keys_max) {
            return fail(ErrorCode::bad_file, "more than 2 billion records");
        }
        leave_text_before(loaded, chunk.begin);
        if (sink_ != nullptr) return hand_on(file, chunk, line_feeds);
        // Whoever set the bound is told the reason.
        return too_large() ? fail(ErrorCode::bad_file, "too large") : Result<void>{};
    };
    auto read = reader.read(loaded.source.text(), loaded.source.rows_begin);
    unmet.list(unmet_);
    return read;
}

/// Counts keys without gaps: records that no row locks are none.
void InputLoader::number_keys() {
    KeyNumbers keys = number_keys_by_first_use(rows_.uses, state_->numbers.size());
    state_->number_of_key = std::move(keys.number_of_key);
    state_->key_of_number = std::move(keys.key_of_number);
    state_->keys = std::move(rows_).take(keys.key_count);
}

Result<void> InputLoader::hand_on(
    std::uint32_t file, const CsvChunk& chunk, std::uint64_t line_feeds
) {
    const ReadRows rows{
        file, line_feeds, chunk, rows_.ends(), rows_.uses, rows_.rules, state_->numbers};
    auto taken = sink_->take(rows);
    rows_before_ = next_row();
    rows_.clear();
    if (state_->numbers.size() > names_needed_.names + k_names_kept) {
        state_->numbers.forget_after(names_needed_);
    }
    return taken;
}

/// Of a large file, so that its text does not count as memory of this process.
void InputLoader::leave_text_before(const LoadedFile& file, std::uint64_t offset) {
    if (file.bytes < k_large_file || offset < text_left_ + k_text_kept) return;
    file.source.file.leave(text_left_, offset);
    text_left_ = offset;
}

bool InputLoader::too_large() const {
    const std::uint64_t bytes = rows_.row_count() * k_bytes_of_row +
                                rows_.uses.size() * k_bytes_of_use +
                                state_->numbers.size() * k_bytes_of_record;
    return bytes > memory_max_;
}

/// Whether records of a load's object are named by anything but the load's own rows.
bool InputLoader::any_refers_to_own() const {
    const auto refers = [&](const CsvSource& source) {
        const ObjectType& object = request_.schema->object(source.object);
        const auto is_own = [&](ObjectNo target) {
            return std::any_of(
                state_->columns.begin(),
                state_->columns.end(),
                [&](const LoadColumns& columns) { return columns.object->number == target; }
            );
        };
        return std::any_of(
            source.columns.begin(),
            source.columns.end(),
            [&](const SourceColumn& column) {
                if (!column.binding) return false;
                const auto& targets = object.field(column.binding->field).reference_to;
                return std::any_of(targets.begin(), targets.end(), is_own);
            }
        );
    };
    const auto& files = state_->files;
    return std::any_of(state_->references.begin(), state_->references.end(), refers) ||
           std::any_of(files.begin(), files.end(), [&](const LoadedFile& file) {
               return refers(file.source);
           });
}

/// Whether rows are looked at together with what their own records are known to hold.
bool InputLoader::any_looks_at_own() const {
    const auto& columns = state_->columns;
    return std::any_of(columns.begin(), columns.end(), [&](const LoadColumns& each) {
        return each.operation != WriteOperation::insert && has_references_of(each.object->number);
    });
}

/// The key fields that files use to tell which record is meant. What a reference file uses counts
/// for every file: parts that are merged have the same references.
void InputLoader::list_names_by() {
    const Schema& schema = *request_.schema;
    const auto add = [&](const ColumnBinding::ParentKey& key, std::vector<std::string>& names) {
        const ObjectType& object = schema.object(key.object);
        std::string name = object.name + "." + object.field(key.field).name;
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(std::move(name));
        }
    };
    std::vector<std::string> shared;
    for (const CsvSource& source : state_->references) {
        for (const SourceColumn& column : source.columns) {
            if (column.binding && column.binding->parent_key) {
                add(*column.binding->parent_key, shared);
            }
        }
    }
    for (std::size_t i = 0; i < state_->files.size(); ++i) {
        std::vector<std::string>& names = state_->files[i].names_by;
        names = shared;
        const LoadColumns& columns = state_->columns[i];
        for (const auto& named : columns.names) {
            if (named && named->key) add(*named->key, names);
        }
        if (columns.own_by_key()) add(*columns.own_names.key, names);
    }
}

void InputLoader::list_written_keys(std::size_t file, std::vector<Unresolved>& list) const {
    const LoadColumns& columns = state_->columns[file];
    const LoadedFile& loaded = state_->files[file];
    const bool changes =
        columns.operation == WriteOperation::update || columns.operation == WriteOperation::upsert;
    if (!changes || loaded.rows == 0) return;
    for (const Field& field : columns.object->fields()) {
        const std::uint32_t position = columns.position_of[static_cast<std::size_t>(field.number)];
        const bool own = position == columns.own_position || field.type == FieldType::id;
        if (position == LoadColumns::k_absent || own || !field.usable_as_key()) continue;
        add_unresolved(
            {UnresolvedReason::written_key,
             columns.load,
             columns.object->name,
             field.name,
             loaded.rows,
             loaded.first_row},
            list
        );
    }
}

void InputLoader::list_companions(std::size_t file, std::vector<Unresolved>& list) const {
    const LoadColumns& columns = state_->columns[file];
    const LoadedFile& loaded = state_->files[file];
    if (columns.operation != WriteOperation::remove || loaded.rows == 0) return;
    const std::vector<std::string> names = deletion_companions(
        *request_.schema, *request_.rules, columns.object->number, request_.loads.size() > 1
    );
    if (names.empty()) return;
    add_unresolved(
        {UnresolvedReason::deletion_companions,
         columns.load,
         columns.object->name,
         in_words(names),
         loaded.rows,
         loaded.first_row},
        list
    );
}

/// What rows leave open, and the columns that nobody followed.
std::vector<Unresolved> InputLoader::list_unresolved() const {
    std::vector<Unresolved> list = counts_.list(*request_.schema);
    for (std::size_t i = 0; i < state_->files.size(); ++i) {
        list_ignored_columns(state_->files[i], state_->columns[i], list);
        list_written_keys(i, list);
        list_companions(i, list);
    }
    list.insert(list.end(), unmet_.begin(), unmet_.end());
    std::sort(list.begin(), list.end(), comes_first);
    return list;
}

Result<void> InputLoader::prepare() {
    if (request_.loads.size() > std::numeric_limits<std::uint16_t>::max()) {
        return fail(ErrorCode::bad_configuration, "more than 65,535 loads");
    }
    if (auto opened = open_files(); !opened) return opened;
    list_names_by();
    return read_records();
}

Result<std::optional<LoadedInput>> InputLoader::run(std::uint64_t memory_max) {
    memory_max_ = memory_max;
    if (auto prepared = prepare(); !prepared) return Failure{std::move(prepared.error())};
    for (std::uint32_t file = 0; file < state_->files.size(); ++file) {
        auto read = read_keys(file);
        if (!read && too_large()) return std::optional<LoadedInput>{};
        if (!read) return Failure{std::move(read.error())};
    }
    number_keys();
    state_->unresolved = list_unresolved();
    return std::optional{LoadedInput{std::move(state_)}};
}

Result<StreamedInput> InputLoader::run(RowSink& sink) {
    sink_ = &sink;
    if (auto prepared = prepare(); !prepared) return Failure{std::move(prepared.error())};
    names_needed_ = state_->numbers.mark();
    for (std::uint32_t file = 0; file < state_->files.size(); ++file) {
        auto read = read_keys(file);
        if (!read) return Failure{std::move(read.error())};
    }
    StreamedInput streamed;
    streamed.files_lead_on = !all_plain_ && any_refers_to_own();
    streamed.rows_lead_on = any_looks_at_own();
    streamed.unresolved = list_unresolved();
    streamed.files = std::move(state_->files);
    return streamed;
}

Result<LoadedInput> load_input(const InputRequest& request) {
    auto loaded = load_input_within(request, std::numeric_limits<std::uint64_t>::max());
    if (!loaded) return Failure{std::move(loaded.error())};
    return **std::move(loaded);
}

Result<std::optional<LoadedInput>> load_input_within(
    const InputRequest& request, std::uint64_t memory_max
) {
    return InputLoader{request}.run(memory_max);
}

Result<StreamedInput> stream_input(const InputRequest& request, RowSink& sink) {
    return InputLoader{request}.run(sink);
}

}  // namespace rowlock
