// The Bulk APIs over sockets: the result of a query over 10,000,000 Accounts, from the create of
// the job to the last byte, and 1,000,000 Contacts loaded through each API, from the first create
// to the last result row. The client does as little as possible.
//
// usage: bulk_http_bench [QUERY_ROWS [LOAD_ROWS]], both multiples of 10,000
#include "tests/bench/bare_server.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/http_client.hpp"
#include "tests/bench/process_memory.hpp"
#include "tests/bench/served_org.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

namespace rowlock::bench {
namespace {

constexpr std::size_t k_rows_of_a_batch = 10'000;
/// Of one upload: less than 100 MB.
constexpr std::size_t k_rows_of_an_upload = 1'000'000;
constexpr std::size_t k_bytes_of_an_answer = std::size_t{64} * 1024 * 1024;
constexpr const char* k_ingest = "/services/data/v60.0/jobs/ingest";
constexpr const char* k_query = "/services/data/v60.0/jobs/query";
constexpr const char* k_async = "/services/async/60.0/job";

[[noreturn]] void give_up(const std::string& what) {
    std::fprintf(stderr, "%s\n", what.c_str());
    std::exit(1);
}

/// The first id in a text that begins with this prefix.
std::string id_in(const std::string& text, const std::string& prefix, std::size_t length = 18) {
    return text.substr(text.find(prefix), length);
}

std::string account_rows(std::size_t first, std::size_t count) {
    std::string csv = "Name,NumberOfEmployees,AnnualRevenue,Description\n";
    for (std::size_t row = first; row < first + count; ++row) {
        csv.append("Account ").append(std::to_string(row)).append(",");
        csv.append(std::to_string(row % 1000)).append(",").append(std::to_string(row));
        csv.append(".5,An account made to measure a query\n");
    }
    return csv;
}

std::string contact_rows(std::size_t first, std::size_t count) {
    std::string csv = "LastName,FirstName,Email,Description,Department\n";
    for (std::size_t row = first; row < first + count; ++row) {
        const std::string number = std::to_string(row);
        csv.append("Miller").append(number).append(",Ann,ann").append(number);
        csv.append("@example.com,A contact made to measure an upload,Sales\n");
    }
    return csv;
}

/// One 2.0 job from its create to its end; its path.
std::string load_v2(Connection& connection, const std::string& object, const std::string& csv) {
    const std::string create = R"({"operation":"insert","object":")" + object + R"("})";
    const std::string job =
        std::string{k_ingest} + "/" + id_in(ask(connection, "POST", k_ingest, create), "750");
    ask(connection, "PUT", job + "/batches", csv, "text/csv");
    ask(connection, "PATCH", job, R"({"state":"UploadComplete"})");
    return job;
}

/// Bytes of a query job's whole result, read in pages of at most so many rows.
std::size_t read_query(Connection& connection, std::size_t rows, std::size_t page_rows) {
    const std::string create =
        R"({"operation":"query","query":"SELECT Id, Name, NumberOfEmployees, AnnualRevenue, CreatedDate, )"
        R"(Description FROM Account"})";
    const std::string job =
        std::string{k_query} + "/" + id_in(ask(connection, "POST", k_query, create), "750");
    const std::string pages = job + "/results?maxRecords=" + std::to_string(page_rows);
    std::size_t bytes = 0;
    std::size_t seen = 0;
    for (std::string locator; locator != "null";) {
        std::string head;
        connection.send(make_request("GET", locator.empty() ? pages : pages + "&locator=" + locator)
        );
        bytes += connection.receive(nullptr, &head);
        locator = header_in(head, "Sforce-Locator");
        seen += std::strtoull(header_in(head, "Sforce-NumberOfRecords").c_str(), nullptr, 10);
    }
    if (seen != rows) give_up(std::to_string(seen) + " rows found");
    ask(connection, "DELETE", job);
    return bytes;
}

