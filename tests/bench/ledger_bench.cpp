// What the ledger costs a rehearsal of 2,000,000 rows, against the same rehearsal without one; and
// whether, for every lock failure of it, the holder that the ledger names held the key at that
// time, by a replay of the org's trace. Ends with status 1 if not.
#include "harness/rehearse/rehearse.hpp"
#include "tests/bench/bench.hpp"
#include "tests/support/ledger_check.hpp"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

namespace rowlock {
namespace {

constexpr RowNumber k_rows = 2'000'000;

Load massive_load() {
    auto load = read_load_file("fixtures/loads/massive-upload.json");
    if (!load) {
        std::fprintf(stderr, "%s\n", load.error().message.c_str());
        std::exit(1);
    }
    load->strategies.resize(1);
    load->strategies.front().load.rows = k_rows;
    load->strategies.front().expect = {};
    return std::move(*load);
}

void rehearse_with(const Load& load, bool ledger) {
    RehearseOptions options;
    options.ledger = ledger;
    const auto rehearsal = rehearse(load, options);
    if (!rehearsal || !rehearsal->strategies.front().error.empty()) std::exit(1);
    bench::keep(rehearsal->strategies.front().rows.failed);
}

/// How many lock failures there were, each of them checked.
double checked_failures(const Load& load) {
    test::LockReplay replay;
    std::string fault;
    std::size_t failures = 0;
    RehearseOptions options;
    options.on_org = [&](std::size_t, Org& org) {
        org.trace().listen([&](const TraceEvent& event) { replay.see(event); });
    };
    options.on_finished = [&](std::size_t, const FinishedStrategy& finished) {
        failures = finished.org.ledger().failures().size();
        fault = test::fault_of_ledger(finished.org.ledger().failures(), replay);
    };
    const auto rehearsal = rehearse(load, options);
    if (!rehearsal) {
        fault = rehearsal.error().message;
    } else if (fault.empty()) {
        fault = rehearsal->strategies.front().error;
    }
    // A load without failures proves nothing.
    if (fault.empty() && failures == 0) fault = "no lock failed anything";
    if (!fault.empty()) {
        std::fprintf(stderr, "the ledger was not found right: %s\n", fault.c_str());
        std::exit(1);
    }
    return static_cast<double>(failures);
}

/// Of this process: neighbours on the machine do not count.
double processor_seconds(const Load& load, bool ledger) {
    const std::clock_t begin = std::clock();
    rehearse_with(load, ledger);
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

int run() {
    constexpr int k_turns = 3;
    const Load load = massive_load();
    std::vector<double> off;
    std::vector<double> on;
    std::vector<double> shares;
    rehearse_with(load, true);
    for (int turn = 0; turn < k_turns; ++turn) {
        off.push_back(processor_seconds(load, false));
        on.push_back(processor_seconds(load, true));
        shares.push_back(on.back() / off.back());
    }
    bench::print("ledger.2000000_rows.off", bench::median(off), "s", 1.0);
    bench::print("ledger.2000000_rows.on", bench::median(on), "s", bench::median(shares));
    bench::print("ledger.2000000_rows.holders_checked", checked_failures(load), "failures", 1.0);
    return 0;
}

}  // namespace
}  // namespace rowlock

int main() {
    return rowlock::run();
}
