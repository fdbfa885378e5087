// The check of a load that is large for the machine: 10,000,000 rows in 1.1 GB, or as many as
// ROWLOCK_BENCH_ROWS says; in memory, through the disk, and as parts. Each in a process of its own,
// for its peak of memory.
#include "checks/contention/contention.hpp"
#include "checks/input/cut_batches.hpp"
#include "checks/input/stream_input.hpp"
#include "checks/partition/bounded_input.hpp"
#include "checks/partition/join_summaries.hpp"
#include "checks/partition/joined_rows.hpp"
#include "checks/partition/part_sink.hpp"
#include "mockorg/base/random.hpp"
#include "mockorg/base/record_id.hpp"
#include "tests/bench/bench.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>

namespace rowlock {
namespace {

constexpr std::uint32_t k_rows_per_batch = 10'000;
constexpr std::uint64_t k_rows_per_account = 10;

std::uint64_t rows_wanted() {
    const char* const said = std::getenv("ROWLOCK_BENCH_ROWS");
    return said == nullptr ? 10'000'000 : std::strtoull(said, nullptr, 10);
}

/// About 111 bytes a row, accounts drawn at random; 6 % have a quoted line end.
void write_rows(const std::string& path, std::uint64_t rows, std::uint64_t seed) {
    auto file = OutputFile::to_be(path);
    if (!file) std::abort();
    Random random{seed};
    std::string text = "External_ID__c,Name,StageName,CloseDate,Amount,AccountId,Description\n";
    for (std::uint64_t row = 0; row < rows; ++row) {
        text += "EXT-" + std::to_string(1'000'000'000 + row);
        text += ",Renewal of the northern region,Closed Won,2026-03-14,48210.5,";
        const std::uint64_t account = random.below(rows / k_rows_per_account + 1);
        RecordId::make({'0', '0', '1'}, {'8', 'c', '0'}, account).append_to(text);
        text += row % 16 == 0 ? ",\"Signed, with\n\"\"extras\"\"\"\n" : ",Signed and delivered\n";
        if (text.size() < (std::size_t{4} << 20)) continue;
        if (!file->write(text)) std::abort();
        text.clear();
    }
    if (!file->write(text) || !file->publish()) std::abort();
}

struct Measured {
    double seconds = 0;
    /// Of all threads: a busy machine changes it less.
    double processor_seconds = 0;
    double peak_gigabytes = 0;
    std::uint64_t keys = 0;
};

/// In a child process, which says how many keys conflict.
Measured measure(const std::function<std::uint64_t()>& work) {
    int ends[2];
    if (::pipe(ends) != 0) std::abort();
    const auto start = std::chrono::steady_clock::now();
    const pid_t child = ::fork();
    if (child == 0) {
        const std::uint64_t keys = work();
        std::_Exit(::write(ends[1], &keys, sizeof keys) == sizeof keys ? 0 : 1);
    }
    Measured measured;
    rusage usage{};
    int status = 0;
    if (::wait4(child, &status, 0, &usage) != child || status != 0) std::abort();
    measured.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    measured.processor_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    measured.peak_gigabytes = static_cast<double>(usage.ru_maxrss) * 1024 / 1e9;
    if (::read(ends[0], &measured.keys, sizeof measured.keys) != sizeof measured.keys) std::abort();
    ::close(ends[0]);
    ::close(ends[1]);
    return measured;
}

InputRequest request_of(const std::string& path) {
    InputRequest request;
    request.schema = Schema::standard();
    auto rules = LockRules::compile(request.schema, standard_lock_rules());
    request.rules = std::make_shared<const LockRules>(*std::move(rules));
    request.loads.push_back({"Opportunity", WriteOperation::insert, "", {path}, {}});
    return request;
}

std::uint64_t judge(const LoadedInput& input) {
    const std::vector<BatchCut> cuts{{k_rows_per_batch}};
    ContentionOptions options;
    options.count_pairs = false;
    options.threads = 2;
    const Batching batching = cut_batches(input.files(), cuts);
    return check_contention(input.keys(), batching, options).hard.conflicting_keys;
}

std::uint64_t check_within(const std::string& path, const MemoryBound& bound) {
    const auto input = load_input_bounded(request_of(path), bound);
    if (!input) std::abort();
    return judge(*input);
}

std::uint64_t map_to(const std::string& path, const std::string& part) {
    const InputRequest request = request_of(path);
    auto file = OutputFile::to_be(part);
    if (!file) std::abort();
    PartWriter writer{*std::move(file), 64};
    PartSink sink{writer, request.rules->rules().size()};
    auto streamed = stream_input(request, sink);
    if (!streamed) std::abort();
    PartSummary summary = summary_of_model(*request.schema, *request.rules);
    add_files(summary, streamed->files);
    summary.uses = sink.uses();
    if (!writer.finish(summary) || !writer.file().publish()) std::abort();
    return 0;
}

std::uint64_t merge_part(const std::string& path, const std::string& folder) {
    auto file = MappedFile::open(path);
    if (!file) std::abort();
    auto part = PartFile::open(*std::move(file), path);
    if (!part) std::abort();
    std::vector<LoadedFile> files = files_of(part->summary());
    std::vector<PartFile> parts;
    parts.push_back(*std::move(part));
    auto joined = JoinedRows::join(std::move(parts), std::move(files), folder);
    if (!joined) std::abort();
    return judge(LoadedInput{*std::move(joined)});
}

void run() {
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("rowlock-bench-" + std::to_string(::getpid()));
    std::filesystem::create_directory(folder);
    const std::string path = (folder / "rows.csv").string();
    const std::string part = (folder / "rows.part").string();
    const std::uint64_t rows = rows_wanted();
    write_rows(path, rows, 1);
    const std::string name = "check." + std::to_string(rows) + "_rows.";
    const auto say = [&](const std::string& what, const Measured& measured, const Measured& base) {
        const double processor = measured.processor_seconds;
        bench::print(name + what, measured.seconds, "s", measured.seconds / base.seconds);
        bench::print(
            name + what + ".processor_time", processor, "s", processor / base.processor_seconds
        );
        bench::print(name + what + ".peak_memory", measured.peak_gigabytes, "GB", 1);
        std::fflush(stdout);
    };
    const MemoryBound all{~std::uint64_t{0}, folder.string()};
    measure([&] { return check_within(path, all); });
    const Measured in_memory = measure([&] { return check_within(path, all); });
    say("in_memory", in_memory, in_memory);
    const MemoryBound little{rows * 8, folder.string()};
    const Measured on_disk = measure([&] { return check_within(path, little); });
    say("through_disk", on_disk, in_memory);
    say("map", measure([&] { return map_to(path, part); }), in_memory);
    const Measured merged = measure([&] { return merge_part(part, folder.string()); });
    say("merge", merged, in_memory);
    if (on_disk.keys != in_memory.keys || merged.keys != in_memory.keys) std::abort();
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace rowlock

int main() {
    rowlock::run();
}
