// The served org against a Beast server that does nothing: small GETs, and one Bulk API 2.0 job of
// 1,000,000 rows from create to the last byte of its results.
#include "tests/bench/bare_server.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/http_client.hpp"
#include "tests/bench/served_org.hpp"

#include <array>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace rowlock::bench {
namespace {

constexpr int k_connections = 16;
constexpr int k_rounds = 1'000;
constexpr int k_rows = 1'000'000;

/// Requests a second over 16 connections, each with one request under way.
double requests_per_second(std::uint16_t port, const std::string& request) {
    std::vector<std::unique_ptr<Connection>> connections;
    for (int i = 0; i < k_connections; ++i)
        connections.push_back(std::make_unique<Connection>(port));
    const double taken = median_seconds(
        [&] {
            for (int round = 0; round < k_rounds; ++round) {
                for (auto& connection : connections) connection->send(request);
                for (auto& connection : connections) connection->receive();
            }
        },
        5
    );
    return k_connections * k_rounds / taken;
}

std::string make_rows() {
    std::string csv = "LastName,FirstName,Email,Description,Department\n";
    for (int row = 0; row < k_rows; ++row) {
        const std::string number = std::to_string(row);
        csv.append("Miller")
            .append(number)
            .append(",Ann,ann")
            .append(number)
            .append("@example.com,");
        csv.append("A contact made to measure an upload,Sales\n");
    }
    return csv;
}

/// Seconds from the create of a job to the last byte of its results.
double job_seconds(std::uint16_t port, const std::string& csv, std::size_t& result_bytes) {
    const std::string jobs = "/services/data/v60.0/jobs/ingest";
    return median_seconds(
        [&] {
            Connection connection{port};
            const std::string made =
                ask(connection, "POST", jobs, R"({"object":"Contact","operation":"insert"})");
            const std::string job = jobs + "/" + made.substr(made.find("750"), 18);
            connection.send(make_request("PUT", job + "/batches", "text/csv", csv));
            connection.receive();
            ask(connection, "PATCH", job, R"({"state":"UploadComplete"})");
            connection.send(make_request("GET", job + "/successfulResults"));
            result_bytes = connection.receive();
            const std::string info = ask(connection, "GET", job, {});
            if (info.find(R"("numberRecordsProcessed":1000000,"numberRecordsFailed":0)") ==
                std::string::npos) {
                std::fprintf(stderr, "%s\n", info.c_str());
                std::exit(1);
            }
        },
        3
    );
}

/// The same bytes both ways with nobody looking at them.
double transfer_seconds(const std::string& csv, std::size_t result_bytes) {
    const BareServer server{std::string(result_bytes, 'x')};
    const BareServer small{"{}"};
    return median_seconds(
        [&] {
            Connection up{small.port()};
            up.send(make_request("PUT", "/", "text/csv", csv));
            up.receive();
            Connection down{server.port()};
            down.send(make_request("GET", "/"));
            down.receive();
        },
        3
    );
}

void measure_gets() {
    const ServedOrg org;
    const BareServer bare{R"({"version":"60.0","url":"/services/data/v60.0","x":1})"};
    const std::string request = make_request("GET", "/services/data/v60.0/limits");
    const double baseline = requests_per_second(bare.port(), request);
    const double ours = requests_per_second(org.port(), request);
    print("http.small_get.bare_beast", baseline, "requests/s", 1.0);
    print("http.small_get", ours, "requests/s", ours / baseline);
}

void measure_job() {
    const ServedOrg org;
    const std::string csv = make_rows();
    std::size_t result_bytes = 0;
    const double ours = job_seconds(org.port(), csv, result_bytes);
    const double baseline = transfer_seconds(csv, result_bytes);
    print("http.bytes_of_1000000_rows.bare_beast", k_rows / baseline, "rows/s", 1.0);
    print("http.job_of_1000000_rows", k_rows / ours, "rows/s", baseline / ours);
}

}  // namespace
}  // namespace rowlock::bench

int main() {
    rowlock::bench::measure_gets();
    rowlock::bench::measure_job();
}
