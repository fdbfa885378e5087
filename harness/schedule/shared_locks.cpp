#include "harness/schedule/shared_locks.hpp"

#include "checks/contention/contention.hpp"
#include "checks/input/loaded_input.hpp"
#include "harness/load/row_partitions.hpp"
#include "harness/replay/send_plan.hpp"
#include "mockorg/base/interrupt.hpp"

#include <fmt/core.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <numeric>

namespace rowlock {
namespace {

/// Written to a file in such pieces.
constexpr std::size_t k_piece_bytes = std::size_t{1} << 20;

/// A folder for files that nobody needs later.
class PassingFolder {
public:
    static Result<PassingFolder> make() {
        std::error_code error;
        const auto base = std::filesystem::temp_directory_path(error);
        std::string name = (base / "rowlock-schedule-XXXXXX").string();
        if (error || ::mkdtemp(name.data()) == nullptr)
            return fail(ErrorCode::bad_file, name + ": cannot be made");
        return PassingFolder{std::move(name)};
    }

    PassingFolder(PassingFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}

    PassingFolder& operator=(PassingFolder&&) = delete;

    ~PassingFolder() {
        std::error_code ignored;
        if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
    }

    std::string file(const std::string& name) const { return path_ + "/" + name; }

private:
    explicit PassingFolder(std::string path) : path_(std::move(path)) {}

    std::string path_;
};

/// A file that takes rows.
class RowFile {
public:
    explicit RowFile(std::string path) : path_(std::move(path)), file_(path_, std::ios::binary) {}

    std::string& text() { return text_; }

    void end_row() {
        if (text_.size() >= k_piece_bytes) flush();
    }

    Result<std::string> close() {
        flush();
        file_.close();
        if (!file_) return fail(ErrorCode::bad_file, path_ + ": cannot be written");
        return path_;
    }

private:
    void flush() {
        file_.write(text_.data(), static_cast<std::streamsize>(text_.size()));
        text_.clear();
    }

    std::string path_;
    std::ofstream file_;
    std::string text_;
};

/// Which rows of its source a load sends; in which order does not matter here.
Result<std::vector<RowNumber>> rows_of(
    const ScheduledLoad& scheduled, std::optional<RowNumber> rows_max
) {
    LoadStep step = scheduled.step();
    const RowSource& source = *scheduled.sources[step.source];
    if (!step.order.plan.text.empty()) {
        const auto plan = read_send_plan(step, source.size());
        if (!plan) return Failure{plan.error()};
        return *(*plan)->rows;
    }
    step.order = {};
    if (rows_max) step.rows = std::min(step.rows.value_or(*rows_max), *rows_max);
    const auto partitions = partition_rows(source, step, {});
    if (!partitions) return Failure{partitions.error()};
    std::vector<RowNumber> rows;
    for (const RowSequence& partition : *partitions) {
        for (RowNumber i = 0; i < partition.size(); ++i) rows.push_back(partition[i]);
    }
    return rows;
}

WriteOperation operation_of(LoadOperation operation) {
    switch (operation) {
        case LoadOperation::insert:
            return WriteOperation::insert;
        case LoadOperation::update:
            return WriteOperation::update;
        case LoadOperation::upsert:
            return WriteOperation::upsert;
        case LoadOperation::remove:
        case LoadOperation::hard_remove:
            break;
    }
    return WriteOperation::remove;
}

/// The rows of all loads as files, and what their setups made as files that rows refer to.
class LoadFilesOnDisk {
public:
    LoadFilesOnDisk(const PassingFolder& folder, const SharedOrg& org)
        : folder_(folder), org_(org) {}

    Result<void> add(
        const ScheduledLoad& scheduled, std::size_t number, std::optional<RowNumber> rows_max
    ) {
        for (const LoadStep& step : scheduled.load.setup) {
            if (auto written = write_setup(scheduled, step, number); !written) return written;
        }
        auto rows = rows_of(scheduled, rows_max);
        if (!rows) return Failure{std::move(rows.error())};
        const LoadStep& step = scheduled.step();
        const RowSource& source = *scheduled.sources[step.source];
        RowFile file{folder_.file(fmt::format("load-{}.csv", number))};
        source.append_header(file.text());
        for (const RowNumber row : *rows) {
            source.append_row(row, *org_.ids(number), file.text());
            file.end_row();
        }
        auto path = file.close();
        if (!path) return Failure{std::move(path.error())};
        request.loads.push_back(
            {scheduled.load.sources[step.source].object,
             operation_of(step.operation),
             step.external_id,
             {std::move(*path)},
             source.format().delimiter}
        );
        rows_.push_back(std::move(*rows));
        return {};
    }

