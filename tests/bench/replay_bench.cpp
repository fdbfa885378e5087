// 1,000,000 Contacts from a CSV file through rowlock replay, and the same rows of the same file
// from an uploader that does as little as possible. Both make the same jobs, see each of them to
// its end and fetch its results; what replay reaches of the other is what accounting for every row
// costs.
//
// The bare uploader sends all requests about a job back to back, so that the server always has the
// next one: its speed is the server's own limit. It looks at nothing but the job's end.
//
// usage: replay_bench [ROWS], a multiple of 100,000
#include "checks/input/mapped_file.hpp"
#include "harness/replay/replay_command.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/http_client.hpp"
#include "tests/bench/served_org.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

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

    std::string csv() const { return (folder_ / "contacts.csv").string(); }

private:
    std::filesystem::path folder_;
};

/// Cuts the first lines off a text.
std::string_view take_lines(std::string_view& text, std::size_t count) {
    std::size_t end = 0;
    while (count-- > 0) end = text.find('\n', end) + 1;
    const std::string_view lines = text.substr(0, end);
    text.remove_prefix(end);
    return lines;
}

/// The head of a request with so long a body.
std::string upload_head(const std::string& target, std::size_t length) {
    return "PUT " + target +
           " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer bench\r\n"
           "Content-Type: text/csv\r\nContent-Length: " +
           std::to_string(length) + "\r\n\r\n";
}

void upload_job(Connection& connection, std::string_view rows) {
    const std::string_view header = k_header;
    const std::string made =
        ask(connection, "POST", k_ingest, R"({"operation":"insert","object":"Contact"})");
    const std::string job = std::string{k_ingest} + "/" + made.substr(made.find("750"), 18);
    connection.send(upload_head(job + "/batches", header.size() + rows.size()));
    connection.send(header);
    connection.send(rows);
    connection.send(
        make_request("PATCH", job, "application/json", R"({"state":"UploadComplete"})") +
        make_request("GET", job) + make_request("GET", job + "/successfulResults")
    );
    connection.receive();
    connection.receive();
    std::string end;
    connection.receive(&end);
    const bool complete = end.find("JobComplete") != std::string::npos &&
                          end.find(R"("numberRecordsFailed":0)") != std::string::npos;
    if (!complete) give_up(end);
    connection.receive();
}

/// The rows of the file, job after job.
void upload(const std::string& csv) {
    const ServedOrg org;
    const auto file = MappedFile::open(csv);
    if (!file) give_up(file.error().message);
    std::string_view rows = file->text();
    take_lines(rows, 1);
    Connection connection{org.port()};
    while (!rows.empty()) upload_job(connection, take_lines(rows, k_rows_of_a_job));
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
    const Pair taken =
        median_of_turns([&] { upload(files.csv()); }, [&] { replay(files.load()); }, 7);
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
