// 500,000 accounts of five fields through each Bulk API, in batches of 10,000 rows: from the
// upload's text to the last commit, on a virtual clock.
#include "mockorg/testing/in_process_org.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/bench/bench.hpp"

#include <string>
#include <vector>

namespace rowlock {
namespace {

constexpr std::uint32_t k_rows = 500'000;
constexpr std::uint32_t k_batch = 10'000;
constexpr double k_version = 60.0;
constexpr const char* k_header = "Name,Industry,Phone,NumberOfEmployees,Description\n";

std::string rows_text(std::uint32_t first, std::uint32_t count) {
    std::string csv;
    for (std::uint32_t i = first; i < first + count; ++i) {
        csv.append("Account ").append(std::to_string(i)).append(",Energy,+49 89 ");
        csv.append(std::to_string(i * 7919)).append(",").append(std::to_string(i % 5000));
        csv.append(",Some words about account number ").append(std::to_string(i)).append("\n");
    }
    return csv;
}

InProcessOrg fresh_org() {
    return require_value(InProcessOrg::create({}));
}

void load_by_v2(const std::string& csv) {
    InProcessOrg org = fresh_org();
    require_value(org.load_csv("Account", "insert", csv));
    org.run_until_idle();
}

void load_by_v1(const std::vector<std::string>& batches) {
    CreateBulk1Job job;
    job.object = "Account";
    job.operation = "insert";
    job.content_type = ContentType::csv;
    job.api_version = k_version;
    InProcessOrg org = fresh_org();
    const RecordId id = require_value(org.ask(job)).id;
    for (const std::string& data : batches)
        require_value(org.ask(AddBatch{id, ContentType::csv, k_version, data}));
    org.run_until_idle();
}

void run() {
    std::vector<std::string> batches;
    for (std::uint32_t first = 0; first < k_rows; first += k_batch)
        batches.push_back(k_header + rows_text(first, k_batch));
    const std::string whole = k_header + rows_text(0, k_rows);
    const bench::Pair taken =
        bench::median_of_turns([&] { load_by_v2(whole); }, [&] { load_by_v1(batches); });
    bench::print("ingest.500000_rows.bulk2", k_rows / taken.baseline_seconds, "rows/s", 1.0);
    bench::print("ingest.500000_rows.bulk1", k_rows / taken.seconds, "rows/s", taken.speed);
}

}  // namespace
}  // namespace rowlock

int main() {
    rowlock::run();
}