    /// Counted from 1, by the number in the file from 1.
    std::uint64_t source_row(std::size_t load, std::uint64_t file_row) const {
        return std::uint64_t{rows_[load].at(file_row - 1)} + 1;
    }

    InputRequest request;

private:
    Result<void> write_setup(
        const ScheduledLoad& scheduled, const LoadStep& step, std::size_t number
    ) {
        const auto& ids = *org_.ids(number);
        const RowSource& source = *scheduled.sources[step.source];
        const char delimiter = static_cast<char>(source.format().delimiter);
        RowFile file{folder_.file(fmt::format("setup-{}-{}.csv", number, step.source))};
        // The load's own rows may tell their Id.
        if (source.find_column("Id")) return {};
        file.text() += std::string{"Id"} + delimiter;
        source.append_header(file.text());
        for (RowNumber row = 0; row < source.size(); ++row) {
            const IdText& id = ids[step.source][row];
            if (id.front() == '\0') continue;
            file.text().append(id.data(), id.size());
            file.text() += delimiter;
            source.append_row(row, ids, file.text());
            file.end_row();
        }
        auto path = file.close();
        if (!path) return Failure{std::move(path.error())};
        request.references.push_back(
            {scheduled.load.sources[step.source].object,
             {std::move(*path)},
             source.format().delimiter}
        );
        return {};
    }

    const PassingFolder& folder_;
    const SharedOrg& org_;
    /// By load, in the order of its file.
    std::vector<std::vector<RowNumber>> rows_;
};

/// The rows of two loads as one batch each: what the batches share, the loads share.
Batching batching_of(const LoadedInput& input, std::size_t first, std::size_t second) {
    Batching batching;
    for (const std::size_t load : {first, second}) {
        const LoadedFile& file = input.files()[load];
        PlannedBatch batch;
        batch.first = static_cast<std::uint32_t>(batching.order.size());
        batch.rows = file.rows;
        batch.load = file.load;
        batching.order.resize(batching.order.size() + file.rows);
        std::iota(batching.order.end() - file.rows, batching.order.end(), file.first_row);
        batching.batches.push_back(batch);
    }
    return batching;
}

SharedLocks compare(
    const LoadedInput& input,
    const LoadFilesOnDisk& files,
    std::size_t first,
    std::size_t second,
    const SharedLocksOptions& options
) {
    ContentionOptions contention_options;
    contention_options.witnesses_max = options.witnesses_max;
    contention_options.count_pairs = false;
    contention_options.threads = options.threads;
    const ContentionReport report =
        check_contention(input.keys(), batching_of(input, first, second), contention_options);
    SharedLocks shared;
    shared.first = first;
    shared.second = second;
    shared.certain = report.hard.conflicting_keys;
    shared.possible = report.all.conflicting_keys;
    const Contention& shown = report.hard.safe() ? report.all : report.hard;
    for (const Witness& witness : shown.witnesses) {
        const KeyName name = input.key_name(witness.key);
        shared.witnesses.push_back(
            {name.object,
             name.record,
             files.source_row(first, input.origin(witness.first.row).row),
             files.source_row(second, input.origin(witness.second.row).row),
             witness.soft}
        );
    }
    return shared;
}

}  // namespace

Result<std::vector<SharedLocks>> find_shared_locks(
    std::span<const ScheduledLoad> loads, const SharedOrg& org, const SharedLocksOptions& options
) {
    const OrgConfig& config = org.config();
    auto rules = LockRules::compile(config.schema, config.lock_rules);
    if (!rules) return Failure{std::move(rules.error())};
    const auto folder = PassingFolder::make();
    if (!folder) return Failure{folder.error()};
    LoadFilesOnDisk files{*folder, org};
    files.request.schema = config.schema;
    files.request.rules = std::make_shared<const LockRules>(std::move(*rules));
    files.request.threads = options.threads;
    files.request.stopped = [] { return interrupted(); };
    for (std::size_t i = 0; i < loads.size(); ++i) {
        if (auto added = files.add(loads[i], i, options.rows); !added)
            return Failure{std::move(added.error())};
    }
    const auto input = load_input(files.request);
    if (!input) return Failure{input.error()};
    std::vector<SharedLocks> shared;
    for (std::size_t first = 0; first < loads.size(); ++first) {
        for (std::size_t second = first + 1; second < loads.size(); ++second)
            shared.push_back(compare(*input, files, first, second, options));
    }
    return shared;
}

}  // namespace rowlock
