// A pre-flight check of 2,000,000 rows in 222 MB, from the file to the verdict, against the same
// check in Python; and the steps it consists of.
#include "checks/contention/contention.hpp"
#include "checks/input/cut_batches.hpp"
#include "checks/input/id_table.hpp"
#include "checks/input/loaded_input.hpp"
#include "mockorg/base/random.hpp"
#include "mockorg/base/record_id.hpp"
#include "mockorg/codec/csv_index.hpp"
#include "tests/bench/bench.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <string>
#include <vector>

namespace rowlock {
namespace {

constexpr std::uint32_t k_rows = 2'000'000;
constexpr std::uint32_t k_accounts = 200'000;
constexpr std::uint32_t k_rows_per_batch = 500;

/// Ten opportunities for each account, in random order or by account.
std::vector<std::uint32_t> accounts(bool sorted) {
    std::vector<std::uint32_t> result(k_rows);
    for (std::uint32_t row = 0; row < k_rows; ++row) result[row] = row / (k_rows / k_accounts);
    if (sorted) return result;
    Random random{1};
    for (std::size_t i = result.size(); i > 1; --i) {
        std::swap(result[i - 1], result[random.below(i)]);
    }
    return result;
}

/// About 111 bytes a row; 6 % have a quoted cell with a line end in it.
std::string make_text(const std::vector<std::uint32_t>& account_of) {
    std::vector<std::string> ids(k_accounts);
    for (std::uint32_t i = 0; i < k_accounts; ++i) {
        RecordId::make({'0', '0', '1'}, {'8', 'c', '0'}, i).append_to(ids[i]);
    }
    std::string text = "External_ID__c,Name,StageName,CloseDate,Amount,AccountId,Description\n";
    text.reserve(std::size_t{240} << 20);
    for (std::uint32_t row = 0; row < k_rows; ++row) {
        text += "EXT-" + std::to_string(10'000'000 + row);
        text += ",Renewal of the northern region,Closed Won,2026-03-14,48210.5,";
        text += ids[account_of[row]];
        text += row % 16 == 0 ? ",\"Signed, with\n\"\"extras\"\"\"\n" : ",Signed and delivered\n";
    }
    return text;
}

std::shared_ptr<const LockRules> rules() {
    auto compiled = LockRules::compile(Schema::standard(), standard_lock_rules());
    return std::make_shared<const LockRules>(*std::move(compiled));
}

InputRequest request(const std::string& path, unsigned threads) {
    InputRequest result;
    result.schema = Schema::standard();
    result.rules = rules();
    result.loads.push_back({"Opportunity", WriteOperation::insert, "", {path}, {}});
    result.threads = threads;
    return result;
}

struct Verdict {
    std::uint64_t conflicting_keys = 0;
    std::uint64_t pairs = 0;
};

Verdict check(const InputRequest& wanted, bool count_pairs) {
    const auto input = load_input(wanted);
    if (!input) std::abort();
    const std::vector<BatchCut> cuts{{k_rows_per_batch}};
    const Batching batching = cut_batches(input->files(), cuts);
    ContentionOptions options;
    options.count_pairs = count_pairs;
    options.threads = wanted.threads;
    options.windows = {{10, 1.0}, {10, 2.0}, {10, 4.0}};
    const Contention found = check_contention(input->keys(), batching, options).hard;
    return {found.conflicting_keys, found.conflicting_pairs.value_or(0)};
}

/// Seconds and verdict of the Python script.
std::pair<double, std::uint64_t> ask_peer(const std::string& path) {
    const std::string command =
        "python3 tests/bench/check_peer.py " + path + " " + std::to_string(k_rows_per_batch);
    double seconds = 0;
    unsigned long shared = 0;
    std::FILE* const output = ::popen(command.c_str(), "r");
    if (output == nullptr || std::fscanf(output, "%lf %lu", &seconds, &shared) != 2) std::abort();
    ::pclose(output);
    return {seconds, shared};
}

void measure_kernels(const std::string& text, const std::vector<std::uint32_t>& account_of) {
    const auto rate = [](double seconds) { return k_rows / seconds / 1e6; };
    const double index = bench::median_seconds([&] {
        CsvIndex found;
        const CsvIndexer indexer{Delimiter::comma};
        std::size_t rows = 0;
        for (std::size_t at = 0; at < text.size(); at += found.end) {
            const std::string_view rest = std::string_view{text}.substr(at);
            if (!indexer.run(rest, std::size_t{1} << 20, false, found)) std::abort();
            rows += found.rows.size();
        }
        bench::keep(rows);
    });
    bench::print("check.index_csv", static_cast<double>(text.size()) / index / 1e9, "GB/s", 1);

    std::vector<PackedId> ids;
    for (const std::uint32_t account : account_of) {
        std::string id;
        RecordId::make({'0', '0', '1'}, {'8', 'c', '0'}, account).append_to(id);
        ids.push_back(pack_record_id(id));
    }
    std::vector<std::uint32_t> numbers(ids.size());
    const double coding = bench::median_seconds([&] {
        IdTable table;
        table.find_or_add(ids, numbers);
        bench::keep(numbers);
    });
    bench::print("check.dense_coding", rate(coding), "Mrows/s", 1);

    RowKeys keys;
    for (const std::uint32_t number : numbers) {
        keys.add({number, false});
        keys.end_row();
    }
    Batching batching;
    batching.order.resize(k_rows);
    std::iota(batching.order.begin(), batching.order.end(), RowNo{0});
    for (std::uint32_t first = 0; first < k_rows; first += k_rows_per_batch) {
        batching.batches.push_back({first, k_rows_per_batch});
    }
    ContentionOptions options;
    options.count_pairs = false;
    const double pass =
        bench::median_seconds([&] { bench::keep(check_contention(keys, batching, options)); });
    options.count_pairs = true;
    const double pairs =
        bench::median_seconds([&] { bench::keep(check_contention(keys, batching, options)); });
    bench::print("check.one_pass", rate(pass), "Mrows/s", 1);
    bench::print("check.with_pairs", rate(pairs), "Mrows/s", pass / pairs);
}

void run() {
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("rowlock-bench-" + std::to_string(::getpid()));
    std::filesystem::create_directory(folder);
    for (const bool sorted : {true, false}) {
        const std::string name = sorted ? "sorted" : "shuffled";
        const std::string path = (folder / (name + ".csv")).string();
        const std::vector<std::uint32_t> account_of = accounts(sorted);
        const std::string text = make_text(account_of);
        std::ofstream{path, std::ios::binary} << text;

        const auto [peer, shared] = ask_peer(path);
        const auto print = [&](const std::string& what, double seconds) {
            bench::print("check." + name + what, seconds, "s", peer / seconds);
        };
        print(".python", peer);
        std::uint64_t pairs = 0;
        for (const unsigned threads : {1U, 2U}) {
            const InputRequest wanted = request(path, threads);
            Verdict verdict;
            const std::string with = "." + std::to_string(threads) + "_threads";
            print(with, bench::median_seconds([&] { verdict = check(wanted, false); }));
            print(with + "_and_pairs", bench::median_seconds([&] {
                      verdict = check(wanted, true);
                  }));
            // Python must have found the same, and threads change nothing.
            if (verdict.conflicting_keys != shared) std::abort();
            if (threads > 1 && verdict.pairs != pairs) std::abort();
            pairs = verdict.pairs;
        }
        if (!sorted) measure_kernels(text, account_of);
        std::filesystem::remove(path);
    }
    std::filesystem::remove(folder);
}

}  // namespace
}  // namespace rowlock

int main() {
    rowlock::run();
}