/// As many bytes from a server that does nothing else.
double transfer_seconds(std::size_t bytes) {
    const BareServer server{std::string(std::min(bytes, k_bytes_of_an_answer), 'x')};
    return median_seconds(
        [&] {
            Connection connection{server.port()};
            for (std::size_t left = bytes; left > 0;) {
                connection.send(make_request("GET", "/"));
                left -= std::min(left, connection.receive());
            }
        },
        3
    );
}

void measure_query(std::size_t rows) {
    const ServedOrg org;
    Connection connection{org.port()};
    for (std::size_t first = 0; first < rows; first += k_rows_of_an_upload) {
        const std::size_t count = std::min(k_rows_of_an_upload, rows - first);
        ask(connection, "DELETE", load_v2(connection, "Account", account_rows(first, count)));
    }
    // The first time, what the connection needs for itself is counted, too.
    std::size_t bytes = 0;
    const double growth = peak_growth([&] { bytes = read_query(connection, rows, rows); });
    const double whole = median_seconds([&] { read_query(connection, rows, rows); }, 3);
    const double paged = median_seconds([&] { read_query(connection, rows, 50'000); }, 3);
    const double memory = kernel_megabytes("VmRSS");
    const double plain = transfer_seconds(bytes);
    const std::string name = "bulk_http.query_" + std::to_string(rows) + "_rows";
    const auto count = static_cast<double>(rows);
    print(name + ".bare_beast", count / plain, "rows/s", 1.0);
    print(name + ".one_page", count / whole, "rows/s", plain / whole);
    print(name + ".pages_of_50000", count / paged, "rows/s", plain / paged);
    print(name + ".memory", memory, "MB", 1.0);
    print(name + ".peak_growth", growth, "MB", growth / memory);
}

void load_by_v2(const std::string& csv) {
    const ServedOrg org;
    Connection connection{org.port()};
    const std::string job = load_v2(connection, "Contact", csv);
    connection.send(make_request("GET", job + "/successfulResults"));
    connection.receive();
    if (ask(connection, "GET", job).find(R"("numberRecordsFailed":0)") == std::string::npos)
        give_up("rows failed");
}

void load_by_v1(const std::vector<std::string>& batches) {
    const ServedOrg org;
    Connection connection{org.port()};
    const std::string made =
        ask(connection,
            "POST",
            k_async,
            R"({"operation":"insert","object":"Contact","contentType":"CSV"})");
    const std::string job = std::string{k_async} + "/" + id_in(made, "750");
    std::vector<std::string> ids;
    for (const std::string& data : batches)
        ids.push_back(id_in(ask(connection, "POST", job + "/batch", data, "text/csv"), "751"));
    ask(connection, "POST", job, R"({"state":"Closed"})");
    for (const std::string& id : ids) {
        connection.send(make_request("GET", job + "/batch/" + id + "/result"));
        connection.receive();
    }
    const std::string end = ask(connection, "GET", job);
    if (end.find(R"("numberRecordsFailed":0)") == std::string::npos) give_up(end);
}

void measure_loads(std::size_t rows) {
    std::vector<std::string> batches;
    for (std::size_t first = 0; first < rows; first += k_rows_of_a_batch)
        batches.push_back(contact_rows(first, k_rows_of_a_batch));
    const std::string whole = contact_rows(0, rows);
    const Pair taken = median_of_turns([&] { load_by_v2(whole); }, [&] { load_by_v1(batches); });
    const std::string name = "bulk_http.load_of_" + std::to_string(rows) + "_rows";
    const auto count = static_cast<double>(rows);
    print(name + ".bulk2", count / taken.baseline_seconds, "rows/s", 1.0);
    print(name + ".bulk1", count / taken.seconds, "rows/s", taken.speed);
}

}  // namespace
}  // namespace rowlock::bench

int main(int argument_count, char** arguments) {
    const auto rows = [&](int index, std::size_t standard) -> std::size_t {
        return argument_count > index ? std::strtoull(arguments[index], nullptr, 10) : standard;
    };
    rowlock::bench::measure_query(rows(1, 10'000'000));
    rowlock::bench::measure_loads(rows(2, 1'000'000));
}
