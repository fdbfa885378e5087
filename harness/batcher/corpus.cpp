#include "harness/batcher/corpus.hpp"

#include "checks/command/whole_file.hpp"
#include "harness/batcher/case_file.hpp"
#include "harness/batcher/run_report.hpp"
#include "mockorg/base/file_text.hpp"
#include "mockorg/base/hash.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace rowlock::batcher {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t k_case_bytes_max = std::uint64_t{16} << 20;
constexpr std::size_t k_cases_max = 10'000;

std::string name_of_folder(const Counterexample& found) {
    const std::uint64_t hash = hash_text(case_json(found.minimal, {}));
    return fmt::format("{}-{:016x}", found.property->id, hash).substr(0, 12);
}

std::string finding_text(const Counterexample& found) {
    std::string text = fmt::format(
        "{} {}: {}\n{}\n\n{}",
        found.property->id,
        found.property->name,
        found.property->title,
        found.violation.sentence,
        counterexample_table(found)
    );
    if (const auto* const answer = std::get_if<Answer>(&found.reply)) {
        for (std::size_t i = 0; i < answer->batches.size(); ++i) {
            const AnswerBatch& batch = answer->batches[i];
            text += fmt::format("\nbatch-{}.csv is batch '{}'", i + 1, batch.label);
            for (const std::string& row : batch.invented) {
                text += fmt::format("; in no input row: {}", row);
            }
        }
    }
    return text + "\n";
}

/// Of batches that an earlier answer had.
void remove_batches_from(const fs::path& folder, std::size_t first) {
    std::error_code error;
    while (fs::remove(folder / fmt::format("batch-{}.csv", first), error)) ++first;
}

}  // namespace

Result<StoredCase> read_stored_case(const std::string& path) {
    std::error_code error;
    const bool is_folder = fs::is_directory(path, error);
    const std::string file = is_folder ? (fs::path{path} / k_case_file).string() : path;
    const auto text = read_file(file, k_case_bytes_max);
    if (!text) return Failure{text.error()};
    auto abstract = parse_case(*text, file);
    if (!abstract) return Failure{std::move(abstract.error())};
    return StoredCase{path, std::move(*abstract)};
}

Result<std::vector<StoredCase>> read_corpus(const std::string& folder) {
    std::vector<std::string> paths;
    std::error_code error;
    for (fs::directory_iterator it{folder, error}; !error && it != fs::directory_iterator{};
         it.increment(error)) {
        std::error_code ignored;
        const bool is_case = fs::exists(it->path() / k_case_file, ignored);
        if (is_case && paths.size() < k_cases_max) paths.push_back(it->path().string());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<StoredCase> cases;
    for (const std::string& path : paths) {
        auto stored = read_stored_case(path);
        if (!stored) return Failure{std::move(stored.error())};
        cases.push_back(std::move(*stored));
    }
    return cases;
}

Result<std::string> store_counterexample(const std::string& corpus, const Counterexample& found) {
    const fs::path folder = fs::path{corpus} / name_of_folder(found);
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        return fail(ErrorCode::bad_configuration, folder.string() + ": " + error.message());
    }
    const Instance instance = render(found.minimal);
    std::vector<std::pair<std::string, std::string>> files{
        {k_case_file, case_json(found.minimal, found.property->id)},
        {"input.csv", csv_text(instance)},
        {"finding.txt", finding_text(found)},
    };
    std::size_t batches = 0;
    if (const auto* const answer = std::get_if<Answer>(&found.reply)) {
        for (const AnswerBatch& batch : answer->batches) {
            files.emplace_back(
                fmt::format("batch-{}.csv", ++batches),
                batch.file_text ? *batch.file_text : csv_text(instance, batch.rows)
            );
        }
    }
    remove_batches_from(folder, batches + 1);
    for (const auto& [name, text] : files) {
        const auto written = write_whole_file((folder / name).string(), text);
        if (!written) return Failure{written.error()};
    }
    return folder.string();
}

}  // namespace rowlock::batcher
