// Back to an empty org from one that 2,000,000 accounts were loaded into, against loading them.
#include "mockorg/testing/in_process_org.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/bench/bench.hpp"

#include <cstdlib>
#include <string>
#include <vector>

namespace rowlock {
namespace {

constexpr std::uint32_t k_rows = 2'000'000;
constexpr std::uint32_t k_rows_per_job = 500'000;
constexpr int k_runs = 3;

std::string rows_text(std::uint32_t first) {
    std::string csv = "Name,Phone,Description\n";
    for (std::uint32_t row = first; row < first + k_rows_per_job; ++row) {
        const std::string number = std::to_string(row);
        csv.append("Account ").append(number).append(",+49 89 ").append(number);
        csv.append(",Some words about ").append(number).append("\n");
    }
    return csv;
}

void load(InProcessOrg& org, const std::vector<std::string>& jobs) {
    for (const std::string& csv : jobs) require_value(org.load_csv("Account", "insert", csv));
    org.run_until_idle();
}

std::uint64_t accounts_of(InProcessOrg& org) {
    RunQuery count;
    count.soql = "SELECT COUNT() FROM Account";
    return require_value(org.ask(count)).total;
}

void run() {
    InProcessOrg org = require_value(InProcessOrg::create({}));
    const auto empty = org.org().snapshot();
    std::vector<std::string> jobs;
    for (std::uint32_t first = 0; first < k_rows; first += k_rows_per_job)
        jobs.push_back(rows_text(first));
    std::vector<double> loads;
    std::vector<double> resets;
    for (int turn = 0; turn < k_runs; ++turn) {
        loads.push_back(bench::seconds_of([&] { load(org, jobs); }));
        if (accounts_of(org) != k_rows) std::exit(1);
        resets.push_back(bench::seconds_of([&] { org.org().restore(*empty); }));
        if (accounts_of(org) != 0) std::exit(1);
    }
    const double loaded = bench::median(loads);
    const double reset = bench::median(resets);
    bench::print("reset.2000000_rows.load", loaded * 1e3, "ms", 1.0);
    bench::print("reset.2000000_rows", reset * 1e3, "ms", reset / loaded);
}

}  // namespace
}  // namespace rowlock

int main() {
    rowlock::run();
}
