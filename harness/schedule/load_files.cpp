#include "harness/schedule/load_files.hpp"

#include <fmt/core.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace rowlock {
namespace {

/// Written to a file in such pieces.
constexpr std::size_t k_piece_bytes = std::size_t{1} << 20;

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

}  // namespace

Result<PassingFolder> PassingFolder::make() {
    std::error_code error;
    const auto base = std::filesystem::temp_directory_path(error);
    std::string name = (base / "rowlock-rows-XXXXXX").string();
    if (error || ::mkdtemp(name.data()) == nullptr)
        return fail(ErrorCode::bad_file, name + ": cannot be made");
    return PassingFolder{std::move(name)};
}

PassingFolder::~PassingFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

Result<void> LoadFilesOnDisk::add(
    const ScheduledLoad& scheduled, std::size_t number, std::vector<RowNumber> rows
) {
    for (const LoadStep& step : scheduled.load.setup) {
        if (auto written = write_setup(scheduled, step, number); !written) return written;
    }
    const LoadStep& step = scheduled.step();
    const RowSource& source = *scheduled.sources[step.source];
    RowFile file{folder_.file(fmt::format("load-{}.csv", number))};
    source.append_header(file.text());
    for (const RowNumber row : rows) {
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
    rows_.push_back(std::move(rows));
    return {};
}

Result<void> LoadFilesOnDisk::write_setup(
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
        {scheduled.load.sources[step.source].object, {std::move(*path)}, source.format().delimiter}
    );
    return {};
}

}  // namespace rowlock
