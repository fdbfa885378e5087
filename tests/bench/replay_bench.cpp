// 1,000,000 Contacts from a CSV file through rowlock replay, and the same jobs from an uploader
// that does as little as possible: what one reaches of the other is what accounting for every row
// costs.
//
// usage: replay_bench [ROWS], a multiple of 100,000
#include "harness/replay/replay_command.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/http_client.hpp"
#include "tests/bench/served_org.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace rowlock::bench {
namespace {

constexpr std::size_t k_rows_of_a_job = 100'000;
constexpr const char* k_ingest = "/services/data/v60.0/jobs/ingest";
constexpr const char* k_header = "LastName,FirstName,Email,Description,Department\n";

void give_up(const std::string& what) {
    std::fprintf(stderr, "%s\n", what.c_str());
    std::exit(1);
}

std::string rows_of(std::size_t first, std::size_t count) {
    std::string csv;
    for (std::size_t row = first; row < first + count; ++row) {
        const std::string number = std::to_string(row);
        csv.append("Miller").append(number).append(",Ann,ann").append(number);
        csv.append("@example.com,A contact made to measure an upload,Sales\n");
    }
    return csv;
}

/// A load file beside its CSV file, in a folder that is gone in the end.
class LoadFiles {
public:
    explicit LoadFiles(std::size_t rows)
        : folder_(
              std::filesystem::temp_directory_path() /
              ("rowlock-replay-bench-" + std::to_string(::getpid()))
          ) {
        std::filesystem::create_directory(folder_);
        std::ofstream{folder_ / "contacts.csv", std::ios::binary} << k_header << rows_of(0, rows);
        std::ofstream{load()} << R"({"name": "bench",
            "sources": {"contacts": {"object": "Contact", "file": "contacts.csv"}},
            "load": {"source": "contacts", "operation": "insert", "api": "bulk2",
                     "batchRows": )"
                              << k_rows_of_a_job << R"(, "pollEvery": "10ms"}})";
    }

    LoadFiles(const LoadFiles&) = delete;
    LoadFiles& operator=(const LoadFiles&) = delete;

    ~LoadFiles() { std::filesystem::remove_all(folder_); }

    std::string load() const { return (folder_ / "load.json").string(); }

private:
    std::filesystem::path folder_;
};

/// The jobs one after another, and the id of each row.
void upload(const std::vector<std::string>& jobs) {
    const ServedOrg org;
    Connection connection{org.port()};
    for (const std::string& csv : jobs) {
        const std::string made =
            ask(connection, "POST", k_ingest, R"({"operation":"insert","object":"Contact"})");
        const std::string job = std::string{k_ingest} + "/" + made.substr(made.find("750"), 18);
        ask(connection, "PUT", job + "/batches", csv, "text/csv");
        ask(connection, "PATCH", job, R"({"state":"UploadComplete"})");
        const std::string end = ask(connection, "GET", job);
        if (end.find(R"("numberRecordsFailed":0)") == std::string::npos) give_up(end);
        connection.send(make_request("GET", job + "/successfulResults"));
        connection.receive();
    }
}

void replay(const std::string& load) {
    const ServedOrg org;
    ReplayOptions options;
    options.load_file = load;
    options.target.url = "http://127.0.0.1:" + std::to_string(org.port());
    options.target.token = "bench";
    std::string out;
    std::string err;
    Io io{TextSink{out}, TextSink{err}};
    if (run_replay(options, io) != 0) give_up(out + err);
}

void measure(std::size_t rows) {
    const LoadFiles files{rows};
    std::vector<std::string> jobs;
    for (std::size_t first = 0; first < rows; first += k_rows_of_a_job)
        jobs.push_back(k_header + rows_of(first, k_rows_of_a_job));
    const Pair taken = median_of_turns([&] { upload(jobs); }, [&] { replay(files.load()); }, 5);
    const std::string name = "replay." + std::to_string(rows) + "_rows";
    const auto count = static_cast<double>(rows);
    print(name + ".bare_uploader", count / taken.baseline_seconds, "rows/s", 1.0);
    print(name, count / taken.seconds, "rows/s", taken.speed);
}

}  // namespace
}  // namespace rowlock::bench

int main(int argument_count, char** arguments) {
    rowlock::bench::measure(
        argument_count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 1'000'000
    );
}
