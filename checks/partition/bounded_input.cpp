#include "checks/partition/bounded_input.hpp"

#include "checks/input/stream_input.hpp"
#include "checks/partition/joined_rows.hpp"
#include "checks/partition/part_sink.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace rowlock {
namespace {

/// A partition's names take about as much memory as this part of the files: a row has a hundred
/// bytes or so, and a record's name 28 in the table.
constexpr std::uint64_t k_file_bytes_of_name_byte = 4;

/// So that one partition takes an eighth of the bound, and all buffers another.
std::uint32_t partitions_for(const InputRequest& request, const MemoryBound& bound) {
    std::uint64_t bytes = 0;
    for (const LoadFiles& load : request.loads) {
        for (const std::string& path : load.paths) {
            std::error_code error;
            const auto size = std::filesystem::file_size(path, error);
            if (!error) bytes += size;
        }
    }
    const std::uint64_t room = std::max<std::uint64_t>(bound.bytes / 8, 1);
    const std::uint64_t wanted = bytes / k_file_bytes_of_name_byte / room + 1;
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(wanted, k_partitions_max));
}

Result<LoadedInput> load_through_disk(const InputRequest& request, const MemoryBound& bound) {
    auto file = OutputFile::in_folder(bound.folder);
    if (!file) return Failure{std::move(file.error())};
    PartWriter writer{*std::move(file), partitions_for(request, bound)};
    PartSink sink{writer, request.rules->rules().size()};
    auto streamed = stream_input(request, sink);
    if (!streamed) return Failure{std::move(streamed.error())};
    PartSummary summary = summary_of_model(*request.schema, *request.rules);
    add_files(summary, streamed->files);
    summary.uses = sink.uses();
    if (auto written = writer.finish(summary); !written) return Failure{std::move(written.error())};
    auto mapped = writer.file().map();
    if (!mapped) return Failure{std::move(mapped.error())};
    auto part = PartFile::open(*std::move(mapped), "temporary file", true);
    if (!part) return Failure{std::move(part.error())};
    std::vector<PartFile> parts;
    parts.push_back(*std::move(part));
    auto joined = JoinedRows::join(std::move(parts), std::move(streamed->files), bound.folder);
    if (!joined) return Failure{std::move(joined.error())};
    (*joined)->unresolved = std::move(streamed->unresolved);
    return LoadedInput{*std::move(joined)};
}

}  // namespace

MemoryBound default_memory_bound() {
    const auto pages = static_cast<std::uint64_t>(std::max(::sysconf(_SC_PHYS_PAGES), 0L));
    const auto page = static_cast<std::uint64_t>(std::max(::sysconf(_SC_PAGESIZE), 0L));
    std::error_code error;
    const std::filesystem::path folder = std::filesystem::temp_directory_path(error);
    return {pages * page / 2, error ? "/tmp" : folder.string()};
}

Result<LoadedInput> load_input_bounded(const InputRequest& request, const MemoryBound& bound) {
    auto loaded = load_input_within(request, bound.bytes);
    if (!loaded) return Failure{std::move(loaded.error())};
    if (*loaded) return **std::move(loaded);
    return load_through_disk(request, bound);
}

}  // namespace rowlock
